/** Pictures of digits: every form of PNG gives the same digit, and what is none is refused. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { readDigit } from "chainrule/files";
import { decode, encode } from "fast-png";
import { decodePng } from "../../src/files/png.js";
import { expectClose } from "../nn/agree.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-digit-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const { pixels } = loadMnist().test;
const digit = pixels.subarray(0, 784);
const bytes = Uint8Array.from(digit, (x) => Math.round(255 * x));

function file(name: string, content: Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const png = (side: number, channels: number, of: (x: number, y: number) => number[]): Uint8Array =>
  encode({
    width: side,
    height: side,
    channels,
    data: Uint8Array.from(
      Array.from({ length: side * side }, (_, i) => of(i % side, Math.floor(i / side))).flat(),
    ),
  });

const at = (x: number, y: number): number => bytes[28 * y + x] ?? 0;

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A PNG of fewer than 8 bits a sample, which the encoder does not write. */
function packed(depth: 1 | 2 | 4, side: number, of: (x: number, y: number) => number): Uint8Array {
  const rowBytes = Math.ceil((side * depth) / 8);
  const raw = new Uint8Array(side * (1 + rowBytes));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const bit = x * depth;
      const place = y * (1 + rowBytes) + 1 + (bit >> 3);
      raw[place] = (raw[place] ?? 0) | (of(x, y) << (8 - depth - (bit & 7)));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = depth;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", new Uint8Array()),
  ]);
}

describe("decodePng", () => {
  /** Samples that no filter or pass may mix up. */
  const random = (length: number, depth: number): number[] =>
    Array.from({ length }, (_, i) => ((i * 2654435761) >>> 7) % 2 ** depth);

  test.each([
    [1, 8],
    [2, 8],
    [3, 8],
    [4, 8],
    [1, 16],
    [4, 16],
  ] as const)("%d channels of %d bits, as the library fast-png wrote them", (channels, depth) => {
    const [width, height] = [13, 7];
    const samples = random(width * height * channels, depth);
    const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
    const decoded = decodePng(encode({ width, height, channels, depth, data }));
    expect([decoded.width, decoded.height, decoded.channels, decoded.depth]).toEqual([width, height, channels, depth]); // prettier-ignore
    expect(Array.from(decoded.samples)).toEqual(samples);
  });

  test("interlaced, each row by another filter: the samples that fast-png reads", () => {
    const [width, height] = [11, 9];
    const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const; // prettier-ignore
    const rows = passes.flatMap(([x, y, dx, dy], pass) =>
      Array.from({ length: Math.ceil((height - y) / dy) }, (_, row) =>
        Uint8Array.from([(row + pass) % 5, ...random(Math.ceil((width - x) / dx) * 3, 8)]),
      ),
    );
    const head = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 1]);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const file = Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]); // prettier-ignore
    expect(Array.from(decodePng(file).samples)).toEqual(Array.from(decode(file).data));
  });
});

describe("readDigit", () => {
  test("28 × 28, bright on dark, is taken as it is", () => {
    expectClose(
      readDigit(
        file(
          "as-is.png",
          png(28, 1, (x, y) => [at(x, y)]),
        ),
      ),
      digit,
    );
  });

  test("dark on light, in colour, with an alpha channel", () => {
    const dark = png(28, 3, (x, y) => [255 - at(x, y), 255 - at(x, y), 255 - at(x, y)]);
    expectClose(readDigit(file("dark.png", dark)), digit);
    const ink = png(28, 4, (x, y) => [0, 0, 0, at(x, y)]);
    expectClose(readDigit(file("ink.png", ink)), digit);
  });

  test.each([1, 2, 4] as const)("%d bits a pixel", (depth) => {
    const most = 2 ** depth - 1;
    const level = (x: number, y: number): number => Math.round((at(x, y) / 255) * most);
    const expected = Float64Array.from(digit, (_, i) => level(i % 28, Math.floor(i / 28)) / most);
    expectClose(readDigit(file(`bits-${String(depth)}.png`, packed(depth, 28, level))), expected);
  });

  test("enlarged and moved, it comes back to the same pixels", () => {
    const large = png(400, 1, (x, y) => {
      const [column, row] = [Math.floor((x - 90) / 10), Math.floor((y - 60) / 10)];
      return [column < 0 || row < 0 || column > 27 ? 255 : 255 - at(column, row)];
    });
    expectClose(readDigit(file("large.png", large)), digit);
  });

  test.each<[string, () => Uint8Array, string]>([
    ["an empty picture", () => png(40, 1, () => [255]), "the picture is of one brightness, expected a digit"],
    [
      "a file that is no PNG",
      () => Buffer.from("This is not a picture at all."),
      "the file is no PNG, or broken",
    ],
    ["a file cut off", () => packed(1, 28, () => 1).subarray(0, 40), "the file is no PNG, or broken"],
    [
      "a picture that would fill the memory",
      () => {
        const huge = Buffer.from(packed(1, 28, () => 1));
        huge.writeUInt32BE(2 ** 31 - 1, 16);
        huge.writeUInt32BE(2 ** 31 - 1, 20);
        huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
        return huge;
      },
      "the picture has 2147483647 × 2147483647 pixels, expected at most 16777216",
    ],
    [
      "pixels that unpack to more than the size allows (defect 24)",
      () => {
        const bytes = Buffer.from(packed(1, 28, () => 1));
        const at = bytes.indexOf("IDAT") - 4;
        return Buffer.concat([bytes.subarray(0, at), chunk("IDAT", deflateSync(Buffer.alloc(2 ** 27))), chunk("IEND", new Uint8Array())]); // prettier-ignore
      },
      "the file is no PNG, or broken (its pixels take more than the 140 bytes of its size)",
    ],
    [
      "a wrong check sum",
      () => {
        const bytes = Buffer.from(packed(1, 28, () => 1));
        bytes.writeUInt8(0, bytes.length - 20);
        return bytes;
      },
      "the file is no PNG, or broken (the check sum of IDAT is wrong)",
    ],
  ])("refuses %s", (_, make, message) => {
    const path = file("wrong.png", make());
    expect(() => readDigit(path)).toThrow(`${path}: ${message}`);
  });
});

/** Pictures of digits: every form of PNG gives the same digit, and what is none is refused. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { readDigit } from "chainrule/files";
import { encode } from "fast-png";
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
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
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
        return huge;
      },
      "the picture has 2147483647 × 2147483647 pixels, expected at most 67108864",
    ],
  ])("refuses %s", (_, make, message) => {
    const path = file("wrong.png", make());
    expect(() => readDigit(path)).toThrow(`${path}: ${message}`);
  });
});

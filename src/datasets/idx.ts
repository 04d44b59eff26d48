/**
 * The idx file format of the MNIST database: a magic number (two zero bytes, the type, the number of dimensions), the
 * sizes, big-endian, and the data. Here the type is always unsigned byte. Source: Y. LeCun, "The MNIST database".
 */
import { ChainruleError } from "../errors.js";
import { builtin } from "./builtin.js";

/** Unsigned bytes with their dimensions. */
export interface Idx {
  /** The size of each dimension. */
  readonly dimensions: readonly number[];
  /** The bytes, the last dimension fastest. */
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const hex = (n: number): string => `0x${n.toString(16).padStart(8, "0")}`;

function unzip(bytes: Uint8Array, file: string): Uint8Array {
  const { gunzipSync } = builtin("node:zlib", `${file}: gzip data`);
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new ChainruleError(`${file}: the gzip data is broken or cut off`, { cause });
  }
}

/**
 * Reads an idx file, plain or gzip, with a given number of dimensions.
 * @param file what errors call the file.
 * @throws ChainruleError that names the file, for a wrong magic number, a file cut off, or bytes behind the data.
 * @example
 * const { dimensions, data } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 30, 40), 1);
 * dimensions; // [2]
 * data; // [30, 40]
 */
export function parseIdx(bytes: Uint8Array, dimensions: number, file = "idx"): Idx {
  const raw = isGzip(bytes) ? unzip(bytes, file) : bytes;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const head = 4 * (1 + dimensions);
  const atLeast = (expected: number, what: string): void => {
    if (raw.length >= expected) return;
    throw new ChainruleError(
      `${file}: the file is cut off at ${String(raw.length)} bytes, expected ${String(expected)} for ${what}`,
    );
  };
  atLeast(4, "the magic number");
  const magic = view.getUint32(0);
  const expected = (UNSIGNED_BYTE << 8) | dimensions;
  if (magic !== expected) {
    throw new ChainruleError(`${file}: the magic number is ${hex(magic)}, expected ${hex(expected)}`);
  }
  atLeast(head, "the sizes");
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const length = sizes.reduce((product, size) => product * size, 1);
  atLeast(head + length, `${sizes.join("×")} values`);
  if (raw.length > head + length) {
    const extra = String(raw.length - head - length);
    throw new ChainruleError(`${file}: ${extra} bytes follow the ${sizes.join("×")} values, expected none`);
  }
  return { dimensions: sizes, data: raw.subarray(head) };
}

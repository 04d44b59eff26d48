/**
 * The idx file format of the MNIST database: a magic number (two zero bytes, the type, the number of dimensions), the
 * sizes, big-endian, and the data. Here the type is always unsigned byte. Source: Y. LeCun, "The MNIST database".
 */
import { bytes as fileBytes, integer, text } from "../arguments/checks.js";
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
/** Their number stands in one byte. */
const MOST_DIMENSIONS = 255;
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const hex = (n: number): string => `0x${n.toString(16).padStart(8, "0")}`;

/** Deflate makes a file up to 1032 times as large; real data grows by less than this. */
const MOST_GROWTH = 100;
/** So much may any file hold. */
const ALWAYS = 2 ** 24;

/** At most `most` bytes of what was packed, and no more work than that takes. With `isStart`, `bytes` may end anywhere. */
function unzip(bytes: Uint8Array, most: number, file: string, isStart = false): Uint8Array {
  const { gunzipSync, constants } = builtin("node:zlib", `${file}: gzip data`);
  const finishFlush = isStart ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  try {
    return gunzipSync(bytes, { maxOutputLength: most, finishFlush });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    const why = isTooLarge ? `holds more than the ${String(most)} bytes expected` : "is broken or cut off";
    throw new ChainruleError(`${file}: the gzip data ${why}`, { cause });
  }
}

/** So many packed bytes hold the sizes, if the name that gzip keeps of the file is of any usual length. */
const START = 8192;

/**
 * Reads an idx file, plain or gzip, with a given number of dimensions.
 * @param file what errors call the file.
 * @throws ChainruleError that names the file, for a wrong magic number, a file cut off, or bytes behind the data; for gzip also if it
 * holds more than 16 MiB and a hundred times its own size. The sizes are read before the rest is unpacked.
 * @example
 * const { dimensions, data } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 30, 40), 1);
 * dimensions; // [2]
 * data; // [30, 40]
 */
export function parseIdx(given: Uint8Array, dimensions: number, file = "idx"): Idx {
  const bytes = fileBytes(given, "parseIdx: bytes");
  integer(1, MOST_DIMENSIONS)(dimensions, "parseIdx: dimensions");
  text(file, "parseIdx: file");
  const isPacked = isGzip(bytes);
  const most = MOST_GROWTH * bytes.length + ALWAYS;
  const start = isPacked ? unzip(bytes.subarray(0, START), most, file, true) : bytes;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const head = 4 * (1 + dimensions);
  const atLeast = (expected: number, what: string, { length }: Uint8Array = start): void => {
    if (length >= expected) return;
    throw new ChainruleError(
      `${file}: the file is cut off at ${String(length)} bytes, expected ${String(expected)} for ${what}`,
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
  if (isPacked && head + length > most) {
    throw new ChainruleError(
      `${file}: the ${String(bytes.length)} bytes of gzip data are said to hold ${sizes.join("×")} values, expected at most ${String(most)} bytes`,
    );
  }
  const raw = isPacked ? unzip(bytes, head + length, file) : bytes;
  atLeast(head + length, `${sizes.join("×")} values`, raw);
  if (raw.length > head + length) {
    const extra = String(raw.length - head - length);
    throw new ChainruleError(`${file}: ${extra} bytes follow the ${sizes.join("×")} values, expected none`);
  }
  return { dimensions: sizes, data: raw.subarray(head) };
}

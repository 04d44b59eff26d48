/**
 * The safetensors format, bytes in and tensors out and back: eight bytes with the length of a header (little-endian), the header
 * as JSON with type, shape and place of each tensor, and the numbers. Nothing of a file is believed before it is checked.
 * Source: the safetensors README, section "Format". Next: weights.ts and checkpoint.ts.
 */
import {
  bytes as fileBytes,
  check,
  count,
  isA,
  listOf,
  manyNumbers,
  oneOf,
  read,
  text,
} from "../arguments/checks.js";
import { byName, record } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { parseJson } from "./json.js";
import { refused, TYPES, type Type } from "./number-types.js";

/** Numbers with their shape, row by row. */
export interface Tensor {
  /** The size of each dimension; none for a scalar. */
  readonly shape: readonly number[];
  /** The numbers, the last dimension fastest: as many as the product of the sizes. */
  readonly data: Float64Array;
}

/** Tensors by name, and text by name. */
export interface Tensors {
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Text that the file holds beside the numbers. */
  readonly metadata: ReadonlyMap<string, string>;
}

const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
const MOST_HEADER = 100_000_000;
const METADATA = "__metadata__";

/**
 * Tensors as a safetensors file, in double or single precision. Any text can be a name, but "__metadata__" and halves of a character,
 * which other readers refuse.
 * @throws ChainruleError if a tensor has not as many numbers as its shape says, a number is too large for single precision, or a name or
 * text cannot be written.
 * @example
 * const bytes = encodeSafetensors(new Map([["w", { shape: [2], data: Float64Array.of(1, 0.5) }]]));
 * decodeSafetensors(bytes).tensors.get("w")?.data; // [1, 0.5]
 */
export function encodeSafetensors(
  given: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
  type: "F64" | "F32" = "F64",
): Uint8Array {
  const tensors = checkedTensors(given);
  oneOf(["F64", "F32"])(type, `${ENCODE}: type`);
  const width = type === "F64" ? 8 : 4;
  // A map, and not an object, to which "__proto__" would be no name as others are.
  const header = new Map<string, unknown>();
  const texts = Object.entries(TEXTS(metadata, `${ENCODE}: metadata`));
  if (texts.length > 0) header.set(METADATA, Object.fromEntries(texts));
  for (const text of texts.flat()) checkText("metadata", text);
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    checkText("a name", name);
    if (name === METADATA) throw refused(`a tensor is named ${METADATA}, under which readers expect texts`);
    if (data.length !== sizeOf(shape)) {
      throw refused(
        `${titled(name)} has ${String(data.length)} numbers, expected those of shape ${shape.join("×")}`,
      );
    }
    if (type === "F32") checkSingle(name, data);
    header.set(name, { dtype: type, shape, data_offsets: [end, (end += data.length * width)] });
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  if (text.length > MOST_HEADER) {
    throw refused(`the header has ${String(text.length)} bytes, expected at most ${String(MOST_HEADER)}`);
  }
  // The reference pads the header with spaces, so that the numbers are aligned.
  const length = Math.ceil(text.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + length + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { data } of tensors.values()) {
    for (let i = 0; i < data.length; i++) {
      const x = data[i] as number;
      if (type === "F64") view.setFloat64(at, x, true);
      else view.setFloat32(at, x, true);
      at += width;
    }
  }
  return bytes;
}

const ENCODE = "encodeSafetensors";
const TEXTS = byName(text, "texts by name");
const TENSOR = record({ shape: listOf(count, "a list of sizes"), data: manyNumbers });
const map = check("a Map of tensors by name", (given): given is ReadonlyMap<unknown, unknown> =>
  isA(given, Map),
);

function checkedTensors(given: unknown): Map<string, ReturnType<typeof TENSOR>> {
  const title = `${ENCODE}: tensors`;
  const entries = read(title, () => Array.from(map(given, title))).map(([name, tensor]) => {
    const known = text(name, `${ENCODE}: a name`);
    return [known, TENSOR(tensor, `${ENCODE}: ${titled(known)}`)] as const;
  });
  return new Map(entries);
}

function checkText(what: string, text: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw refused(`${what} is ${describe(titled(text))}, which holds half a character`);
}

function checkSingle(name: string, data: ArrayLike<number>): void {
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number;
    if (Number.isFinite(x) && !Number.isFinite(Math.fround(x)))
      throw refused(`${titled(name)} holds ${String(x)}, which is too large for F32`);
  }
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

const LONGEST_TITLE = 80;
/** A name in a message: files may bring any. */
const titled = (name: string): string =>
  name === "" ? '""' : name.length > LONGEST_TITLE ? `${name.slice(0, LONGEST_TITLE)}…` : name;

const MOST_SHOWN = 8;
/** What stands where a list of a few numbers should. */
const listed = (list: unknown): string =>
  Array.isArray(list) && list.length <= MOST_SHOWN && list.every((n) => typeof n === "number")
    ? JSON.stringify(list)
    : describe(list);

const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/**
 * Reads a safetensors file. Numbers of other types become doubles.
 * @throws ChainruleError if the file is cut off, its header is too long, no header, or has a name twice, a type is unknown, a shape does
 * not fit its numbers, an integer is beyond what doubles hold, or the places of tensors overlap, leave gaps or lie outside the file.
 */
export function decodeSafetensors(file: Uint8Array): Tensors {
  const bytes = fileBytes(file, "decodeSafetensors: bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(view, bytes);
  const { [METADATA]: given = {}, ...entries } = header;
  if (!isRecord(given) || !Object.values(given).every((text) => typeof text === "string")) {
    throw refused(`${METADATA} is ${describe(given)}, expected texts by name`);
  }
  const places = Object.entries(entries).map(([name, entry]) => place(name, entry));
  places.sort((a, b) => a.from - b.from || a.to - b.to);
  // Each tensor must begin where the one before ends, and the last end with the file.
  let end = 0;
  for (const { name, from, to } of places) {
    if (from !== end) {
      throw refused(`${titled(name)} begins at byte ${String(from)} of the numbers, expected ${String(end)}`);
    }
    end = to;
  }
  if (start + end !== bytes.length) {
    throw refused(`the file has ${String(bytes.length)} bytes, expected ${String(start + end)}`);
  }
  const tensors = places.map(({ name, type, shape, from }): [string, Tensor] => {
    const at = start + from;
    const data = new Float64Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++) data[i] = type.read(view, at + i * type.bytes);
    return [name, { shape, data }];
  });
  return { tensors: new Map(tensors), metadata: new Map(Object.entries(given as Record<string, string>)) };
}

function readHeader(view: DataView, bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < LENGTH_BYTES) {
    throw refused(`the file is cut off at ${String(bytes.length)} bytes, expected 8 for the header's length`);
  }
  const length = Number(view.getBigUint64(0, true));
  if (length > MOST_HEADER || LENGTH_BYTES + length > bytes.length) {
    throw refused(
      `the header's length is ${String(length)}, expected at most ${String(Math.min(MOST_HEADER, bytes.length - LENGTH_BYTES))}`,
    );
  }
  const start = LENGTH_BYTES + length;
  let header: unknown;
  try {
    header = parseJson(bytes.subarray(LENGTH_BYTES, start));
  } catch (cause) {
    throw refused(cause instanceof ChainruleError ? cause.message : "the header is no JSON", { cause });
  }
  if (!isRecord(header)) throw refused(`the header is ${describe(header)}, expected an object`);
  return { header, start };
}

interface Place {
  readonly name: string;
  readonly type: Type;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function place(name: string, entry: unknown): Place {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const type = typeof dtype === "string" ? TYPES.get(dtype) : undefined;
  if (type === undefined) {
    throw refused(
      `${titled(name)} has type ${describe(dtype)}, expected one of ${[...TYPES.keys()].join(", ")}`,
    );
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw refused(`${titled(name)} has shape ${listed(shape)}, expected a list of sizes`);
  }
  const [from, to] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
  if (!isCount(from) || !isCount(to) || to - from !== sizeOf(shape) * type.bytes) {
    const expected = `${String(sizeOf(shape) * type.bytes)} bytes for shape ${titled(shape.join("×"))}`;
    throw refused(`${titled(name)} lies at ${listed(offsets)}, expected ${expected}`);
  }
  return { name, type, shape, from, to };
}

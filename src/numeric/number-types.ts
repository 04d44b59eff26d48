/** The types of numbers in a safetensors file, and how each is read. Next: safetensors.ts. */
import { ChainruleError } from "../errors.js";

/** What is wrong with a file. */
export const refused = (why: string, options?: ErrorOptions): ChainruleError =>
  new ChainruleError(`safetensors: ${why}`, options);

/** IEEE 754 half precision: 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, (bits & 0x3ff) / 1024];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** The upper half of a single-precision number. */
function brainHalf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}

function exact(integer: bigint): number {
  if (BigInt(Number(integer)) === integer) return Number(integer);
  throw refused(`an I64 is ${String(integer)}, which no double holds`);
}

export interface Type {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

export const TYPES: ReadonlyMap<string, Type> = new Map([
  ["F64", { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ["F32", { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  ["F16", { bytes: 2, read: (view, at) => half(view.getUint16(at, true)) }],
  ["BF16", { bytes: 2, read: (view, at) => brainHalf(view.getUint16(at, true)) }],
  ["I64", { bytes: 8, read: (view, at) => exact(view.getBigInt64(at, true)) }],
  ["I32", { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  ["I16", { bytes: 2, read: (view, at) => view.getInt16(at, true) }],
  ["I8", { bytes: 1, read: (view, at) => view.getInt8(at) }],
  ["U8", { bytes: 1, read: (view, at) => view.getUint8(at) }],
]);

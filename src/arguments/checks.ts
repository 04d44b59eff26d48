/**
 * Checks of single arguments: in comes what a caller gave, with the words that name it in a message, such as `fit: batchSize`; out comes the same
 * with its type, or a ChainruleError. Next: options.ts, which reads records of them.
 */
import { ChainruleError, describe, hasMemory } from "../errors.js";
import { nearest } from "./nearest.js";

/** Returns what was given if it is what is expected. @throws ChainruleError that names it, with what it is and what was expected. */
export type Check<T> = (given: unknown, name: string) => T;

/** `fit: batchSize is the number 0, expected a positive integer`. */
export const wrong = (name: string, given: unknown, expected: string): ChainruleError =>
  new ChainruleError(`${name} is ${describe(given)}, expected ${expected}`);

/** A check from a question about what was given, and words for what is expected. */
export function check<T>(expected: string, holds: (given: unknown) => given is T): Check<T> {
  return (given, name) => {
    if (holds(given)) return given;
    throw wrong(name, given, expected);
  };
}

/** A number for which a condition holds. NaN is refused unless the condition takes it. */
export const numberWhere = (expected: string, holds: (x: number) => boolean): Check<number> =>
  check(expected, (given): given is number => typeof given === "number" && holds(given));

export const anyNumber = numberWhere("a number", () => true);
export const finite = numberWhere("a finite number", Number.isFinite);
export const positive = numberWhere("a positive number", (x) => x > 0 && Number.isFinite(x));
export const notNegative = numberWhere("a number from 0", (x) => x >= 0 && Number.isFinite(x));
export const share = numberWhere("a number from 0 to below 1", (x) => x >= 0 && x < 1);
export const decay = numberWhere("a number from above 0 to below 1", (x) => x > 0 && x < 1);
export const positiveInteger = numberWhere("a positive integer", (x) => Number.isSafeInteger(x) && x >= 1);

/** A whole number from `least` to `most`, both included. */
export const integer = (least: number, most = Number.MAX_SAFE_INTEGER): Check<number> =>
  numberWhere(
    `a whole number from ${String(least)}${most === Number.MAX_SAFE_INTEGER ? "" : ` to ${String(most)}`}`,
    (x) => Number.isSafeInteger(x) && x >= least && x <= most,
  );

/** A place in a list, or how many there are. */
export const count = integer(0);

export const boolean = check("true or false", (given) => typeof given === "boolean");
export const text = check("a string", (given) => typeof given === "string");

/** Whether it can be called: no class, and no proxy that was revoked. */
function isCallable(given: unknown): boolean {
  if (typeof given !== "function") return false;
  try {
    // Most callbacks are arrows and methods, which have no prototype; to write out the others takes longer.
    return !Object.hasOwn(given, "prototype") || !Function.prototype.toString.call(given).startsWith("class");
  } catch {
    return false;
  }
}

/** A function, of a type that only calling it can tell. */
export const fn = <F extends CallableFunction>(expected = "a function"): Check<F> =>
  check(expected, (given): given is F => isCallable(given));

/** The check of a function that a caller gives as `f`. @throws ChainruleError if it cannot be called. */
export const callable = fn();

/** One of some words; for another, the nearest is named. */
export const oneOf =
  <T extends string>(allowed: readonly T[]): Check<T> =>
  (given, name) => {
    const found = allowed.find((word) => word === given);
    if (found !== undefined) return found;
    const meant = typeof given === "string" ? nearest(given, allowed) : undefined;
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw new ChainruleError(`${name} is ${describe(given)}, expected one of ${allowed.join(", ")}${hint}`);
  };

/** `instanceof` for what may be a proxy whose traps throw. */
export function isA<T>(given: unknown, type: { readonly prototype: T }): given is T {
  try {
    return given instanceof (type as unknown as abstract new () => T);
  } catch {
    return false;
  }
}

/** An object of a class. */
export const instance = <T>(type: { readonly prototype: T }, expected: string): Check<T> =>
  check(expected, (given): given is T => isA(given, type));

/** `Array.isArray` for what may be a revoked proxy. */
export function isArray(given: unknown): given is readonly unknown[] {
  try {
    return Array.isArray(given);
  } catch {
    return false;
  }
}

/** A typed array that still has its memory, and no DataView. */
export const isTypedArray = (given: unknown): given is ArrayBufferView & ArrayLike<number | bigint> =>
  ArrayBuffer.isView(given) && hasMemory(given);

/**
 * What a getter or a proxy of the caller gives.
 * @throws ChainruleError if it throws, with its error as the cause.
 */
export function read<T>(name: string, get: () => T): T {
  try {
    return get();
  } catch (cause) {
    throw new ChainruleError(`${name} cannot be read: ${reason(cause)}`, { cause });
  }
}

function reason(thrown: unknown): string {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : undefined;
    return typeof message === "string" ? message : `it threw ${describe(thrown)}`;
  } catch {
    return "it threw an error that cannot be read";
  }
}

/** The elements of an array, typed or not, in a new one. @throws ChainruleError if it is none. */
export function elements(given: unknown, name: string, expected: string): unknown[] {
  if (isTypedArray(given)) return Array.from(given);
  // A hole becomes undefined: `map` and `forEach` would pass it over.
  if (isArray(given)) return [...read(name, () => Array.prototype.slice.call(given) as unknown[])];
  throw wrong(name, given, expected);
}

/** The bytes of a file, in a typed array of bytes that still has its memory. */
export const bytes: Check<Uint8Array> = check(
  "the bytes of a file, a Uint8Array",
  (given): given is Uint8Array => isTypedArray(given) && isA(given, Uint8Array),
);

/** A list of what a check takes, in a new one. */
export const listOf =
  <T>(each: Check<T>, expected: string): Check<T[]> =>
  (given, name) =>
    elements(given, name, expected).map((element, i) => each(element, `${name}[${String(i)}]`));

/** A list of numbers, typed or not, in a new array. */
export function numbers(given: unknown, name: string, expected = "an array of numbers"): number[] {
  const list = elements(given, name, expected);
  // Lists are long, so an element is named only where it is wrong.
  for (let i = 0; i < list.length; i++) {
    if (typeof list[i] !== "number") throw wrong(`${name}[${String(i)}]`, list[i], "a number");
  }
  return list as number[];
}

/** Numbers that are only read, and may be very many: a typed array is not copied. */
export function manyNumbers(given: unknown, name: string, expected?: string): ArrayLike<number> {
  const isCopied = !isTypedArray(given) || isA(given, BigInt64Array) || isA(given, BigUint64Array);
  return isCopied ? numbers(given, name, expected) : (given as ArrayLike<number>);
}

/** An object with functions of its own, such as a store or a model: it is taken as it is. */
export const withMethods =
  <T>(expected: string, needed: readonly string[], possible: readonly string[] = []): Check<T> =>
  (given, name) => {
    if (typeof given !== "object" || given === null) throw wrong(name, given, expected);
    const methods = given as Readonly<Record<string, unknown>>;
    for (const method of [...needed, ...possible]) {
      const found = read(`${name}.${method}`, () => methods[method]);
      if (found !== undefined) callable(found, `${name}.${method}`);
      else if (needed.includes(method)) throw wrong(name, given, expected);
    }
    return given as T;
  };

/**
 * Records of options: in comes what a caller gave, and a check for each name that is known; out comes a record of its own, checked, with the defaults
 * filled in. So the names, the checks and the defaults of options are stated once.
 */
import { ChainruleError } from "../errors.js";
import { isArray, read, wrong, type Check } from "./checks.js";
import { suggestion } from "./nearest.js";

export type Checks = Readonly<Record<string, Check<unknown>>>;
export type Checked<C extends Checks> = { readonly [K in keyof C]: ReturnType<C[K]> };

/** A check for every name of an options type: `{ … } satisfies ChecksOf<AdamOptions>` forgets none, and has no other. */
export type ChecksOf<O> = { readonly [K in keyof O]-?: Check<O[K] | undefined> };

/** What may be left out. */
export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (given, name) =>
    given === undefined ? undefined : check(given, name);

/** What may be left out, and what it is then. */
export const or =
  <T>(check: Check<T>, fallback: T): Check<T> =>
  (given, name) =>
    given === undefined ? fallback : check(given, name);

/**
 * The options of a function, each read once.
 * @throws ChainruleError if they are no object, if a name is not known (the nearest one is named), or as the checks do.
 */
export const options = <C extends Checks>(caller: string, given: unknown, checks: C): Checked<C> =>
  fields(
    given === undefined ? {} : given,
    checks,
    `${caller}: options`,
    `${caller}: `,
    `${caller}: there is`,
  );

/** An option that is a record itself. */
export const record =
  <C extends Checks>(checks: C): Check<Checked<C>> =>
  (given, name) =>
    fields(given, checks, name, `${name}.`, `${name} has`);

/** Any names, with what a check takes under each. */
export const byName =
  <T>(check: Check<T>, expected: string): Check<Readonly<Record<string, T>>> =>
  (given, name) => {
    if (typeof given !== "object" || given === null || isArray(given)) throw wrong(name, given, expected);
    const names = read(name, () => Object.keys(given));
    if (!read(name, () => isRecord(given, names))) throw wrong(name, given, expected);
    const entries = names.map((key) => {
      const value = read(`${name}.${key}`, () => (given as Readonly<Record<string, unknown>>)[key]);
      return [key, check(value, `${name}.${key}`)] as const;
    });
    return Object.fromEntries(entries);
  };

function fields<C extends Checks>(
  given: unknown,
  checks: C,
  name: string,
  prefix: string,
  has: string,
): Checked<C> {
  const names = Object.keys(checks);
  if (
    typeof given !== "object" ||
    given === null ||
    isArray(given) ||
    !read(name, () => isRecord(given, names))
  ) {
    throw wrong(name, given, `an object with ${names.join(", ")}`);
  }
  const unknown = read(name, () => Object.keys(given)).find((key) => !Object.hasOwn(checks, key));
  if (unknown !== undefined) {
    throw new ChainruleError(`${has} no option ${unknown}${suggestion(unknown, names, "there are")}`);
  }
  const entries = names.map((key) => {
    const value = read(`${prefix}${key}`, () => (given as Readonly<Record<string, unknown>>)[key]);
    return [key, (checks[key] as Check<unknown>)(value, `${prefix}${key}`)];
  });
  return Object.fromEntries(entries) as Checked<C>;
}

/** A plain object, or one of a class that has an option: a Map or a date has none, and would count as no options at all. */
function isRecord(given: object, names: readonly string[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(given);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain || names.some((key) => key in given);
}

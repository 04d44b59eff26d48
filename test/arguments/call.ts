/**
 * What a call is, for the test of everything that is exported: arguments that are right, and which hostile values are right in their
 * place too. `complaints` puts every other hostile value into every place, and says where the answer is no ChainruleError.
 */
import { ChainruleError } from "../../src/errors.js";
import { hostile } from "./hostile.js";

/** One argument of a call that is right. */
export interface Argument {
  /** Makes it anew for every call. An option that it makes undefined is left out. */
  readonly make: () => unknown;
  /** Names of the hostile values that are right here. */
  readonly takes: readonly string[];
  /** Names of those that are right but take too long, or leave something behind. */
  readonly untried?: readonly string[];
  /** A record of options: every field is tried on its own, and so are names that are nearly right. */
  readonly fields?: Readonly<Record<string, Argument>>;
  /** Where the record is not the argument itself: what it stands in. */
  readonly within?: (record: object) => unknown;
  /** Whether the record may have other names too, as an object with methods may. */
  readonly isOpen?: boolean;
  /** Whether it is called: then what it throws must come through. */
  readonly isCallback?: boolean;
  /** A callback whose results are looked at: names of the hostile results that are right. */
  readonly gives?: readonly string[];
}

type Callable = (...args: unknown[]) => unknown;

/** A call that is right; and the functions that it makes, which are called with arguments of their own. */
export interface Call {
  readonly args: readonly Argument[];
  readonly makes?: readonly {
    readonly name: string;
    readonly of: (made: never) => unknown;
    readonly call: Call;
  }[];
}

/** Hostile values by what they are right for. */
export const NUMBER = ["NaN", "infinity", "negative", "fraction", "negative zero"] as const;
export const FINITE = ["negative", "fraction", "negative zero"] as const;
export const POSITIVE = ["fraction"] as const;
export const OMITTED = ["undefined"] as const;
export const NOTHING_GIVEN = ["empty object", "object without a prototype"] as const;
export const FUNCTION = ["function"] as const;

export const arg = (make: () => unknown, ...takes: readonly (readonly string[])[]): Argument => ({
  make,
  takes: takes.flat(),
});

export const untried = (argument: Argument, kinds: readonly string[]): Argument => ({
  ...argument,
  untried: kinds,
});

/** A record of options. */
export const options = (
  fields: Readonly<Record<string, Argument>>,
  ...takes: readonly (readonly string[])[]
): Argument => ({
  make: () =>
    Object.fromEntries(
      Object.entries(fields)
        .map(([name, { make }]) => [name, make()] as const)
        .filter(([, value]) => value !== undefined),
    ),
  takes: takes.flat(),
  fields,
});

/** A list of one record. */
export const listed = (record: Argument): Argument => ({
  ...record,
  takes: [],
  make: () => [record.make()],
  within: (given) => [given],
});

/** An object with functions of its own, which may have others. */
export const methods = (fields: Readonly<Record<string, Argument>>): Argument => ({
  ...options(fields),
  isOpen: true,
});

/** Options all of which may be left out. */
export const allOptional = (fields: Readonly<Record<string, Argument>>): Argument =>
  options(fields, OMITTED, NOTHING_GIVEN);

/** A function that is called; `gives` are the hostile results that are right, if results are looked at. */
export const callback = (
  make: () => unknown,
  { gives, takes = FUNCTION }: { gives?: readonly string[]; takes?: readonly string[] } = {},
): Argument => ({
  make,
  takes,
  isCallback: true,
  ...(gives && { gives }),
});

export const call = (...args: readonly Argument[]): Call => ({ args });

/** The error of the caller's own callback. */
class Mine extends Error {}

async function thrownBy(run: () => unknown): Promise<{ readonly error: unknown } | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Runs a call, and what it makes, with the right arguments except for one. */
async function runAll(
  callee: Callable,
  { args, makes = [] }: Call,
  at?: number,
  given?: unknown,
): Promise<void> {
  const made = await callee(...args.map(({ make }, i) => (i === at ? given : make())));
  for (const { of, call: inner } of makes) await runAll(of(made as never) as Callable, inner);
}

/** Puts a value into its place among arguments that are right, and calls. */
type Place = (given: unknown) => () => Promise<void>;

/** What is wrong with how a call answers. */
export async function complaints(name: string, callee: Callable, right: Call): Promise<string[]> {
  const found: string[] = [];
  const expectRefusal = async (where: string, run: () => unknown, says?: RegExp): Promise<void> => {
    const thrown = await thrownBy(run);
    if (thrown === undefined) found.push(`${where}: silence`);
    else if (!(thrown.error instanceof ChainruleError)) found.push(`${where}: ${String(thrown.error)}`);
    else if (!(says ?? /^[^\s:][^:]*: ./u).test(thrown.error.message))
      found.push(`${where}: says ${thrown.error.message}`);
    else if (/undefined×|NaN×|\[object/.test(thrown.error.message))
      found.push(`${where}: says ${thrown.error.message}`);
  };
  const expectAnswer = async (where: string, run: () => unknown): Promise<void> => {
    const thrown = await thrownBy(run);
    if (thrown !== undefined) found.push(`${where}, which is right: ${String(thrown.error)}`);
  };

  /** Tries everything in one place: an argument, or a field of one, put there by `place`. */
  const tryPlace = async (where: string, argument: Argument, place: Place): Promise<void> => {
    for (const [kind, { make }] of Object.entries(hostile)) {
      if (argument.untried?.includes(kind) === true) continue;
      const run = async (): Promise<void> => place(make())();
      if (argument.takes.includes(kind)) await expectAnswer(`${where} = ${kind}`, run);
      else await expectRefusal(`${where} = ${kind}`, run);
    }
    await tryFields(where, argument, place);
    if (argument.isCallback === true) await tryCallback(where, argument, place);
  };
  const tryCallback = async (where: string, argument: Argument, place: Place): Promise<void> => {
    const mine = new Mine("the caller's own");
    const thrower = (): never => {
      throw mine;
    };
    const thrown = await thrownBy(place(thrower));
    if (thrown?.error !== mine) found.push(`${where} throws: it comes out as ${String(thrown?.error)}`);
    for (const [kind, { make }] of Object.entries(argument.gives === undefined ? {} : hostile)) {
      if (argument.gives?.includes(kind) === true) continue;
      await expectRefusal(`${where} returns ${kind}`, place(make));
    }
  };
  const tryFields = async (where: string, argument: Argument, place: Place): Promise<void> => {
    const { fields = {}, isOpen = false, within = (record): unknown => record } = argument;
    const record = (): object => options(fields).make() as object;
    const placed = (given: object): (() => Promise<void>) => place(within({ ...record(), ...given }));
    for (const [field, inner] of Object.entries(fields)) {
      const named = `${where}.${field}`;
      await tryPlace(named, inner, (value) => placed({ [field]: value }));
      const throwing = Object.defineProperty(record(), field, { get: () => { throw new Mine("a getter"); }, enumerable: true }); // prettier-ignore
      await expectRefusal(`${named} that throws`, place(within(throwing)), /cannot be read: a getter/);
      if (isOpen) continue;
      const hint = new RegExp(`no (option|\\w+) ${field}Q; did you mean`);
      await expectRefusal(`${named}Q`, placed({ [`${field}Q`]: inner.make() }), hint);
    }
  };

  await expectAnswer(`${name}(…)`, () => runAll(callee, right));
  for (const [at, argument] of right.args.entries()) {
    await tryPlace(`${name}(${String(at)})`, argument, (given) => () => runAll(callee, right, at, given));
  }
  for (const { name: inner, of, call: made } of right.makes ?? []) {
    const makeIt = (): unknown => callee(...right.args.map(({ make }) => make()));
    found.push(
      ...(await complaints(
        `${name}(…).${inner}`,
        async (...args) => (of((await makeIt()) as never) as Callable)(...args),
        made,
      )),
    );
  }
  return found;
}

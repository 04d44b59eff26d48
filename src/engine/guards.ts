/** What stays plain: functions that run to their end when they are called, and operators that are for numbers. */
import { ChainruleError, describe } from "../errors.js";

/** Whether it has a method; what cannot be read, as a revoked proxy, has none. */
export function has(result: unknown, method: PropertyKey): boolean {
  try {
    return (
      typeof (result as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[method] === "function"
    );
  } catch {
    return false;
  }
}

/**
 * What a function returned, if it had run to its end by then. A function that goes on later would run outside of what was set up for it.
 * @throws ChainruleError if it is asynchronous or a generator.
 */
export function finished<T>(result: T, caller: string): T {
  if (has(result, "then"))
    throw new ChainruleError(`${caller}: f is asynchronous, expected a plain function`);
  if (has(result, "next") && (has(result, Symbol.iterator) || has(result, Symbol.asyncIterator))) {
    throw new ChainruleError(`${caller}: f is a generator, expected a plain function`);
  }
  return result;
}

/**
 * The text of an object where a text is asked for, as in `${x}`.
 * @throws ChainruleError where an operator asks for a number: `x * 2` would be NaN, and `x > y` compare texts.
 */
export function textOnly(hint: string, text: string, instead: string): string {
  if (hint === "string") return text;
  throw new ChainruleError(
    `an operator such as + * < or == is applied to ${text}, expected a number; ${instead}`,
  );
}

type Num = (...operands: number[]) => number;

/** A user's number function that throws for what is no number: Values and programs call it, and a program would make a NaN of it. */
export function sure(name: string, num: Num): Num {
  const checked = (result: unknown): number => {
    if (typeof result === "number") return result;
    throw new ChainruleError(`${name}: num returned ${describe(result)}, expected a number`);
  };
  // Rest parameters take longer than the check.
  if (num.length === 1) return (x: number) => checked(num(x));
  if (num.length === 2) return (x: number, y: number) => checked(num(x, y));
  return (...operands) => checked(num(...operands));
}

/** Checks of Values that callers give, and calls of the functions that they give. */
import { check, elements, wrong, type Check } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";
import { isValue, type Value } from "./value.js";

export const aValue: Check<Value> = check("a Value", isValue);

/** A list of Values, in a new one; `role` is what messages call one of them. */
export function values(given: unknown, caller: string, role: string): Value[] {
  const list = elements(given, `${caller}: ${role}s`, "a list of Values");
  for (let i = 0; i < list.length; i++) {
    if (!isValue(list[i])) throw wrong(`${caller}: ${role} ${String(i)}`, list[i], "a Value");
  }
  return list as Value[];
}

/** From so many arguments on, a RangeError of a call is that of the stack. */
const MANY = 10_000;

/** Calls a function that takes its variables one by one, of which the stack bounds the number. */
export function spread(f: (...x: Value[]) => unknown, x: readonly Value[], caller: string): unknown {
  try {
    return f(...x);
  } catch (error) {
    if (!(error instanceof RangeError) || x.length < MANY) throw error;
    throw new ChainruleError(
      `${caller}: ${String(x.length)} variables are too many for a function that takes them one by one; ` +
        "write one that takes a list: (x: Value[]) => …",
      { cause: error },
    );
  }
}

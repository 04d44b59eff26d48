/** Checks of Values that callers give. */
import { check, elements, wrong, type Check } from "../arguments/checks.js";
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

/** Option values: text from the command line in, checked numbers out. */
import { InvalidArgumentError } from "commander";

/** A whole number that is at least `least`. */
export const count =
  (least: number) =>
  (text: string): number => {
    const n = Number(text);
    if (text.trim() !== "" && Number.isInteger(n) && n >= least) return n;
    throw new InvalidArgumentError(`Expected a whole number from ${String(least)}.`);
  };

export function positive(text: string): number {
  const x = Number(text);
  if (text.trim() !== "" && Number.isFinite(x) && x > 0) return x;
  throw new InvalidArgumentError("Expected a positive number.");
}

/** Any number, also `-1`, `1e-3` and `Infinity`. */
function number(text: string, what: string): number {
  const x = Number(text);
  if (text.trim() !== "" && !Number.isNaN(x)) return x;
  throw new InvalidArgumentError(`Expected a number for ${what}, as in x=1,y=2.`);
}

/** `x=1,y=2`, added to what earlier options gave. */
export function assignments(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const all = new Map(Object.entries(before));
  for (const part of text.split(",")) {
    const [, name, value] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=(.*)$/u.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new InvalidArgumentError(`Expected name=number, as in x=1,y=2, not '${part}'.`);
    }
    if (all.has(name)) throw new InvalidArgumentError(`${name} is given twice.`);
    all.set(name, number(value, name));
  }
  return Object.fromEntries(all);
}

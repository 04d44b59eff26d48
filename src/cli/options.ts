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

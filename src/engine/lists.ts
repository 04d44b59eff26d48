/** Functions on lists of Values that are made of other operations. */
import { ChainruleError } from "../errors.js";
import { keep, logSumExp, sum, toValues, type Operands, type Value } from "./value.js";

function fold(op: "max" | "min", xs: Operands): Value {
  const [first, ...rest] = toValues(xs, op, "x");
  if (first === undefined) throw new ChainruleError(`${op}: x is empty, expected at least one element`);
  return rest.reduce((best, x) => best[op](x), first);
}

/**
 * Greatest of a list, pair by pair from the left; a tie of two splits the gradient 1/2 and 1/2.
 * @throws ChainruleError if the list is empty.
 */
export const max = (xs: Operands): Value => fold("max", xs);

/**
 * Least of a list, pair by pair from the left; a tie of two splits the gradient 1/2 and 1/2.
 * @throws ChainruleError if the list is empty.
 */
export const min = (xs: Operands): Value => fold("min", xs);

/**
 * Arithmetic mean, Σ xᵢ / n.
 * @throws ChainruleError if the list is empty.
 */
export function mean(xs: Operands): Value {
  const values = keep(toValues(xs, "mean", "x"));
  if (values.length === 0) throw new ChainruleError("mean: x is empty, expected at least one element");
  return sum(values).div(values.length);
}

/**
 * exp(xᵢ) / Σ exp(xⱼ), through logSumExp, so that large inputs do not overflow.
 * @example
 * softmax([0.3, 2.9, 4.0]).map((p) => p.data); // [0.01821127, 0.24519181, 0.73659691], to 8 decimals
 */
export function softmax(xs: Operands): Value[] {
  const values = keep(toValues(xs, "softmax", "x"));
  const total = logSumExp(values);
  return values.map((x) => x.sub(total).exp());
}

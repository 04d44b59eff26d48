/** Functions on lists of Values that are made of other operations. */
import { ChainruleError } from "../errors.js";
import { addRow, flatOperands, largest as largestRow } from "../ops/index.js";
import { addRule, appliedToList } from "./apply.js";
import type { Rule } from "./node.js";
import { keep, sum, toValues, type Operands, type Value } from "./value.js";

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

const largestRule: Rule = {
  name: addRow("largest", largestRow),
  op: largestRow,
  flat: flatOperands(largestRow),
  propagate: () => undefined,
};
addRule(largestRule);

/**
 * exp(xᵢ) / Σ exp(xⱼ), computed as exp(xᵢ − max) / Σ exp(xⱼ − max): nothing overflows, and the result and its gradient are good to a few
 * ulp for x of any size. No gradient passes the maximum, since the result does not depend on what is subtracted.
 *
 * An element −∞ gets exactly 0, as a mask wants it. If all are −∞, or one is +∞ or NaN, all results are NaN, as in PyTorch.
 * @example
 * softmax([0.3, 2.9, 4.0]).map((p) => p.data); // [0.01821127, 0.24519181, 0.73659691], to 8 decimals
 * softmax([1e16, 1e16]).map((p) => p.data); // [0.5, 0.5]
 */
export function softmax(xs: Operands): Value[] {
  const values = keep(toValues(xs, "softmax", "x"));
  const top = appliedToList(largestRow, values);
  const terms = values.map((x) => x.sub(top).exp());
  const total = sum(keep(terms));
  return terms.map((term) => term.div(total));
}

/** Softmax, which gives a list. */
import { totalOps } from "../ops/index.js";
import { appliedToList } from "./apply.js";
import { sum } from "./generated/functions.js";
import { keep, toValues, type Operands } from "./operands.js";
import type { Value } from "./value.js";

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
  const top = appliedToList(totalOps.largest, values);
  const terms = values.map((x) => x.sub(top).exp());
  const total = sum(keep(terms));
  return terms.map((term) => term.div(total));
}

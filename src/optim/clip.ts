/** Gradient clipping, between the backward pass and the step of an optimizer. */
import { numberWhere } from "../arguments/checks.js";
import { checkTarget, isValues, type Target } from "./optimizer.js";

/** No limit, Infinity, only measures. */
const limit = numberWhere("a positive number", (x) => x > 0);

function check(target: Target, most: number, caller: string): void {
  checkTarget(target, caller);
  limit(most, `${caller}: most`);
}

/** Applies f to every gradient. */
function change(target: Target, f: (g: number) => number): void {
  if (isValues(target)) for (const value of target) value.grad = f(value.grad);
  else
    for (let i = 0; i < target.gradients.length; i++) target.gradients[i] = f(target.gradients[i] as number);
}

/**
 * Scales all gradients by one factor so that their Euclidean norm, √Σ g², is at most `most`. Returns the norm before.
 * @throws ChainruleError if the limit is not positive.
 * @example
 * const x = new Value(3), y = new Value(4);
 * x.mul(x).add(y.mul(y)).div(2).backward();
 * clipByNorm([x, y], 1); // 5
 * x.grad; // 0.6, to 12 decimals
 */
export function clipByNorm(target: Target, most: number): number {
  check(target, most, "clipByNorm");
  let squares = 0;
  if (isValues(target)) for (const { grad } of target) squares += grad * grad;
  else for (const g of target.gradients) squares += g * g;
  const norm = Math.sqrt(squares);
  if (norm > most) change(target, (g) => g * (most / norm));
  return norm;
}

/**
 * Brings every gradient into [−most, most].
 * @throws ChainruleError if the limit is not positive.
 * @example
 * const x = new Value(3);
 * x.square().backward();
 * clipByValue([x], 1);
 * x.grad; // 1
 */
export function clipByValue(target: Target, most: number): void {
  check(target, most, "clipByValue");
  change(target, (g) => Math.min(most, Math.max(-most, g)));
}

/** Learning rates that change from step to step: a schedule gives the rate of step 0, 1, 2, … `fit` sets it before each step. */
import { fn, notNegative, positive } from "../arguments/checks.js";
import { options } from "../arguments/options.js";

/** The learning rate of a step; steps count from 0. */
export type Schedule = (step: number) => number;

const schedule =
  (name: string, rateOf: Schedule): Schedule =>
  (step) =>
    rateOf(notNegative(step, `${name}: step`));
const DECAY = { rate: positive, end: positive, steps: positive };

/** How far a schedule of `steps` steps is, from 0 to 1. */
const progress = (step: number, steps: number): number => Math.min(1, step / steps);

/**
 * rate · factor^⌊step / every⌋.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 9, 10, 20].map(stepDecay({ rate: 1, factor: 0.5, every: 10 })); // [1, 1, 0.5, 0.25]
 */
export function stepDecay(given: { rate: number; factor: number; every: number }): Schedule {
  const checks = { rate: positive, factor: positive, every: positive };
  const { rate, factor, every } = options("stepDecay", given, checks);
  return schedule("stepDecay", (step) => rate * factor ** Math.floor(step / every));
}

/**
 * From `rate` in a straight line to `end` at step `steps`, and `end` from there on.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 5, 10, 20].map(linearDecay({ rate: 1, end: 0.5, steps: 10 })); // [1, 0.75, 0.5, 0.5]
 */
export function linearDecay(given: { rate: number; end: number; steps: number }): Schedule {
  const { rate, end, steps } = options("linearDecay", given, DECAY);
  return schedule("linearDecay", (step) => rate + (end - rate) * progress(step, steps));
}

/**
 * Half a wave of the cosine from `rate` to `end` at step `steps` (Loshchilov and Hutter, 2017), and `end` from there on.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 5, 10].map(cosineDecay({ rate: 1, end: 0.5, steps: 10 })); // [1, 0.75, 0.5], to 12 decimals
 */
export function cosineDecay(given: { rate: number; end: number; steps: number }): Schedule {
  const { rate, end, steps } = options("cosineDecay", given, DECAY);
  const wave = (step: number): number => (1 + Math.cos(Math.PI * progress(step, steps))) / 2;
  return schedule("cosineDecay", (step) => end + (rate - end) * wave(step));
}

/**
 * Rises in a straight line over the first `steps` steps to where another schedule starts, then follows that one.
 * @throws ChainruleError if `steps` is not positive.
 * @example
 * [0, 1, 2, 3].map(warmUp(2, () => 1)); // [0.5, 1, 1, 1]
 */
export function warmUp(steps: number, then: Schedule): Schedule {
  positive(steps, "warmUp: steps");
  fn<Schedule>("a schedule, a function of the step")(then, "warmUp: then");
  const after = (step: number): number => notNegative(then(step), "warmUp: what then gave");
  return schedule("warmUp", (step) => (step < steps ? (after(0) * (step + 1)) / steps : after(step - steps)));
}

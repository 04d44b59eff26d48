/** Learning rates that change from step to step: a schedule gives the rate of step 0, 1, 2, … `fit` sets it before each step. */
import { ChainruleError } from "../errors.js";

/** The learning rate of a step; steps count from 0. */
export type Schedule = (step: number) => number;

function positive(values: Readonly<Record<string, number>>, schedule: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new ChainruleError(`${schedule}: ${name} is ${String(value)}, expected a positive number`);
  }
}

/** How far a schedule of `steps` steps is, from 0 to 1. */
const progress = (step: number, steps: number): number => Math.min(1, step / steps);

/**
 * rate · factor^⌊step / every⌋.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 9, 10, 20].map(stepDecay({ rate: 1, factor: 0.5, every: 10 })); // [1, 1, 0.5, 0.25]
 */
export function stepDecay(options: { rate: number; factor: number; every: number }): Schedule {
  positive(options, "stepDecay");
  const { rate, factor, every } = options;
  return (step) => rate * factor ** Math.floor(step / every);
}

/**
 * From `rate` in a straight line to `end` at step `steps`, and `end` from there on.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 5, 10, 20].map(linearDecay({ rate: 1, end: 0.5, steps: 10 })); // [1, 0.75, 0.5, 0.5]
 */
export function linearDecay(options: { rate: number; end: number; steps: number }): Schedule {
  positive(options, "linearDecay");
  const { rate, end, steps } = options;
  return (step) => rate + (end - rate) * progress(step, steps);
}

/**
 * Half a wave of the cosine from `rate` to `end` at step `steps` (Loshchilov and Hutter, 2017), and `end` from there on.
 * @throws ChainruleError if a number is not positive.
 * @example
 * [0, 5, 10].map(cosineDecay({ rate: 1, end: 0.5, steps: 10 })); // [1, 0.75, 0.5], to 12 decimals
 */
export function cosineDecay(options: { rate: number; end: number; steps: number }): Schedule {
  positive(options, "cosineDecay");
  const { rate, end, steps } = options;
  return (step) => end + ((rate - end) * (1 + Math.cos(Math.PI * progress(step, steps)))) / 2;
}

/**
 * Rises in a straight line over the first `steps` steps to where another schedule starts, then follows that one.
 * @throws ChainruleError if `steps` is not positive.
 * @example
 * [0, 1, 2, 3].map(warmUp(2, () => 1)); // [0.5, 1, 1, 1]
 */
export function warmUp(steps: number, then: Schedule): Schedule {
  positive({ steps }, "warmUp");
  return (step) => (step < steps ? (then(0) * (step + 1)) / steps : then(step - steps));
}

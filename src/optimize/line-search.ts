/**
 * A step along a direction that satisfies the strong Wolfe conditions: it lowers f enough, and the slope along the direction has become
 * flat enough. Bracketing and interpolation as in Nocedal and Wright, "Numerical Optimization" (2006), algorithms 3.5 and 3.6.
 */
import type { Point, Run } from "./run.js";
import { dot, plus, type Vector } from "./vectors.js";

/** Part of the first-order decrease that a step must reach. */
const DECREASE = 1e-4;
/** Between two ends that hold a good step. */
const MOST_TRIALS = 40;

interface Trial extends Point {
  readonly step: number;
  readonly slope: number;
}

/** The point found, or nothing if no step lowers f, or there is no evaluation left. */
export function lineSearch(
  from: Point,
  direction: Vector,
  first: number,
  flatness: number,
  evaluate: (x: Vector) => Point,
  run: Run,
): Point | undefined {
  const start: Trial = { ...from, step: 0, slope: dot(from.gradient, direction) };
  if (!(start.slope < 0)) return undefined;
  const at = (step: number): Trial => {
    const point = evaluate(plus(from.x, step, direction));
    // What is not finite counts as too high.
    const value = Number.isFinite(dot(point.gradient, point.gradient)) ? point.value : Infinity;
    return {
      ...point,
      value: Number.isNaN(value) ? Infinity : value,
      step,
      slope: dot(point.gradient, direction),
    };
  };
  const isLow = ({ value, step }: Trial): boolean => value <= from.value + DECREASE * step * start.slope;
  const isFlat = ({ slope }: Trial): boolean => Math.abs(slope) <= -flatness * start.slope;
  let [low, high]: [Trial, Trial | undefined] = [start, undefined];
  let step = first;
  for (let trials = 0; trials < MOST_TRIALS && !run.isSpent;) {
    const next = at(step);
    if (run.fallsWithoutEnd(next.value)) return next;
    if (!isLow(next) || (low !== start && next.value >= low.value)) high = next;
    else if (isFlat(next)) return next;
    else if (high === undefined && next.slope < 0) low = next;
    else {
      if (high === undefined || next.slope * (high.step - low.step) >= 0) high = low;
      low = next;
    }
    if (high !== undefined) trials++;
    step = high === undefined ? 2 * step : between(low, high);
    if (step === low.step || step === high?.step) break;
  }
  // Not flat, but lower: better than nothing.
  return low.value < from.value ? low : undefined;
}

/** Where a cubic through both ends is least, kept away from the ends. */
function between(low: Trial, high: Trial): number {
  const width = high.step - low.step;
  const middle = low.step + width / 2;
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.step - high.step);
  const root = Math.sqrt(d1 * d1 - low.slope * high.slope) * Math.sign(width);
  const least = high.step - (width * (high.slope + root - d1)) / (high.slope - low.slope + 2 * root);
  const part = (least - low.step) / width;
  return part > 0.1 && part < 0.9 ? least : middle;
}

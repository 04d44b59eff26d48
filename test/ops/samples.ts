/** Points of a row's domain, the same in every run. */
import { random } from "chainrule/nn";
import type { FixedOp, Interval, ListOp } from "../../src/ops/index.js";

/** How close a sample may come to a kink or pole inside an interval. */
const MARGIN = 0.05;

function sample(interval: Interval, uniform: () => number): number {
  const { min, max, without } = interval;
  for (;;) {
    const x = min + (max - min) * uniform();
    if (without === undefined || Math.abs(x - without) > MARGIN) return x;
  }
}

/** `count` points, each with a number for every operand. */
export function samples({ domain }: FixedOp | ListOp, count: number): number[][] {
  const { uniform } = random(20);
  return Array.from({ length: count }, () => domain.map((interval) => sample(interval, uniform)));
}

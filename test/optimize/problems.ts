/**
 * Test problems of Moré, Garbow and Hillstrom, "Testing unconstrained optimization software", ACM TOMS 7 (1981), as residuals; the
 * objective is the sum of their squares. Values and gradients at the start were worked out by hand, those of the last with 40-digit arithmetic.
 */
import type { Value } from "chainrule";

export interface Problem {
  readonly residuals: (...x: Value[]) => Value[];
  readonly start: readonly number[];
  readonly startValue: number;
  readonly startGradient: readonly number[];
  /** The least value, and where it is; nothing where the paper gives the value alone. */
  readonly least: number;
  readonly at?: readonly number[];
}

type Four = [Value, Value, Value, Value];
const { sqrt, exp, sin, cos, PI } = Math;

export const problems: Readonly<Record<string, Problem>> = {
  Rosenbrock: {
    residuals: (...x) => {
      const [a, b] = x as [Value, Value];
      return [b.sub(a.square()).mul(10), a.neg().add(1)];
    },
    start: [-1.2, 1],
    startValue: 24.2,
    startGradient: [-215.6, -88],
    least: 0,
    at: [1, 1],
  },
  "Powell singular": {
    residuals: (...x) => {
      const [a, b, c, d] = x as Four;
      return [
        b.mul(10).add(a),
        c.sub(d).mul(sqrt(5)),
        b.sub(c.mul(2)).square(),
        a.sub(d).square().mul(sqrt(10)),
      ];
    },
    start: [3, -1, 0, 1],
    startValue: 215,
    startGradient: [306, -144, -2, -310],
    least: 0,
    at: [0, 0, 0, 0],
  },
  Wood: {
    residuals: (...x) => {
      const [a, b, c, d] = x as Four;
      return [
        b.sub(a.square()).mul(10),
        a.neg().add(1),
        d.sub(c.square()).mul(sqrt(90)),
        c.neg().add(1),
        b.add(d).sub(2).mul(sqrt(10)),
        b.sub(d).div(sqrt(10)),
      ];
    },
    start: [-3, -1, -3, -1],
    startValue: 19192,
    startGradient: [-12008, -2080, -10808, -1880],
    least: 0,
    at: [1, 1, 1, 1],
  },
  Beale: {
    residuals: (...x) => {
      const [a, b] = x as [Value, Value];
      return [1.5, 2.25, 2.625].map((y, i) => a.mul(b.pow(i + 1).sub(1)).add(y));
    },
    start: [1, 1],
    startValue: 14.203125,
    startGradient: [0, 27.75],
    least: 0,
    at: [3, 0.5],
  },
  "Helical valley": {
    residuals: (...x) => {
      const [a, b, c] = x as [Value, Value, Value];
      const turns = b.atan2(a).div(2 * PI);
      return [c.sub(turns.mul(10)).mul(10), a.hypot(b).sub(1).mul(10), c];
    },
    start: [-1, 0, 0],
    startValue: 2500,
    startGradient: [0, -5000 / PI, -1000],
    least: 0,
    at: [1, 0, 0],
  },
  "Brown and Dennis": {
    residuals: (...x) => {
      const [a, b, c, d] = x as Four;
      return Array.from({ length: 20 }, (_, i) => {
        const t = (i + 1) / 5;
        const one = a.add(b.mul(t)).sub(exp(t));
        const other = c.add(d.mul(sin(t))).sub(cos(t));
        return one.square().add(other.square());
      });
    },
    start: [25, 5, -5, -1],
    startValue: 7926693.336997433,
    startGradient: [1149322.8363658949, 1779291.6743397857, -254579.5854635209, -173400.42925311538],
    least: 85822.2,
  },
};

/**
 * Least squares by Levenberg and Marquardt: between Gauss and Newton's step and a short step downhill, by a damping that falls as the
 * linear model proves right (Nielsen 1999) and acts on each variable in proportion to its scale (Marquardt 1963).
 */
import type { MinimizeResult, Point, Run } from "./run.js";
import { dot, norm, plus, solve, type Vector } from "./vectors.js";

/** A point with the residuals and their Jacobian, whose rows they own. */
export interface ResidualPoint extends Point {
  readonly residuals: Vector;
  readonly jacobian: readonly Vector[];
}

const FIRST_DAMPING = 1e-3;

/** f = Σ rᵢ², with its gradient 2 · Jᵀ r. */
export function squares(x: Vector, residuals: Vector, jacobian: readonly Vector[]): ResidualPoint {
  const gradient = x.map(
    (_, j) => 2 * residuals.reduce((total, r, i) => total + r * (jacobian[i]?.[j] ?? NaN), 0),
  );
  return { x, value: dot(residuals, residuals), gradient, residuals, jacobian };
}

export function levenbergMarquardt(
  run: Run,
  evaluate: (x: Vector) => ResidualPoint,
  x0: Vector,
): MinimizeResult {
  let damping = FIRST_DAMPING;
  let growth = 2;
  const scale = x0.map(() => 0);
  return run.minimize(evaluate(x0), (from) => {
    const normal = normalMatrix(from.jacobian, from.x.length);
    scale.forEach((before, j) => (scale[j] = Math.max(before, normal[j]?.[j] ?? 0)));
    const half = from.gradient.map((each) => -each / 2);
    while (!run.isSpent && Number.isFinite(damping)) {
      const damped = normal.map((row, i) =>
        row.map((each, j) => (i === j ? each + damping * ((scale[i] as number) || 1) : each)),
      );
      const step = solve(damped, half);
      const next = step && evaluate(plus(from.x, 1, step));
      if (step && next && next.value < from.value) {
        const promised = step.reduce(
          (total, s, i) => total + s * (damping * ((scale[i] as number) || 1) * s + (half[i] as number)),
          0,
        );
        const gain = (from.value - next.value) / promised;
        damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
        growth = 2;
        return next;
      }
      if (step && norm(step) <= Number.EPSILON * norm(from.x)) return undefined;
      damping *= growth;
      growth *= 2;
    }
    return undefined;
  });
}

/** Jᵀ J. */
function normalMatrix(jacobian: readonly Vector[], n: number): number[][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) =>
      jacobian.reduce((total, row) => total + (row[i] ?? NaN) * (row[j] ?? NaN), 0),
    ),
  );
}

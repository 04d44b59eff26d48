/**
 * Methods that need gradients only: steepest descent, and L-BFGS (Liu and Nocedal 1989), which models the curvature by the last few
 * steps. Both search along their direction for a step that satisfies the strong Wolfe conditions.
 */
import { lineSearch } from "./line-search.js";
import type { MinimizeResult, Point, Run } from "./run.js";
import { dot, largest, norm, plus, times, type Vector } from "./vectors.js";

export type Evaluate = (x: Vector) => Point;

/** A step and the change of the gradient along it. */
interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

/** How many pairs L-BFGS keeps. */
const MEMORY = 10;
/** How much flatter the slope must become: steepest descent wants a good minimum along its line, a quasi-Newton step is good as it is. */
const FLATNESS = { gradient: 0.1, lbfgs: 0.9 } as const;

export function descent(
  method: "gradient" | "lbfgs",
  run: Run,
  evaluate: Evaluate,
  x0: Vector,
): MinimizeResult {
  const memory: Pair[] = [];
  let last: { readonly decrease: number } | undefined;
  const search = (from: Point): Point | undefined => {
    const direction = times(-1, approximateNewton(from.gradient, memory));
    const slope = dot(from.gradient, direction);
    // Without curvature, the first step is a short one, and a later one expects the decrease of the one before.
    const guess = last ? (2.02 * last.decrease) / -slope : 1 / Math.max(1, norm(from.gradient));
    const first = memory.length > 0 ? 1 : Math.min(1, guess) || 1;
    return lineSearch(from, direction, first, FLATNESS[method], evaluate, run);
  };
  return run.minimize(evaluate(x0), (from) => {
    let next = search(from);
    if (next === undefined && memory.length > 0) {
      memory.length = 0;
      next = search(from);
    }
    if (next === undefined) return undefined;
    last = { decrease: from.value - next.value };
    if (method === "lbfgs")
      remember(memory, plus(next.x, -1, from.x), plus(next.gradient, -1, from.gradient));
    return next;
  });
}

function remember(memory: Pair[], s: Vector, y: Vector): void {
  const curvature = dot(s, y);
  if (!(curvature > Number.EPSILON * largest(s) * largest(y))) return;
  memory.push({ s, y, rho: 1 / curvature });
  if (memory.length > MEMORY) memory.shift();
}

/** The inverse of the modelled Hessian times the gradient, in two passes over the memory. */
function approximateNewton(gradient: Vector, memory: readonly Pair[]): Vector {
  let q = gradient;
  const alphas = memory.toReversed().map(({ s, y, rho }) => {
    const alpha = rho * dot(s, q);
    q = plus(q, -alpha, y);
    return alpha;
  });
  const newest = memory.at(-1);
  if (newest !== undefined) q = times(dot(newest.s, newest.y) / dot(newest.y, newest.y), q);
  memory.forEach(({ s, y, rho }, i) => {
    q = plus(q, (alphas[alphas.length - 1 - i] ?? NaN) - rho * dot(y, q), s);
  });
  return q;
}

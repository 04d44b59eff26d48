/**
 * Newton's method with conjugate gradients in a trust region (Steihaug 1983): the quadratic model is minimised by products with the Hessian alone,
 * until its boundary or a direction of negative curvature is met.
 */
import type { Evaluate } from "./descent.js";
import type { MinimizeResult, Point, Run } from "./run.js";
import { dot, norm, plus, times, type Vector } from "./vectors.js";

export type Product = (v: Vector) => Vector;

/** Of the gain that the model promises, a step must bring this part, and the region shrinks or grows at these. */
const [ACCEPT, SHRINK, GROW] = [1e-4, 0.25, 0.75];

export function newtonCg(
  run: Run,
  evaluate: Evaluate,
  productAt: (x: Vector) => Product,
  x0: Vector,
): MinimizeResult {
  let radius = 1;
  return run.minimize(evaluate(x0), (from) => {
    const product = productAt(from.x);
    while (!run.isSpent) {
      const { step, decrease } = steihaug(from, product, radius);
      const next = evaluate(plus(from.x, 1, step));
      const gain = (from.value - next.value) / decrease;
      const length = norm(step);
      // NaN shrinks too.
      if (!(gain >= SHRINK)) radius = length / 4;
      else if (gain > GROW && length > 0.99 * radius) radius *= 2;
      if (gain > ACCEPT && next.value < from.value) return next;
      if (length <= Number.EPSILON * norm(from.x) || length === 0) return undefined;
    }
    return undefined;
  });
}

/** The approximate minimum of the quadratic model within the radius, and by how much the model falls. */
function steihaug({ gradient }: Point, product: Product, radius: number): { step: Vector; decrease: number } {
  const size = norm(gradient);
  // Solved the more exactly, the nearer the minimum: superlinear convergence.
  const tolerance = Math.min(0.5, Math.sqrt(size)) * size;
  let step: Vector = gradient.map(() => 0);
  let residual = gradient;
  let direction: Vector = times(-1, gradient);
  const decreaseOf = (p: Vector): number => -(dot(gradient, p) + dot(p, product(p)) / 2);
  for (let i = 0; i < 2 * gradient.length + 10; i++) {
    const curved = product(direction);
    const curvature = dot(direction, curved);
    const squared = dot(residual, residual);
    const alpha = squared / curvature;
    const next = plus(step, alpha, direction);
    if (!(curvature > 0) || norm(next) >= radius) {
      const edge = plus(step, toEdge(step, direction, radius), direction);
      return { step: edge, decrease: decreaseOf(edge) };
    }
    step = next;
    residual = plus(residual, alpha, curved);
    if (norm(residual) <= tolerance) break;
    direction = plus(times(-1, residual), dot(residual, residual) / squared, direction);
  }
  return { step, decrease: decreaseOf(step) };
}

/** The positive t at which |p + t·d| is the radius. */
function toEdge(p: Vector, d: Vector, radius: number): number {
  const [a, b, c] = [dot(d, d), dot(p, d), dot(p, p) - radius * radius];
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return b > 0 ? -c / (b + root) : (root - b) / a;
}

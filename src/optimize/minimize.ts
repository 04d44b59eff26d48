/**
 * Minimisation: in come a function of Values and a point, out goes the least point that a method finds from there, with the reason why it stopped. The
 * derivatives are those of the engine; the methods, in files of their own, are plain numerics.
 */
import { callable, isArray, numbers, oneOf } from "../arguments/checks.js";
import { options, or } from "../arguments/options.js";
import { noGrad } from "../engine/recording.js";
import { hvp } from "../transforms/vector-products.js";
import { jacobian, valueAndGrad } from "../transforms/grad.js";
import type { Value } from "../engine/value.js";
import { ChainruleError, describe } from "../errors.js";
import { onList, type Objective } from "./call.js";
import { descent } from "./descent.js";
import { levenbergMarquardt, squares, type ResidualPoint } from "./levenberg-marquardt.js";
import { newtonCg, type Product } from "./newton-cg.js";
import { CHECKS, Run, type MinimizeOptions, type MinimizeResult, type Point } from "./run.js";
import type { Vector } from "./vectors.js";

const METHODS = ["gradient", "lbfgs", "newton-cg", "levenberg-marquardt"] as const;
type ScalarMethod = "gradient" | "lbfgs" | "newton-cg";
type Residuals = Objective<readonly Value[]>;
type Scalar = Objective<Value>;
/** Functions as the methods call them: of a list. */
type OfList<R> = (x: Value[]) => R;

const data = (values: readonly Value[]): number[] => values.map((value) => value.data);

/**
 * A local minimum of `f` from `x0` on. `f` takes its variables one by one or in a list, as for `grad`; write a list where they are many. The methods: `"lbfgs"`, the default, for smooth functions of any size; `"newton-cg"`, with products with the Hessian, for
 * high accuracy and hard valleys; `"gradient"`, steepest descent, slow and simple; `"levenberg-marquardt"` for least squares: then `f`
 * returns a list of residuals rᵢ, and Σ rᵢ² is minimised.
 *
 * The work is bounded by `maxIterations` and `maxEvaluations`. An evaluation is one of `f` with its gradient, its Jacobian, or the graph of
 * its gradient.
 * @throws ChainruleError if `x0` is not a list of numbers, an option has no meaning, or `f` returns something else than its method
 * asks for.
 * @example
 * const valley = (x, y) => x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
 * const { x, reason } = minimize(valley, [-1.2, 1]);
 * x; // [1, 1], to 6 decimals
 * reason; // "gradient"
 */
export function minimize(
  f: (...x: Value[]) => Value,
  x0: ArrayLike<number>,
  options?: MinimizeOptions & { readonly method?: ScalarMethod },
): MinimizeResult;
export function minimize(
  f: (...x: Value[]) => readonly Value[],
  x0: ArrayLike<number>,
  options: MinimizeOptions & { readonly method: "levenberg-marquardt" },
): MinimizeResult;
export function minimize<R extends Value | readonly Value[]>(
  f: (x: Value[]) => R,
  x0: ArrayLike<number>,
  options?: MinimizeOptions & { readonly method?: R extends Value ? ScalarMethod : "levenberg-marquardt" },
): MinimizeResult;
export function minimize(
  f: Scalar | Residuals,
  x0: ArrayLike<number>,
  given?: MinimizeOptions & { readonly method?: ScalarMethod | "levenberg-marquardt" },
): MinimizeResult {
  callable(f, "minimize: f");
  const start = numbers(x0, "minimize: x0");
  if (start.length === 0) throw new ChainruleError("minimize: x0 is empty, expected at least one number");
  const { method, ...settings } = options("minimize", given, {
    ...CHECKS,
    method: or(oneOf(METHODS), "lbfgs"),
  });
  const run = new Run(settings);
  const called = onList<unknown>(f);
  const evaluate = evaluator(called as OfList<Value>, run);
  switch (method) {
    case "gradient":
    case "lbfgs":
      return descent(method, run, evaluate, start);
    case "newton-cg":
      return newtonCg(run, evaluate, hessianProducts(called as OfList<Value>, run), start);
    case "levenberg-marquardt":
      return levenbergMarquardt(run, residualEvaluator(called as OfList<readonly Value[]>, run), start);
  }
}

function evaluator(f: OfList<Value>, run: Run): (x: Vector) => Point {
  const both = valueAndGrad(f);
  return (x) => {
    run.count();
    const [value, gradient] = noGrad(() => both(x));
    return { x, value: value.data, gradient: data(gradient) };
  };
}

function hessianProducts(f: OfList<Value>, run: Run): (x: Vector) => Product {
  const products = hvp(f);
  return (x) => {
    run.count();
    const product = noGrad(() => products(x));
    return (v) => noGrad(() => data(product(v)));
  };
}

function residualEvaluator(f: OfList<readonly Value[]>, run: Run): (x: Vector) => ResidualPoint {
  return (x) => {
    run.count();
    let residuals: readonly Value[] = [];
    const matrix = noGrad(() =>
      jacobian((at: Value[]) => {
        const returned: unknown = f(at);
        if (!isArray(returned))
          throw new ChainruleError(
            `minimize: f returned ${describe(returned)}, expected a list of residuals for levenberg-marquardt`,
          );
        residuals = returned as readonly Value[];
        return residuals;
      })(x),
    );
    return squares(x, data(residuals), matrix.map(data));
  };
}

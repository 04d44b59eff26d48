/**
 * Transforms of functions: in comes a function of Values, out goes the function that computes its derivative. What a transform returns is
 * made of Values too, so transforms nest to any order, and what they compute can be drawn and compiled.
 *
 * Every transformed function takes what `f` takes (one argument, several, or one list; numbers or Values) and gives derivatives in the
 * same form. Inside `noGrad` the results are constants, and the first derivative is computed without a graph of its own.
 * Next: vector-products.ts, derivatives along a direction.
 */
import { callable } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";
import type * as Forms from "./forms.js";
import { gradientOf, orZero } from "./gradients.js";
import type { Derivative } from "./linearization.js";
import { Hessian, Jacobian } from "./linear-maps.js";
import { recording } from "../engine/recording.js";
import { constant, type Value } from "../engine/value.js";
import type { Operands } from "../engine/operands.js";
import { evaluated, type AnyForm, type Arguments, type Differentiable, type Evaluated } from "./variables.js";

/** The one result of a scalar function. */
export function scalar({ results, isListed }: Evaluated, transform: string): Value {
  if (!isListed) return results[0] as Value;
  throw new ChainruleError(
    `${transform}: f returned a list of ${String(results.length)}, expected one Value (see jacobian)`,
  );
}

/**
 * The gradient of a scalar function: `grad(f)(x)` is f'(x); `grad(f)(x, y)` and `grad(f)([x, y])` are lists of partial derivatives.
 * An argument that `f` does not use has the gradient 0.
 *
 * Cost: one evaluation of `f`, and one reverse pass, which multiplies and adds at most once per operand in its graph. That pass is recorded, so that the
 * result can be differentiated again, and takes some ten times as long as `backward()`. Where the numbers are all that is wanted,
 * `noGrad(() => grad(f)(x))` takes a fifth of it.
 * @throws ChainruleError if `f` does not return one Value, or an argument is neither a Value nor a number.
 * @example
 * const f = (x) => x.pow(4);
 * grad(f)(2).data; // 32
 * grad(grad(f))(2).data; // 48
 * grad((x, y) => x.mul(y))(3, 4).map((slope) => slope.data); // [4, 3]
 */
export function grad<F extends Forms.Of<Value>>(f: F): Forms.Grad<Parameters<F>>;
export function grad(f: (x: Value[]) => Value): (x: Operands) => Value[];
export function grad(f: Differentiable<Value>): AnyForm {
  callable(f, "grad: f");
  return (...args: Arguments) => {
    const at = evaluated(f, args, "grad");
    return at.like(gradientOf(scalar(at, "grad"), at.variables));
  };
}

/**
 * The value of a scalar function and its gradient, from one evaluation. Arguments, cost and errors as for `grad`.
 * @example
 * const [value, slope] = valueAndGrad((x) => x.exp().mul(x))(0);
 * [value.data, slope.data]; // [0, 1]
 */
export function valueAndGrad<F extends Forms.Of<Value>>(f: F): Forms.ValueAndGrad<Parameters<F>>;
export function valueAndGrad(f: (x: Value[]) => Value): (x: Operands) => [Value, Value[]];
export function valueAndGrad(f: Differentiable<Value>): AnyForm {
  callable(f, "valueAndGrad: f");
  return (...args: Arguments) => {
    const at = evaluated(f, args, "valueAndGrad");
    const value = scalar(at, "valueAndGrad");
    const gradient = at.like(gradientOf(value, at.variables));
    return [recorded(value), gradient];
  };
}

/** A result as it leaves a transform: inside `noGrad` it is a constant. */
export const recorded = (value: Value): Value => (recording() ? value : constant(value.data, value.label));

/**
 * The Jacobian of a function with m results in n variables: m rows of n derivatives, also where m or n is 1. Arguments and errors
 * as for `grad`, but `f` may return a list.
 *
 * Cost: one evaluation of `f`, and m reverse passes or n forward passes, whichever is fewer, that share the local gradients.
 * @example
 * const f = (x, y) => [x.mul(y), x.square()];
 * jacobian(f)(2, 3).map((row) => row.map((d) => d.data)); // [[3, 2], [4, 0]]
 */
export function jacobian<F extends Forms.Of<Value | readonly Value[]>>(f: F): Forms.Jacobian<Parameters<F>>;
export function jacobian(f: (x: Value[]) => Value | readonly Value[]): (x: Operands) => Value[][];
export function jacobian(f: Differentiable<Value | readonly Value[]>): AnyForm {
  callable(f, "jacobian: f");
  return (...args: Arguments) => {
    const { results, variables } = evaluated(f, args, "jacobian");
    if (!recording() && results.length <= variables.length) {
      return results.map((result) => gradientOf(result, variables));
    }
    const map = new Jacobian(results, variables);
    if (results.length <= variables.length)
      return results.map((_, i) => orZero(map.pullback(unit(i, results))));
    const columns = variables.map((_, j) => map.pushforward(unit(j, variables)));
    return results.map((_, i) => orZero(columns.map((column) => column[i])));
  };
}

/** The i-th unit vector, with exact zeros. */
const unit = (i: number, { length }: readonly unknown[]): Derivative[] =>
  Array.from({ length }, (_, j) => (i === j ? constant(1) : undefined));

/**
 * The Hessian of a scalar function in n variables: n rows of n second derivatives, also where n is 1. It is symmetric to rounding.
 * Arguments and errors as for `grad`.
 *
 * Cost: n products of the Hessian with a vector (see `hvp`), its columns.
 * @example
 * hessian((x, y) => x.square().mul(y))(3, 5).map((row) => row.map((d) => d.data)); // [[10, 6], [6, 0]]
 */
export function hessian<F extends Forms.Of<Value>>(f: F): Forms.Hessian<Parameters<F>>;
export function hessian(f: (x: Value[]) => Value): (x: Operands) => Value[][];
export function hessian(f: Differentiable<Value>): AnyForm {
  callable(f, "hessian: f");
  return (...args: Arguments) => {
    const at = evaluated(f, args, "hessian");
    const map = new Hessian(scalar(at, "hessian"), at.variables);
    const columns = at.variables.map((_, j) => orZero(map.product(unit(j, at.variables))));
    return columns.map((_, i) => columns.map((column) => column[i] as Value));
  };
}

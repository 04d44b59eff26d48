/**
 * Derivatives along a direction: products of the Jacobian or the Hessian with a vector, without the matrix. Each transform evaluates `f` at a
 * point and gives the linear map there, which then takes any number of vectors. Arguments and errors as for `grad`.
 */
import { callable } from "../arguments/checks.js";
import type * as Forms from "./forms.js";
import { orZero } from "./gradients.js";
import { Hessian, Jacobian } from "./linear-maps.js";
import { recorded, scalar } from "./grad.js";
import type { Operand, Operands } from "../engine/operands.js";
import type { Value } from "../engine/value.js";
import { direction, evaluated, type AnyForm, type Arguments, type Differentiable } from "./variables.js";

/**
 * Forward mode: `jvp(f)(x)` is `[f(x), pushforward]`, and `pushforward(v)` is the Jacobian times the tangent `v`. A tangent is given in the
 * form of the arguments, the result comes in the form of what `f` returns.
 *
 * Cost: one evaluation of `f`; per tangent at most one product and one addition per operand in its graph, besides the local gradients,
 * which are made once. `v` may be Values: the result depends on them too.
 * @example
 * const [value, pushforward] = jvp((x, y) => x.mul(y))(3, 4);
 * value.data; // 12
 * pushforward(1, 0).data; // 4
 */
export function jvp<F extends Forms.Of<Value | readonly Value[]>>(
  f: F,
): Forms.Jvp<Parameters<F>, ReturnType<F>>;
export function jvp<R extends Value | readonly Value[]>(
  f: (x: Value[]) => R,
): (x: Operands) => [R, (v: Operands) => R];
export function jvp(f: Differentiable<Value | readonly Value[]>): AnyForm {
  callable(f, "jvp: f");
  return (...args: Arguments) => {
    const { variables, results, isListed } = evaluated(f, args, "jvp");
    const map = new Jacobian(results, variables);
    const form = (values: Value[]): Value | Value[] => (isListed ? values : (values[0] as Value));
    return [
      form(results.map(recorded)),
      (...v: Arguments) => form(orZero(map.pushforward(direction(v, variables.length, "jvp")))),
    ];
  };
}

/**
 * Reverse mode: `vjp(f)(x)` is `[f(x), pullback]`, and `pullback(u)` is the adjoint `u` times the Jacobian. An adjoint is given in the
 * form of what `f` returns (a number or Value, or a list), the result comes in the form of the arguments.
 *
 * Cost: as for `jvp`, per adjoint.
 * @example
 * const [value, pullback] = vjp((x) => [x.sin(), x.cos()])(0);
 * pullback([2, 3]).data; // 2
 */
export function vjp<F extends Forms.Of<Value | readonly Value[]>>(
  f: F,
): Forms.Vjp<Parameters<F>, ReturnType<F>>;
export function vjp<R extends Value | readonly Value[]>(
  f: (x: Value[]) => R,
): (x: Operands) => [R, (u: Forms.Adjoint<R>) => Value[]];
export function vjp(f: Differentiable<Value | readonly Value[]>): AnyForm {
  callable(f, "vjp: f");
  return (...args: Arguments) => {
    const at = evaluated(f, args, "vjp");
    const { variables, results, isListed } = at;
    const map = new Jacobian(results, variables);
    const values = results.map(recorded);
    return [
      isListed ? values : (values[0] as Value),
      (u: Operand | Operands) => at.like(orZero(map.pullback(direction([u], results.length, "vjp")))),
    ];
  };
}

/**
 * The Hessian of a scalar function times a vector: `hvp(f)(x)(v)`, without the Hessian. Vector and result have the form of the arguments.
 *
 * Cost: where arguments and vector are numbers and `f` reads no other Values, and inside `noGrad`, the result is constants: `f` is
 * recorded once, and a vector takes one pass forward and one backward, all in all less than 6 times as long as `f` alone
 * (`npm run bench:second`). Else the result is a graph: that of the gradient, and per vector one forward pass over it; at most 4.5 times the
 * operands in the gradient's graph, for all of the functions tried.
 * @example
 * const f = (x, y) => x.square().mul(y);
 * hvp(f)(3, 5)(1, 0).map((d) => d.data); // [10, 6]
 */
export function hvp<F extends Forms.Of<Value>>(f: F): Forms.Hvp<Parameters<F>>;
export function hvp(f: (x: Value[]) => Value): (x: Operands) => (v: Operands) => Value[];
export function hvp(f: Differentiable<Value>): AnyForm {
  callable(f, "hvp: f");
  return (...args: Arguments) => {
    const at = evaluated(f, args, "hvp");
    const map = new Hessian(scalar(at, "hvp"), at.variables);
    return (...v: Arguments) => at.like(orZero(map.product(direction(v, at.variables.length, "hvp"))));
  };
}

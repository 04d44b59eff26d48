/**
 * The types of transformed functions: which arguments they take, and in which form they answer. A function of one variable is answered with one
 * derivative, one of several with a tuple. Where a function does not say how many variables it has, `(...x) => …`, its call does; and where that does
 * not either, as in `grad(f)(...list)`, the answer may be both. None is an interface, so that the declarations of users' code can spell them out. Next: grad.ts and vector-products.ts.
 */
import type { Operand, Operands } from "../engine/operands.js";
import type { Value } from "../engine/value.js";

/** A `T` for each of `A`. */
export type Each<A extends readonly unknown[], T> = { [K in keyof A]: T };

/** Derivatives in the form of the arguments `A`. */
export type Gradient<A extends readonly unknown[]> = A extends readonly [unknown]
  ? Value
  : number extends A["length"]
    ? Value | Value[]
    : Each<A, Value>;

/** A function of one Value or several, with the result `R`. */
export type Of<R> = (...x: Value[]) => R;

/** A function that takes numbers too, where one of `A` takes Values. It may be transformed again: as a function of Values it stands last. */
type Known<A extends readonly unknown[], R> = ((...x: Each<A, Operand>) => R) & ((...x: Each<A, Value>) => R);
/** What is made of a function of `A`, with the answer `R`; `Open` where that leaves open how many variables there are, or reads none of them. */
type Form<A extends readonly unknown[], R, Open> = number extends A["length"]
  ? Open
  : A["length"] extends 0
    ? Open
    : Known<A, R>;

type OpenGrad = ((x: Operand) => Value) & (<B extends readonly Operand[]>(...x: B) => Gradient<B>);
type OpenValueAndGrad = ((x: Operand) => [Value, Value]) &
  (<B extends readonly Operand[]>(...x: B) => [Value, Gradient<B>]);
type OpenJvp<R> = <B extends readonly Operand[]>(...x: B) => [R, (...v: Each<B, Operand>) => R];
type OpenVjp<R> = <B extends readonly Operand[]>(...x: B) => [R, (u: Adjoint<R>) => Gradient<B>];
type OpenHvp = <B extends readonly Operand[]>(...x: B) => (...v: Each<B, Operand>) => Gradient<B>;

/** What `grad` makes of a function of `A`. */
export type Grad<A extends readonly unknown[]> = Form<A, Gradient<A>, OpenGrad>;
/** What `valueAndGrad` makes of a function of `A`. */
export type ValueAndGrad<A extends readonly unknown[]> = Form<A, [Value, Gradient<A>], OpenValueAndGrad>;
/** What `jvp` makes of a function of `A` with the result `R`. */
export type Jvp<A extends readonly unknown[], R> = Form<A, [R, (...v: Each<A, Operand>) => R], OpenJvp<R>>;
/** What `vjp` makes of a function of `A` with the result `R`. */
export type Vjp<A extends readonly unknown[], R> = Form<A, [R, (u: Adjoint<R>) => Gradient<A>], OpenVjp<R>>;
/** What `hvp` makes of a function of `A`. */
export type Hvp<A extends readonly unknown[]> = Form<A, (...v: Each<A, Operand>) => Gradient<A>, OpenHvp>;
/** What `jacobian` makes of a function of `A`. */
export type Jacobian<A extends readonly unknown[]> = Known<A, Each<A, Value>[]>;
/** What `hessian` makes of a function of `A`. */
export type Hessian<A extends readonly unknown[]> = Known<A, Each<A, Each<A, Value>>>;

/** What stands for a result when its derivative is taken backward. */
export type Adjoint<R> = R extends Value ? Operand : Operands;

/** Functions and operations with known derivatives, and derivatives as plain numbers. */
import { defineOp, dot, sum, type Value } from "chainrule";
import { build, type Recipe } from "../graphs.js";

export const data = (values: readonly Value[]): number[] => values.map((value) => value.data);
export const rows = (matrix: readonly (readonly Value[])[]): number[][] => matrix.map(data);
/** Compares signed zeros as equal, and NaN with NaN. */
export const plain = (numbers: readonly number[]): number[] => numbers.map((x) => x + 0);
/** The function that a recipe describes. */
export const of =
  (recipe: Recipe): ((x: Value[]) => Value) =>
  (x) =>
    build(recipe, x);

/** Rosenbrock's valley, with its gradient and Hessian by hand. */
export const rosenbrock = (x: Value, y: Value): Value =>
  x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
export const byHand = {
  gradient: (x: number, y: number): number[] => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: (x: number, y: number): number[][] => [
    [2 - 400 * (y - 3 * x * x), -400 * x],
    [-400 * x, 200],
  ],
};

/** An operation that can be differentiated once. */
export const numericCube = defineOp({
  name: "numericCube",
  num: (x) => x ** 3,
  localGradients: (x) => [3 * x * x],
});
/** A polynomial of four variables, with a rule that uses the result, a list, and flat parts. */
export const mixed = defineOp({
  name: "mixed",
  num: (a: number, b: number, c: number, flat: number) => (flat > 100 ? NaN : a * b * Math.exp(c)),
  operands: ["a", "b", "c", "flat"],
  grad: (a, b, c, _flat, out) => [b.mul(c.exp()), dot([a, c.exp()], [c.exp(), 0]), sum([out, 0]), 0],
});

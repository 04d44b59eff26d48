/** Tangents of expressions: against closed forms and central differences, and what must not move. */
import { describe, expect, test } from "@jest/globals";
import { constant, evaluate, isZero, one, ops, variable, type Sym } from "../../src/ops/index.js";
import { tangentOf } from "../../src/ops/tangent.js";
import { centralDifference } from "../differences.js";
import { relativeError, tolerances } from "../tolerances.js";

const [x, y] = [variable("x"), variable("y")];
const at = (sym: Sym, X: number, Y = 0): number =>
  evaluate(
    sym,
    new Map([
      ["x", X],
      ["y", Y],
    ]),
  );
const along = (sym: Sym, ...tangents: [string, Sym][]): Sym => tangentOf(sym, new Map(tangents));

test.each<[string, Sym]>([
  ["x sin y + x²", x.mul(y.sin()).add(x.square())],
  ["exp(x / y)", x.div(y).exp()],
  ["√(hypot(x, y))", x.hypot(y).sqrt()],
  ["x where x > y, otherwise y²", x.greater(y).where(x, y.square())],
  ["y where x > 10, otherwise x³ through both", x.greater(constant(10)).where(y, x.mul(x).mul(x))],
])("%s", (_, sym) => {
  for (const [X, Y] of [
    [0.7, 1.2],
    [2, 0.3],
  ] as const) {
    const [inX, inY] = [
      centralDifference((moving) => at(sym, moving, Y), X),
      centralDifference((moving) => at(sym, X, moving), Y),
    ];
    expect(relativeError(at(along(sym, ["x", one]), X, Y), inX)).toBeLessThan(tolerances.firstDifference);
    expect(relativeError(at(along(sym, ["y", one]), X, Y), inY)).toBeLessThan(tolerances.firstDifference);
    const both = along(sym, ["x", constant(2)], ["y", constant(-3)]);
    expect(relativeError(at(both, X, Y), 2 * inX - 3 * inY)).toBeLessThan(tolerances.firstDifference);
  }
});

describe("what does not move", () => {
  test("contributes nothing, not even where a derivative is infinite", () => {
    expect(at(along(x.sqrt().mul(y), ["y", one]), 0, 5)).toBe(0);
    expect(at(along(x.sqrt().mul(y), ["x", one]), 0, 5)).toBe(Infinity);
  });

  test.each<[string, Sym]>([
    ["a constant", constant(3).exp()],
    ["another variable", y.sin()],
    ["a step", x.greater(y)],
    ["a choice between constants", x.greater(y).where(one, constant(2))],
  ])("%s has the constant 0 for a tangent", (_, sym) => {
    expect(isZero(along(sym, ["x", one]))).toBe(true);
  });

  test("the branch not taken: it moves by NaN, the choice does not", () => {
    const choice = x.greater(constant(0)).where(x.sqrt(), x.square());
    expect(at(along(choice, ["x", one]), -3)).toBe(-6);
    expect(at(along(x.greater(constant(0)).where(y, x), ["x", one]), -3)).toBe(1);
    expect(at(along(x.greater(constant(0)).where(x, y), ["x", one]), -3)).toBe(0);
  });
});

test("factors of 1 are left out, and signs stand in front", () => {
  expect(along(x.mul(y), ["x", one]).term).toEqual(y.term);
  expect(along(x, ["x", y]).term).toEqual(y.term);
  expect(along(x.add(y), ["x", y]).term).toEqual(y.term);
  for (const minus of [along(x.neg(), ["x", y]), along(x.mul(y.neg()), ["x", one])]) {
    expect([minus.term.kind === "apply" && minus.term.op, at(minus, 5, 3)]).toEqual([ops.neg, -3]);
  }
});

test("a maximum of a minimum follows the operand that it takes", () => {
  const clipped = x.min(y).max(constant(0.5));
  expect(at(along(clipped, ["x", one]), 1, 2)).toBe(1);
  expect(at(along(clipped, ["x", one]), 3, 2)).toBe(0);
});

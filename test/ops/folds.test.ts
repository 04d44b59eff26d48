/** Derivatives of operations on lists beyond the first, where they are easy to get wrong: products with zeros, a norm at 0, ties. */
import { expect, test } from "@jest/globals";
import { gradients, hessian, max, mean, min, noGrad, norm, prod, sum, Value } from "chainrule";

const productBut = (x: readonly number[], ...left: number[]): number =>
  new Set(left).size < left.length
    ? 0
    : x.reduce((product, each, i) => (left.includes(i) ? product : product * each), 1);

const LISTS = [[2, -3, 4], [0, -3, 4], [2, 0, 0, 5], [0, 0, 0, 5], [0, 0, 0], [0], [-0, 2]];

test.each(LISTS.map((x) => [x]))(
  "prod(%j): gradient, Hessian and third derivatives are products of the others",
  (at) => {
    const x = at.map((each) => new Value(each));
    const first = gradients(prod(x), x, { createGraph: true });
    const second = first.map((slope) => gradients(slope, x, { createGraph: true }));
    const third = second.map((row) => row.map((each) => gradients(each, x)));
    const of = (...places: number[]): number => productBut(at, ...places) + 0;
    expect(first.map(({ data }) => data + 0)).toEqual(at.map((_, i) => of(i)));
    expect(second.map((row) => row.map(({ data }) => data + 0))).toEqual(
      at.map((_, i) => at.map((__, j) => of(i, j))),
    );
    expect(third.map((rows) => rows.map((row) => row.map((each) => each + 0)))).toEqual(
      at.map((_, i) => at.map((__, j) => at.map((___, k) => of(i, j, k)))),
    );
    const byNumbers = noGrad(() => hessian(prod)(at)).map((row) => row.map(({ data }) => data + 0));
    expect(byNumbers).toEqual(at.map((_, i) => at.map((__, j) => of(i, j))));
  },
);

test("norm: nothing overflows or underflows, and the gradient at 0 is 0", () => {
  for (const scale of [1, 1e300, 1e-300]) {
    const x = [3 * scale, 4 * scale].map((each) => new Value(each));
    const out = norm(x);
    out.backward();
    expect(Math.abs(out.data / (5 * scale) - 1)).toBeLessThan(4 * Number.EPSILON);
    expect(x.map(({ grad }, i) => Math.abs(grad - ([0.6, 0.8][i] as number)) < 4 * Number.EPSILON)).toEqual([
      true,
      true,
    ]);
  }
  const zeros = [new Value(0), new Value(0)];
  norm(zeros).backward();
  expect(zeros.map(({ grad }) => grad)).toEqual([0, 0]);
  expect(noGrad(() => hessian(norm)([0, 0])).flatMap((row) => row.map(({ data }) => data))).toEqual([
    0, 0, 0, 0,
  ]);
  expect(hessian((x, y) => x.hypot(y))(0, 0).flatMap((row) => row.map(({ data }) => data))).toEqual([
    0, 0, 0, 0,
  ]);
  // ∂²‖x‖/∂xᵢ∂xⱼ = (δᵢⱼ − xᵢxⱼ/‖x‖²)/‖x‖
  const rows = noGrad(() => hessian(norm)([3, 4])).map((row) => row.map(({ data }) => data));
  [0.128, -0.096, -0.096, 0.072].forEach((each, i) => {
    expect(Math.abs((rows.flat()[i] as number) - each)).toBeLessThan(1e-16);
  });
});

test("max and min share the gradient evenly among ties, and pass on what they are given", () => {
  for (const of of [max, min]) {
    const x = [2, 2, 2].map((each) => new Value(each));
    of(x).square().backward();
    expect(x.map(({ grad }) => grad)).toEqual([4 / 3, 4 / 3, 4 / 3]);
  }
});

test("what needs an element says so", () => {
  for (const [name, of] of [
    ["max", max],
    ["min", min],
    ["mean", mean],
  ] as const)
    expect(() => of([])).toThrow(`${name}: x is empty, expected at least one element`);
  expect([sum([]), prod([]), norm([])].map(({ data }) => data)).toEqual([0, 1, 0]);
});

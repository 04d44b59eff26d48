/**
 * Every operation on fixed operands, its first and its second derivatives against golden.json: points over all of double precision, from
 * arithmetic with as many digits as it takes (scripts/generate/golden.ts). For the row itself, for Values (backward, the gradient of a gradient,
 * and Hessians as numbers), for programs in double precision, and, where the operands are single precision numbers, for programs in single
 * precision. golden-lists.test.ts does the same with lists.
 */
import { describe, expect, test } from "@jest/globals";
import { gradients, Value } from "chainrule";
import { evaluate, listOps, type FixedOp } from "../../src/ops/index.js";
import {
  byPrograms,
  byValues,
  F32,
  F64,
  points,
  sensitivity,
  singles,
  table,
  ulp,
  type Point,
} from "./golden.js";
import { applied, fixed } from "./rows.js";

const names = fixed.map(([name]) => name);

/** By the row: its number function, and its local gradients as expressions. */
function byRow(point: Point, op: FixedOp): string[] {
  const { at } = point;
  const out = op.num(...at);
  const numbers = new Map([...op.operands.map((name, i) => [name, at[i] as number] as const), ["out", out]]);
  return [
    ...point.fault("num", [], out, F64),
    ...op
      .gradients()
      .flatMap((gradient, i) => point.fault("local gradient", [i], evaluate(gradient, numbers), F64)),
  ];
}

test("there are golden values for every operation, from the smallest doubles to the largest", () => {
  const onLists = Object.keys(listOps).flatMap((name) => [1, 2, 3, 5].map((n) => `${name} of ${String(n)}`));
  expect(Object.keys(table).sort()).toEqual([...names, ...onLists].sort());
  for (const name of names) {
    expect(points(name).length).toBeGreaterThan(20);
    expect(singles(name).length).toBeGreaterThan(9);
  }
  const sizes = names.flatMap(points).flatMap(({ at }) => at.map(Math.abs));
  expect([Math.min(...sizes.filter((x) => x > 0)), Math.max(...sizes)]).toEqual([5e-324, 1.25e308]);
});

describe.each(fixed)("%s", (name, op) => {
  test("the row", () => {
    expect(points(name).flatMap((point) => byRow(point, op))).toEqual([]);
  });

  test("Values", () => {
    expect(points(name).flatMap((point) => byValues(point, (x) => applied(name, x)))).toEqual([]);
  });

  test("programs in double precision", () => {
    expect(byPrograms(points(name), (x) => applied(name, x), F64)).toEqual([]);
  });

  test("programs in single precision", () => {
    expect(byPrograms(singles(name), (x) => applied(name, x), F32)).toEqual([]);
  });
});

test.each(names)(
  "%s: third derivatives in the middle of the range, as exact as the formulas allow",
  (name) => {
    for (const point of points(name)) {
      if (!point.at.every((x) => Math.abs(x) > 0.1 && Math.abs(x) < 9)) continue;
      const leaves = point.at.map((x) => new Value(x));
      const first = gradients(applied(name, leaves), leaves, { createGraph: true });
      const second = first.map((slope) => gradients(slope, leaves, { createGraph: true }));
      second.forEach((row, i) => {
        row.forEach((value, j) => {
          const third = gradients(value, leaves, { createGraph: true });
          third.forEach((result, k) => {
            const expected = point.expected([i, j, k]);
            if (expected === undefined) return;
            const bound = 8 * ulp(expected, F64) + 2 * sensitivity(result) * 2 ** -52;
            const isRight = Math.abs(result.data - expected) <= bound;
            expect([point.at, i, j, k, result.data, expected, isRight]).toEqual([point.at, i, j, k, result.data, expected, true]); // prettier-ignore
          });
        });
      });
    }
  },
);

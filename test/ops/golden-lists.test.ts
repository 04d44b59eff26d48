/**
 * The operations on lists, their first and second derivatives against golden.json, on lists of one to five elements of all sizes, with ties and
 * zeros: for the row, for Values, for Hessians as numbers, and for programs.
 */
import { describe, expect, test } from "@jest/globals";
import { gradients, Value } from "chainrule";
import { listOps, type ListOp } from "../../src/ops/index.js";
import {
  byPrograms,
  byValues,
  F32,
  F64,
  points,
  sensitivity,
  singles,
  type Apply,
  type Point,
} from "./golden.js";
import { listRows, lists } from "./rows.js";

const cases = listRows.flatMap(([name, op]) =>
  [1, 2, 3, 5].map((length) => ({ name, key: `${name} of ${String(length)}`, length, op })),
);

/**
 * Their second derivatives are sums that cancel, like p (1 − p) of a probability p near 1: these are held to what their formulas allow.
 */
const CANCEL: readonly ListOp[] = [listOps.prod, listOps.norm, listOps.logSumExp, listOps.crossEntropy];

function allow(point: Point, of: Apply): Point {
  const leaves = point.at.map((x) => new Value(x));
  gradients(of(leaves), leaves, { createGraph: true }).forEach((slope, i) => {
    gradients(slope, leaves, { createGraph: true }).forEach((second, j) => {
      point.sensitivities.set([i, j].join(), sensitivity(second));
    });
  });
  return point;
}

/** The elements as one list or two. */
const columns = <T>(all: readonly T[], length: number): T[][] =>
  Array.from({ length: all.length / length }, (_, k) => all.slice(k * length, (k + 1) * length));

describe.each(cases)("$key", ({ name, key, length, op }) => {
  const of: Apply = (operands) => (lists[name] as (typeof lists)[string])(...columns(operands, length));
  const allowed = (all: readonly Point[]): readonly Point[] =>
    CANCEL.includes(op) ? all.map((point) => allow(point, of)) : all;
  const byRow = (point: Point, { num }: ListOp): string[] => {
    const [x = [], y = []] = columns(point.at, length);
    return point.fault("num", [], num(x, y), F64);
  };

  test("the row", () => {
    expect(points(key).flatMap((point) => byRow(point, op))).toEqual([]);
  });

  test("Values", () => {
    expect(allowed(points(key)).flatMap((point) => byValues(point, of))).toEqual([]);
  });

  test("programs in double precision", () => {
    expect(byPrograms(allowed(points(key)), of, F64)).toEqual([]);
  });

  test("programs in single precision", () => {
    expect(byPrograms(allowed(singles(key)), of, F32)).toEqual([]);
  });
});

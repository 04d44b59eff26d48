/**
 * The operations on lists, their first and second derivatives against golden.json, on lists of one to five elements of all sizes, with ties and
 * zeros: for the row, for Values, for Hessians as numbers, and for programs.
 */
import { describe, expect, test } from "@jest/globals";
import type { ListOp } from "../../src/ops/index.js";
import { byPrograms, byValues, F32, F64, points, singles, type Apply, type Point } from "./golden.js";
import { listRows, lists } from "./rows.js";

const cases = listRows.flatMap(([name, op]) =>
  [1, 2, 3, 5].map((length) => ({ name, key: `${name} of ${String(length)}`, length, op })),
);

/** The elements as one list or two. */
const columns = <T>(all: readonly T[], length: number): T[][] =>
  Array.from({ length: all.length / length }, (_, k) => all.slice(k * length, (k + 1) * length));

describe.each(cases)("$key", ({ name, key, length, op }) => {
  const of: Apply = (operands) => (lists[name] as (typeof lists)[string])(...columns(operands, length));
  const byRow = (point: Point, { num }: ListOp): string[] => {
    const [x = [], y = []] = columns(point.at, length);
    return point.fault("num", [], num(x, y), F64);
  };

  test("the row", () => {
    expect(points(key).flatMap((point) => byRow(point, op))).toEqual([]);
  });

  test("Values", () => {
    expect(points(key).flatMap((point) => byValues(point, of))).toEqual([]);
  });

  test("programs in double precision", () => {
    expect(byPrograms(points(key), of, F64)).toEqual([]);
  });

  test("programs in single precision", () => {
    expect(byPrograms(singles(key), of, F32)).toEqual([]);
  });
});

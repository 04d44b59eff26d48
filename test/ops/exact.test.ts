/** What golden values are made with: the arithmetic against numbers from tables, where derivatives do not exist, and rows that do not say what they are. */
import { describe, expect, test } from "@jest/globals";
import { seriesOf, statement } from "../../scripts/generate/golden/definitions.js";
import { exact, freed, Space, useBits } from "../../scripts/generate/golden/series.js";
import { listOps, ops, type Op } from "../../src/ops/index.js";

/** The value and all derivatives up to the second order; NaN where there is none. */
function at(op: Op, ...operands: number[]): number[] {
  return freed(() => {
    useBits(400);
    const space = new Space(operands.length, 2);
    const series = seriesOf(
      op,
      operands.map((x, k) => space.variable(k, exact(x))),
    );
    return space.monomials.map((exponents, i) => {
      const factor = exponents.includes(2) ? 2 : 1;
      return (series.terms[i]?.toNumber() ?? 0) * factor;
    });
  });
}

/** Abramowitz and Stegun, tables 1.1 (constants), 4.6 to 4.15 and 7.1 to 7.3; longer digits from the OEIS (A001113, A002162, A099286 …). */
test.each<[name: string, op: Op, operands: number[], digits: string]>([
  ["e", ops.exp, [1], "2.718281828459045235"],
  ["ln 2", ops.log, [2], "0.693147180559945309"],
  ["√2", ops.sqrt, [2], "1.414213562373095048"],
  ["∛2", ops.cbrt, [2], "1.259921049894873164"],
  ["2^√2, nearly", ops.pow, [2, 1.5], "2.828427124746190097"],
  ["sin 1", ops.sin, [1], "0.841470984807896506"],
  ["cos 1", ops.cos, [1], "0.540302305868139717"],
  ["π", ops.atan2, [0, -1], "3.141592653589793238"],
  ["−3π/4", ops.atan2, [-1, -1], "-2.356194490192344928"],
  ["erf 1", ops.erf, [1], "0.842700792949714869"],
  ["erfc 5", ops.erfc, [5], "1.53745979442803485e-12"],
  ["Φ(1)", ops.normalCdf, [1], "0.841344746068542948"],
  ["ln(1 + e)", ops.softplus, [1], "1.313261687518222834"],
])("%s", (_name, op, operands, digits) => {
  expect(at(op, ...operands)[0]).toBe(Number(digits));
});

describe("derivatives", () => {
  test("are those of the textbook", () => {
    expect(at(ops.mul, 3, 5)).toEqual([15, 3, 0, 5, 1, 0]);
    expect(at(ops.div, 1, 4)).toEqual([0.25, -0.0625, 0.03125, 0.25, -0.0625, 0]);
    expect(at(ops.sin, 0)).toEqual([0, 1, -0]);
    expect(at(ops.atan2, 3, 4).slice(1)).toEqual([-3 / 25, 24 / 625, 4 / 25, -7 / 625, -24 / 625]);
    expect(at(listOps.prod, 2, 0, 4)).toEqual([0, 0, 0, 8, 2, 0, 0, 0, 4, 0]);
  });

  test.each<[string, Op, number[], number[]]>([
    ["at kinks", ops.abs, [0], [-0, NaN, NaN]],
    ["at steps", ops.step, [0], [0, NaN, NaN]],
    ["at ties of a list", listOps.max, [2, 2], [2, NaN, NaN, NaN, NaN, NaN]],
    ["by an exponent of a negative number", ops.pow, [-2, 3], [-8, NaN, NaN, 12, NaN, -12]],
    ["where the angle jumps", ops.atan2, [0, -1], [Math.PI, NaN, NaN, NaN, NaN, NaN]],
  ])("do not exist %s", (_where, op, operands, expected) => {
    expect(at(op, ...operands)).toEqual(expected);
  });

  test("exist where both branches agree on them", () => {
    expect(at(ops.softplus, 0)).toEqual([Math.LN2, 0.5, 0.25]);
    expect(at(ops.max, 2, 1)).toEqual([2, 0, 0, 1, 0, 0]);
  });
});

test("a row that does not say what it is, is told how", () => {
  const row = { ...ops.expm1 };
  Reflect.deleteProperty(row, "exact");
  expect(() => statement(row)).toThrow(/its row does not say what it is exactly. Give the row `exact`/);
});

test("a definition changes with those of the operations in it", () => {
  const silu = statement(ops.silu);
  expect(silu).toContain("sigmoid(x)=");
  expect(silu).toContain("silu(x)=mul(x,sigmoid(x))");
  expect(statement(listOps.norm)).toContain("sqrt(sum(square(x)))");
});

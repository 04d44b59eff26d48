/** checkOp: what it finds in a user's operation, and where it looks. */
import { describe, expect, test } from "@jest/globals";
import { checkOp, defineOp, Value, type OpDefinition } from "chainrule";
import { ops, type OpName } from "../../src/ops/index.js";
import { centralDifference } from "../differences.js";
import { relativeError } from "../tolerances.js";
import { mixed, numericCube } from "./functions.js";

describe("checkOp", () => {
  test("returns the worst point of every derivative, of first and second order", () => {
    const checked = checkOp(mixed);
    expect(checked.map(({ derivative }) => derivative).slice(0, 5)).toEqual([
      "∂/∂a",
      "∂/∂b",
      "∂/∂c",
      "∂/∂flat",
      "∂²/∂a∂a",
    ]);
    expect(checked).toHaveLength(4 + 16);
    for (const { error } of checked) expect(error).toBeLessThan(1e-7);
    expect(checkOp(numericCube).map(({ derivative }) => derivative)).toEqual(["∂/∂x"]);
  });

  test("passes for every operation of the table on fixed operands", () => {
    for (const name of Object.keys(ops)) expect(checkOp(name as OpName).length).toBeGreaterThan(1);
  });

  const wrong = { name: "wrong", num: (x: number, y: number) => x * y * y };

  test("finds a wrong local gradient, and names the operand, the point and both numbers", () => {
    const op = defineOp({ ...wrong, name: "inY", localGradients: (x, y) => [y * y, 2.002 * x * y] });
    let message = "";
    try {
      checkOp(op);
    } catch (error) {
      message = (error as Error).message;
    }
    const found =
      /^checkOp: inY: ∂\/∂y at x = (\S+), y = (\S+): the definition gives (\S+), the central difference (\S+), relative error 1\.0e-3/.exec(
        message,
      );
    const [x, y, analytic, numeric] = (found ?? []).slice(1).map(Number) as [number, number, number, number];
    expect(analytic).toBe(2.002 * x * y);
    expect(
      relativeError(
        numeric,
        centralDifference((moved) => x * moved * moved, y),
      ),
    ).toBe(0);
    expect(message).not.toContain("∂/∂x");
  });

  test.each<[string, Pick<OpDefinition<[number, number]>, "grad" | "localGradients">]>([
    ["operands exchanged", { grad: (x, y) => [x.mul(y).mul(2), y.square()] }],
    ["a sign", { grad: (x, y) => [y.square().neg(), x.mul(y).mul(2)] }],
    ["a term left out", { grad: (_x, y) => [y.square(), 0] }],
    ["a NaN", { localGradients: (_x, y) => [y * y, NaN] }],
    ["a decision on data, frozen when the rule was read", { grad: (x, y) => [y.data > 0 ? y.square() : y.square().mul(1.1), x.mul(y).mul(2)] }], // prettier-ignore
  ])("finds %s", (_, rule) => {
    expect(() => checkOp(defineOp({ ...wrong, ...rule }))).toThrow(/^checkOp: wrong/);
  });

  test("finds a wrong second derivative: a rule right in its number but constant in an operand", () => {
    const detached = defineOp({ name: "detached", num: (x) => x * x, grad: (x) => [x.mul(2).detach()] });
    expect(() => checkOp(detached)).toThrow(/∂/);
  });

  test("keeps to the domain, and out of its holes", () => {
    const seen: number[] = [];
    const op = defineOp({
      name: "seen",
      num: (x) => {
        seen.push(x);
        return 1 / x;
      },
      grad: (_x, out) => [out.square().neg()],
      domain: [{ min: -1, max: 2, without: 0 }],
    });
    checkOp(op, { points: 50 });
    expect(Math.min(...seen)).toBeGreaterThan(-1);
    expect(Math.max(...seen)).toBeLessThan(2);
    expect(Math.min(...seen.map(Math.abs))).toBeGreaterThan(0.02);
    expect(seen.some((x) => x < -0.5) && seen.some((x) => x > 1.5)).toBe(true);
  });

  test("keeps a hundredth of an interval away from its ends, and fills it evenly, also beside a hole", () => {
    const seen: number[] = [];
    const num = (x: number): number => {
      seen.push(x);
      return x;
    };
    const samplesOf = (interval: { min: number; max: number; without?: number }): number[] => {
      seen.length = 0;
      checkOp(defineOp({ name: "placed", num, grad: () => [1], domain: [interval] }), { points: 500 });
      return seen;
    };
    const within = (low: number, high: number): number =>
      seen.filter((x) => low < x && x < high).length / seen.length;
    samplesOf({ min: 10, max: 20 });
    expect(Math.min(...seen)).toBeGreaterThan(10.09);
    expect(Math.min(...seen)).toBeLessThan(10.2);
    expect(Math.max(...seen)).toBeLessThan(19.91);
    samplesOf({ min: -1, max: 2, without: 0 });
    expect(within(-0.029, 0.029)).toBe(0);
    for (const start of [-1, 0, 1]) {
      expect(within(start, start + 1)).toBeGreaterThan(0.31);
      expect(within(start + 0.5, start + 1)).toBeGreaterThan(0.14);
    }
    samplesOf({ min: 0, max: 1, without: 0 });
    expect(Math.min(...seen)).toBeLessThan(0.02);
  });

  test("returns the worst point of all", () => {
    const at = (fault: (x: number) => number): number => {
      const op = defineOp({
        name: "nearly",
        num: (x) => x * x,
        localGradients: (x) => [2 * x + fault(x)],
        domain: [{ min: 0, max: 0.4 }],
      });
      return checkOp(op, { points: 200, tolerance: 1 })[0]?.at[0] ?? NaN;
    };
    expect(at((x) => x / 100)).toBeGreaterThan(0.39);
    expect(at((x) => (0.4 - x) / 100)).toBeLessThan(0.01);
  });

  test("finds a NaN in a part of the domain, wherever the samples end", () => {
    for (const sign of [1, -1]) {
      const localGradients = (x: number): number[] => [sign * x > 0 ? NaN : 1];
      const half = defineOp({ name: "half", num: (x) => x, localGradients });
      expect(() => checkOp(half)).toThrow("the definition gives NaN");
    }
  });

  test("a tolerance may be met exactly, and every derivative that fails has a line", () => {
    const same = defineOp({ name: "same", num: (x) => x, localGradients: () => [1] });
    expect(checkOp(same, { tolerance: 0 })[0]?.error).toBe(0);
    const neither = defineOp({ name: "neither", num: (x: number, y: number) => x + y, localGradients: () => [2, 2] }); // prettier-ignore
    expect(() => checkOp(neither)).toThrow(/^checkOp: neither: ∂\/∂x at .*\ncheckOp: neither: ∂\/∂y at .*$/);
  });

  test("answers what is no operation", () => {
    expect(() => checkOp("nonsense" as OpName)).toThrow('checkOp: op is the string "nonsense"');
    expect(() => checkOp(["exp"] as unknown as OpName)).toThrow("checkOp: op is an array of 1");
    expect(() => checkOp(() => new Value(1))).toThrow("checkOp: op is a function");
    expect(() => checkOp("sum" as OpName)).toThrow(
      'checkOp: op is the string "sum", expected what defineOp returned',
    );
  });
});

/** Numbers at the edges: large, tiny, tied, and not finite. Expected values come from mathematics, or from 50-digit arithmetic. */
import { describe, expect, test } from "@jest/globals";
import { logSumExp, max, mean, min, softmax, Value } from "chainrule";
import { relativeError, tolerances } from "../tolerances.js";

/** Value and derivative of a function of one Value. */
function at(x: number, f: (x: Value) => Value): [value: number, derivative: number] {
  const leaf = new Value(x);
  const out = f(leaf);
  out.backward();
  return [out.data, leaf.grad];
}

describe("large arguments do not overflow", () => {
  test.each([
    ["sigmoid", 1000, 1, 0],
    ["sigmoid", -1000, 0, 0],
    ["softplus", 1000, 1000, 1],
    ["softplus", -1000, 0, 0],
    ["tanh", 1000, 1, 0],
    ["silu", 1000, 1000, 1],
    ["gelu", 1000, 1000, 1],
    ["gelu", -1000, 0, 0],
  ] as const)("%s(%d) = %d with slope %d", (op, x, value, slope) => {
    const [data, grad] = at(x, (leaf) => leaf[op]());
    expect([data + 0, grad + 0]).toEqual([value, slope]);
  });

  test("logSumExp and softmax at ±1000", () => {
    const xs = [1000, -1000, 1000].map((x) => new Value(x));
    const out = logSumExp(xs);
    out.backward();
    expect(relativeError(out.data, 1000 + Math.LN2)).toBeLessThan(tolerances.closedForm);
    xs.forEach((x, i) => {
      expect(relativeError(x.grad, [0.5, 0, 0.5][i] as number)).toBeLessThan(tolerances.closedForm);
    });
    expect(softmax([1000, 0, -1000]).map((p) => p.data)).toEqual([1, 0, 0]);
    for (const p of softmax([-1000, -1000]))
      expect(relativeError(p.data, 0.5)).toBeLessThan(tolerances.closedForm);
  });

  test("the gradient of softmax is pᵢ(δᵢⱼ − pⱼ)", () => {
    const xs = [0.3, 2.9, 4].map((x) => new Value(x));
    const p = softmax(xs);
    (p[1] as Value).backward();
    const numbers = p.map(({ data }) => data);
    xs.forEach((x, j) => {
      const expected = (numbers[1] as number) * ((j === 1 ? 1 : 0) - (numbers[j] as number));
      expect(relativeError(x.grad, expected)).toBeLessThan(tolerances.closedForm);
    });
  });
});

describe("small arguments keep their digits", () => {
  test("expm1 and log1p near 0", () => {
    // e^x − 1 = x + x²/2 + … and ln(1 + x) = x − x²/2 + …
    expect(at(1e-10, (x) => x.expm1())[0]).toBe(1.00000000005e-10);
    expect(Math.abs(at(1e-10, (x) => x.log1p())[0] / 9.9999999995e-11 - 1)).toBeLessThan(1e-15);
  });

  test("sigmoid far to the left is e^x, down to subnormal numbers", () => {
    expect(at(-740, (x) => x.sigmoid())[0]).toBe(Math.exp(-740));
  });

  test.each([
    // mpmath, 50 digits
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [2, 0.9953222650189527, 0.004677734981047266],
    [-3, -0.9999779095030014, 1.9999779095030015],
    [6, 1, 2.1519736712498913e-17],
    [10, 1, 2.088487583762545e-45],
  ])("erf(%d) and erfc(%d)", (x, erf, erfc) => {
    expect(Math.abs(at(x, (leaf) => leaf.erf())[0] / erf - 1)).toBeLessThan(1e-15);
    expect(Math.abs(at(x, (leaf) => leaf.erfc())[0] / erfc - 1)).toBeLessThan(2e-15);
  });

  test.each([
    // mpmath, 50 digits
    [2.3, 0.0011431765973566525],
    [3.9, 3.4792248597231765e-8],
    [4.1, 6.700027654084918e-9],
    [5.3, 6.613081850340811e-14],
    [10.1, 2.770896983131174e-46],
    [20.3, 2.985318180601636e-181],
    [26.5, 2.2109076642637343e-307],
  ])("erfc(%d), far to the right, to 4 units in the last place", (x, erfc) => {
    expect(Math.abs(at(x, (leaf) => leaf.erfc())[0] / erfc - 1)).toBeLessThan(4 * Number.EPSILON);
  });

  test("erfc is a subnormal number at 27, and 0 beyond", () => {
    // mpmath: 5.237048923789e-319
    expect(at(27, (x) => x.erfc())[0]).toBe(5.23705e-319);
    expect(at(27.3, (x) => x.erfc())[0]).toBe(0);
  });

  test("gelu keeps the tail of the normal distribution", () => {
    // x Φ(x) at −8, mpmath, 50 digits
    expect(Math.abs(at(-8, (x) => x.gelu())[0] / -4.976768459417427e-15 - 1)).toBeLessThan(1e-13);
  });
});

describe("powers", () => {
  test("of 0, by a number and by a Value", () => {
    expect(at(0, (x) => x.pow(2))).toEqual([0, 0]);
    expect(at(0, (x) => x.pow(1))).toEqual([0, 1]);
    expect(at(0, (x) => x.pow(0))).toEqual([1, 0]);
    expect(at(0, (x) => x.pow(0.5))).toEqual([0, Infinity]);
    const [base, exponent] = [new Value(0), new Value(3)];
    base.pow(exponent).backward();
    expect([base.grad, exponent.grad]).toEqual([0, 0]);
  });

  test("of a negative base", () => {
    expect(at(-2, (x) => x.pow(3))).toEqual([-8, 12]);
    expect(at(-2, (x) => x.pow(-2))).toEqual([0.25, 0.25]);
    expect(at(-2, (x) => x.pow(0.5))).toEqual([NaN, NaN]);
  });

  test("sqrt at 0 has the slope +∞, and of a negative number is NaN", () => {
    expect(at(0, (x) => x.sqrt())).toEqual([0, Infinity]);
    expect(at(-1, (x) => x.sqrt())).toEqual([NaN, NaN]);
  });
});

describe("ties and kinks", () => {
  test("relu and abs have the slope 0 at 0", () => {
    expect(at(0, (x) => x.relu())).toEqual([0, 0]);
    expect(at(0, (x) => x.abs())).toEqual([0, 0]);
  });

  test("max and min of equal operands split 1/2 and 1/2", () => {
    const [a, b] = [new Value(2), new Value(2)];
    a.max(b).backward();
    a.min(b).backward();
    expect([a.grad, b.grad]).toEqual([1, 1]);
    expect(at(2, (x) => x.max(x))).toEqual([2, 1]);
  });

  test("max, min and mean of lists", () => {
    const xs = [3, -1, 7, 7].map((x) => new Value(x));
    expect([max(xs).data, min(xs).data, mean(xs).data]).toEqual([7, -1, 4]);
    max(xs).backward();
    expect(xs.map((x) => x.grad)).toEqual([0, 0, 0.5, 0.5]);
    for (const [name, f] of [
      ["max", max],
      ["min", min],
      ["mean", mean],
    ] as const) {
      expect(() => f([])).toThrow(`${name}: x is empty, expected at least one element`);
    }
  });
});

describe("IEEE 754: nothing throws", () => {
  test("log of 0 and of a negative number", () => {
    expect(at(0, (x) => x.log())[0]).toBe(-Infinity);
    expect(at(-1, (x) => x.log())[0]).toBeNaN();
  });

  test("division by 0, and −0", () => {
    expect(at(0, (x) => x.reciprocal())[0]).toBe(Infinity);
    expect(at(-0, (x) => x.reciprocal())[0]).toBe(-Infinity);
    expect(at(0, (x) => x.neg())[0]).toBe(-0);
  });

  test("NaN is not hidden by max, min, relu or logSumExp", () => {
    expect(at(NaN, (x) => x.max(1))[0]).toBeNaN();
    expect(at(NaN, (x) => x.min(1))[0]).toBeNaN();
    expect(at(NaN, (x) => x.relu())[0]).toBeNaN();
    expect(logSumExp([1, NaN]).data).toBeNaN();
    expect(logSumExp([]).data).toBe(-Infinity);
  });
});

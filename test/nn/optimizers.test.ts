/** Optimizers on Values, against their updates written out by hand. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, Value } from "chainrule";
import { Adam, Sgd } from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

/** f = (x − 1)⁴ + 3x, whose derivative is 4(x − 1)³ + 3. */
const derivative = (x: number): number => 4 * (x - 1) ** 3 + 3;
const loss = (x: Value): Value => x.sub(1).pow(4).add(x.mul(3));

function descend(x: Value, optimizer: Sgd | Adam, steps: number): number[] {
  return Array.from({ length: steps }, () => {
    optimizer.zeroGrad();
    loss(x).backward();
    optimizer.step();
    return x.data;
  });
}

function expectPath(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(relativeError(x, expected[i] as number)).toBeLessThan(tolerances.reordered);
  });
}

describe("Sgd", () => {
  test("three steps by hand", () => {
    const x = new Value(2);
    const path = descend(x, new Sgd([x], { learningRate: 0.05 }), 3);
    let at = 2;
    expectPath(
      path,
      [0, 1, 2].map(() => (at -= 0.05 * derivative(at))),
    );
  });

  test("zeroGrad, and without it gradients add up", () => {
    const x = new Value(2);
    const sgd = new Sgd([x], { learningRate: 1 });
    loss(x).backward();
    loss(x).backward();
    expect(x.grad).toBe(14);
    sgd.zeroGrad();
    expect(x.grad).toBe(0);
  });

  test("the rate may change between steps", () => {
    const x = new Value(2);
    const sgd = new Sgd([x], { learningRate: 1 });
    loss(x).backward();
    sgd.learningRate = 0.5;
    sgd.step();
    expect(x.data).toBe(-1.5);
  });
});

describe("Adam", () => {
  test("three steps by hand", () => {
    const x = new Value(2);
    const path = descend(x, new Adam([x], { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 }), 3);
    let [at, m, v] = [2, 0, 0];
    const expected = [1, 2, 3].map((t) => {
      const g = derivative(at);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      at -= (0.1 * (m / (1 - 0.8 ** t))) / (Math.sqrt(v / (1 - 0.95 ** t)) + 1e-6);
      return at;
    });
    expectPath(path, expected);
  });
});

describe("wrong settings", () => {
  const x = [new Value(1)];
  test.each<[string, () => unknown, string]>([
    ["rate 0", () => new Sgd(x, { learningRate: 0 }), "Sgd: learningRate is 0, expected a positive number"],
    ["rate NaN", () => new Adam(x, { learningRate: NaN }), "Adam: learningRate is NaN"],
    ["decay 1", () => new Adam(x, { beta2: 1 }), "Adam: beta2 is 1, expected a number below 1"],
    [
      "a number among the parameters",
      () => new Sgd([3 as unknown as Value], { learningRate: 1 }),
      "Sgd: parameter 0 is not a Value",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(ChainruleError);
    expect(make).toThrow(message);
  });
});

/** Parts 4.1 and 4.2 of the study note: MulLayer and AddLayer, on numbers and on Values. */
import { describe, expect, test } from "@jest/globals";
import { Value } from "chainrule";
import { AddLayer, MulLayer } from "chainrule/book";
import { relativeError, tolerances } from "../tolerances.js";

const close = (actual: readonly number[], expected: readonly number[]): void => {
  actual.forEach((x, i) => {
    expect(relativeError(x, expected[i] as number)).toBeLessThan(tolerances.closedForm);
  });
};

describe("4.1 MulLayer", () => {
  test("10 × 5, upstream 1.3 → 6.5 and 13", () => {
    const layer = new MulLayer();
    expect(layer.forward(10, 5)).toBe(50);
    expect(layer.backward(1.3)).toEqual([6.5, 13]);
  });

  test("the apples: forward 220, backward 2.2, 110 and 200", () => {
    const [fruit, taxed] = [new MulLayer(), new MulLayer()];
    const price = taxed.forward(fruit.forward(100, 2), 1.1);
    const [dFruit, dTax] = taxed.backward(1);
    close([price, ...fruit.backward(dFruit), dTax], [220, 2.2, 110, 200]);
  });

  test("on Values it is the product of the Values, and both backward passes agree", () => {
    const [x, y] = [new Value(10), new Value(5)];
    const layer = new MulLayer();
    const out = layer.forward(x, y);
    out.backward(1.3);
    expect(layer.backward(1.3)).toEqual([x.grad, y.grad]);
  });
});

describe("4.2 AddLayer", () => {
  test("passes the signal on", () => {
    const layer = new AddLayer();
    expect(layer.forward(10, 5)).toBe(15);
    expect(layer.backward(1.3)).toEqual([1.3, 1.3]);
  });

  test("apples and oranges: forward 715, backward 110, 2.2, 3.3, 165, 650", () => {
    const [apples, oranges, both, taxed] = [new MulLayer(), new MulLayer(), new AddLayer(), new MulLayer()];
    const price = taxed.forward(both.forward(apples.forward(100, 2), oranges.forward(150, 3)), 1.1);
    const [dBoth, dTax] = taxed.backward(1);
    const [dApples, dOranges] = both.backward(dBoth);
    const [dApple, dAppleCount] = apples.backward(dApples);
    const [dOrange, dOrangeCount] = oranges.backward(dOranges);
    close([price, dAppleCount, dApple, dOrange, dOrangeCount, dTax], [715, 110, 2.2, 3.3, 165, 650]);
  });

  test("on Values it is their sum", () => {
    const [x, y] = [new Value(10), new Value(5)];
    const layer = new AddLayer();
    layer.forward(x, y).backward(1.3);
    expect(layer.backward(1.3)).toEqual([x.grad, y.grad]);
  });
});

test("backward before forward is an error", () => {
  expect(() => new MulLayer().backward(1)).toThrow("MulLayer: backward was called before forward");
  expect(() => new AddLayer().backward(1)).toThrow("AddLayer: backward was called before forward");
});

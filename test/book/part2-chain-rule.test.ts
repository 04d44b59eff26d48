/** Part 2 of the study note: the chain rule. */
import { expect, test } from "@jest/globals";
import { Value } from "chainrule";

test("2 backward through y = x² takes a signal E to E · 2x", () => {
  for (const [x, signal] of [
    [3, 1],
    [-1.5, 4],
    [0.25, -2],
  ] as const) {
    const leaf = new Value(x);
    leaf.square().backward(signal);
    expect(leaf.grad).toBe(signal * 2 * x);
  }
});

test("2 z = t², t = x + y: ∂z/∂z = 1, ∂z/∂t = 2t, ∂z/∂x = 2(x + y)", () => {
  const [x, y] = [new Value(1.5, "x"), new Value(2, "y")];
  const t = x.add(y);
  const z = t.pow(2);
  z.backward();
  expect([z.grad, t.grad, x.grad, y.grad]).toEqual([1, 2 * 3.5, 2 * 3.5, 2 * 3.5]);
});

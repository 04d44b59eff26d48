/** Part 3 of the study note: back propagation through the add node and the multiply node. */
import { expect, test } from "@jest/globals";
import { Value } from "chainrule";

test("3 the add node passes the signal on: 10 + 5 with upstream 1.3 gives 1.3 and 1.3", () => {
  const [x, y] = [new Value(10), new Value(5)];
  x.add(y).backward(1.3);
  expect([x.grad, y.grad]).toEqual([1.3, 1.3]);
});

test("3 the multiply node swaps the operands: 10 × 5 with upstream 1.3 gives 6.5 and 13", () => {
  const [x, y] = [new Value(10), new Value(5)];
  x.mul(y).backward(1.3);
  expect([x.grad, y.grad]).toEqual([6.5, 13]);
});

/** Part 1 of the study note: computational graphs, local computation, and why to draw one. */
import { describe, expect, test } from "@jest/globals";
import { topologicalOrder, Value } from "chainrule";
import { toDot } from "chainrule/draw";
import { relativeError, tolerances } from "../tolerances.js";

function apples(): { apple: Value; count: Value; tax: Value; price: Value } {
  const [apple, count, tax] = [new Value(100, "apple"), new Value(2, "count"), new Value(1.1, "tax")];
  return { apple, count, tax, price: apple.mul(count).mul(tax) };
}

function fruit(): Record<"apple" | "appleCount" | "orange" | "orangeCount" | "tax" | "price", Value> {
  const [apple, appleCount] = [new Value(100, "apple"), new Value(2, "apple count")];
  const [orange, orangeCount] = [new Value(150, "orange"), new Value(3, "orange count")];
  const tax = new Value(1.1, "tax");
  const price = apple.mul(appleCount).add(orange.mul(orangeCount)).mul(tax);
  return { apple, appleCount, orange, orangeCount, tax, price };
}

const close = (actual: number, expected: number): void => {
  expect(relativeError(actual, expected)).toBeLessThan(tolerances.closedForm);
};

describe("1 Computational graph", () => {
  test("two apples of 100 at a tax of 1.1 cost 220", () => {
    close(apples().price.data, 220);
  });

  test("with three oranges of 150 it is 715", () => {
    close(fruit().price.data, 715);
  });

  test("nodes and edges: 3 leaves and 2 products, 4 edges", () => {
    const order = topologicalOrder(apples().price);
    expect(order.map((node) => node.op)).toEqual(["leaf", "leaf", "mul", "leaf", "mul"]);
    expect(order.flatMap((node) => node.parents)).toHaveLength(4);
  });
});

describe("1.2 Local computation", () => {
  test("a node knows its own inputs only: its local gradients need no backward pass", () => {
    const { price, tax } = apples();
    const [subtotal] = price.parents as [Value, Value];
    expect(subtotal.localGradients()).toEqual([2, 100]);
    expect(price.localGradients()).toEqual([tax.data, 200]);
  });

  test("the picture shows each number and the gradient that came back", () => {
    const { price } = apples();
    price.backward();
    const dot = toDot(price);
    for (const text of ["100", "2.2", "2", "110", "200", "1.1", "220", "1"])
      expect(dot).toContain(`label = "${text}"`);
    // Beside each node its local derivatives, by its own inputs only.
    expect(dot).toContain("∂v1/∂apple = count = 2\\n∂v1/∂count = apple = 100");
    expect(dot).toContain("∂v2/∂v1 = tax = 1.1\\n∂v2/∂tax = v1 = 200");
  });
});

describe("1.3 Why a graph", () => {
  test("intermediate results are kept", () => {
    const { price } = apples();
    expect(price.parents[0]?.data).toBe(200);
  });

  test("backward arrows: apple 2.2, count 110, tax 200", () => {
    const { apple, count, tax, price } = apples();
    price.backward();
    close(apple.grad, 2.2);
    close(count.grad, 110);
    close(tax.grad, 200);
  });

  test("with oranges: apple 2.2, count 110, orange 3.3, orange count 165, tax 650", () => {
    const { apple, appleCount, orange, orangeCount, tax, price } = fruit();
    price.backward();
    [apple, appleCount, orange, orangeCount, tax].forEach(({ grad }, i) => {
      close(grad, [2.2, 110, 3.3, 165, 650][i] as number);
    });
  });
});

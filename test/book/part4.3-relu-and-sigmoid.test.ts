/** Part 4.3 of the study note: the activation layers ReLU and Sigmoid. */
import { describe, expect, test } from "@jest/globals";
import { Relu, Sigmoid, Tanh } from "chainrule/book";
import { Matrix } from "chainrule/nn";
import { expectAgreement, expectClose, randomMatrix } from "../nn/agree.js";

describe("4.3 ReLU", () => {
  test("x ≤ 0 stops the signal", () => {
    const layer = new Relu();
    expect(
      layer.forward(
        Matrix.from([
          [1, -0.5],
          [-2, 3],
          [0, 0],
        ]),
      ).data,
    ).toEqual(Float64Array.of(1, 0, 0, 3, 0, 0));
    expect(
      layer.backward(
        Matrix.from([
          [5, 6],
          [7, 8],
          [9, 10],
        ]),
      ).data,
    ).toEqual(Float64Array.of(5, 0, 0, 8, 0, 0));
  });
});

describe("4.3 Sigmoid", () => {
  test("dx = dout · y(1 − y)", () => {
    const layer = new Sigmoid();
    const y = layer.forward(Matrix.from([[0, Math.log(3)]]));
    expectClose(y.data, [0.5, 0.75]);
    expectClose(layer.backward(Matrix.from([[2, 4]])).data, [2 * 0.25, 4 * 0.75 * 0.25]);
  });
});

test.each([Relu, Sigmoid, Tanh])(
  "%p: the explicit backward pass agrees with the Values, for a row and a batch",
  (Layer) => {
    expectAgreement(new Layer(), randomMatrix(1, 6));
    expectAgreement(new Layer(), randomMatrix(5, 4));
  },
);

test("bad use is named", () => {
  expect(() => new Relu().backward(Matrix.from([[1]]))).toThrow("Relu: backward was called before forward");
  const layer = new Sigmoid();
  layer.forward(Matrix.from([[1, 2]]));
  expect(() => layer.backward(Matrix.from([[1]]))).toThrow(
    "Sigmoid: dout is 1×1, expected 1×2 as the output",
  );
});

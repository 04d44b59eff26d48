/** The explicit backward pass of a layer against the gradients that the Values compute: two derivations of one thing. */
import { expect } from "@jest/globals";
import { sum } from "chainrule";
import { Matrix, random } from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

export const randomMatrix = (rows: number, columns: number, seed = 3): Matrix => {
  const { normal } = random(seed);
  return Matrix.leaves(Float64Array.from({ length: rows * columns }, normal), rows, columns);
};

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number = tolerances.reordered,
): void {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < actual.length; i++) {
    expect(relativeError(actual[i] as number, expected[i] as number)).toBeLessThan(tolerance);
  }
}

/** Runs a layer on leaves, sends a random upstream gradient back both ways, and compares what reaches x. */
export function expectAgreement(
  layer: { forward(x: Matrix): Matrix; backward(dout: Matrix): Matrix },
  x: Matrix,
): void {
  const out = layer.forward(x);
  const dout = randomMatrix(out.rows, out.columns, 11);
  for (const value of x.values()) value.grad = 0;
  sum(out.mul(Matrix.constants(dout.data, dout.rows, dout.columns)).values()).backward();
  const dx = layer.backward(dout);
  expect([dx.rows, dx.columns]).toEqual([x.rows, x.columns]);
  expectClose(dx.data, x.grad);
}

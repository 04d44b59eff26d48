/** Parts 4.4 and 4.5 of the study note: the affine layer, for one row and for a batch. */
import { describe, expect, test } from "@jest/globals";
import { sum } from "chainrule";
import { Affine } from "chainrule/book";
import { Matrix } from "chainrule/nn";
import { expectAgreement, expectClose, randomMatrix } from "../nn/agree.js";

describe("4.4 Affine", () => {
  test("Y = X · W + B; dX = dY · Wᵀ, dW = Xᵀ · dY", () => {
    const layer = new Affine(
      Matrix.from([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      Matrix.from([[10, 20, 30]]),
    );
    expect(layer.forward(Matrix.from([[1, -1]])).data).toEqual(Float64Array.of(7, 17, 27));
    expect(layer.backward(Matrix.from([[1, 2, 3]])).data).toEqual(Float64Array.of(14, 32));
    expect(layer.dW?.data).toEqual(Float64Array.of(1, 2, 3, -1, -2, -3));
    expect(layer.db?.data).toEqual(Float64Array.of(1, 2, 3));
  });

  test("shapes are checked, and both are named", () => {
    const layer = new Affine(randomMatrix(4, 5), randomMatrix(1, 5));
    expect(() => layer.forward(randomMatrix(2, 3))).toThrow("Affine: x is 2×3, W is 4×5 (W needs 3 rows)");
    expect(() => new Affine(randomMatrix(4, 5), randomMatrix(1, 4))).toThrow(
      "Affine: b is 1×4, W is 4×5 (b needs shape 1×5)",
    );
    layer.forward(randomMatrix(2, 4));
    expect(() => layer.backward(randomMatrix(2, 4))).toThrow(
      "Affine: dout is 2×4, expected 2×5 as the output",
    );
    expect(() => new Affine(layer.W, layer.b).backward(randomMatrix(2, 5))).toThrow(
      "Affine: backward was called before forward",
    );
  });
});

describe("4.5 Batch affine", () => {
  test("dB is the column sum over the batch", () => {
    const layer = new Affine(randomMatrix(2, 3), Matrix.zeros(1, 3));
    layer.forward(randomMatrix(2, 2));
    layer.backward(
      Matrix.from([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(layer.db?.data).toEqual(Float64Array.of(5, 7, 9));
  });

  test.each([1, 7])("the explicit backward pass agrees with the Values, batch %d", (batch) => {
    const layer = new Affine(randomMatrix(4, 3, 1), randomMatrix(1, 3, 2));
    expectAgreement(layer, randomMatrix(batch, 4));
  });

  test("so do dW and db", () => {
    const layer = new Affine(randomMatrix(4, 3, 1), randomMatrix(1, 3, 2));
    const out = layer.forward(randomMatrix(6, 4));
    const dout = randomMatrix(6, 3, 9);
    sum(out.mul(Matrix.constants(dout.data, 6, 3)).values()).backward();
    layer.backward(dout);
    expectClose(layer.dW?.data ?? [], layer.W.grad);
    expectClose(layer.db?.data ?? [], layer.b.grad);
  });
});

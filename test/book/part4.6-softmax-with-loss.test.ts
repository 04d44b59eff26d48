/** Part 4.6 of the study note: softmax with cross-entropy loss. */
import { describe, expect, test } from "@jest/globals";
import { Softmax, SoftmaxWithLoss } from "chainrule/book";
import { Matrix, oneHot } from "chainrule/nn";
import { expectAgreement, expectClose, randomMatrix } from "../nn/agree.js";

describe("4.6 Softmax", () => {
  test("of [0.3, 2.9, 4.0]", () => {
    const y = new Softmax().forward(Matrix.from([[0.3, 2.9, 4.0]]));
    // The book prints eight digits.
    y.data.forEach((p, i) => {
      expect(Math.abs(p - ([0.01821127, 0.24519181, 0.73659691][i] as number))).toBeLessThan(5e-9);
    });
  });

  test("the explicit backward pass agrees with the Values", () => {
    expectAgreement(new Softmax(), randomMatrix(4, 5));
  });
});

describe("4.6 Softmax with loss", () => {
  test("dx = (y − t) / batch, by the layer and by the Values, for one-hot and for class indices", () => {
    const classes = [2, 0, 1, 2];
    const x = randomMatrix(4, 3);
    const y = new Softmax().forward(x).data;
    const expected = y.map((p, i) => (p - (i % 3 === classes[Math.floor(i / 3)] ? 1 : 0)) / 4);
    for (const t of [classes, oneHot(classes, 3)]) {
      for (const value of x.values()) value.grad = 0;
      const layer = new SoftmaxWithLoss();
      layer.forward(x, t).backward();
      expectClose(layer.backward().data, expected);
      expectClose(x.grad, expected);
    }
  });

  test("the loss is the mean of −ln p, the same for one-hot and class indices", () => {
    const x = randomMatrix(5, 3);
    const classes = [0, 1, 2, 1, 0];
    const y = new Softmax().forward(x).data;
    const expected = -classes.reduce((total, c, i) => total + Math.log(y[i * 3 + c] as number), 0) / 5;
    expectClose([new SoftmaxWithLoss().forward(x, classes).data], [expected]);
    expectClose([new SoftmaxWithLoss().forward(x, oneHot(classes, 3)).data], [expected]);
  });

  test("large logits neither overflow nor lose the loss", () => {
    const x = Matrix.leaves([1000, 0, -1000, -1000, 0, 1000], 2, 3);
    const loss = new SoftmaxWithLoss().forward(x, [0, 0]);
    loss.backward();
    // The first row is certain and right, the second certain and wrong by 2000.
    expect(loss.data).toBe(1000);
    expectClose(x.grad, [0, 0, 0, -0.5, 0, 0.5]);
  });

  test("targets that do not fit are named", () => {
    const x = randomMatrix(2, 3);
    const loss = new SoftmaxWithLoss();
    expect(() => loss.forward(x, [0])).toThrow(
      "SoftmaxWithLoss: t has 1 classes, x is 2×3 (t needs one per row)",
    );
    expect(() => loss.forward(x, [0, 3])).toThrow("SoftmaxWithLoss: t[1] is 3, expected a class from 0 to 2");
    expect(() => loss.forward(x, [0.5, 1])).toThrow(
      "SoftmaxWithLoss: t[0] is 0.5, expected a class from 0 to 2",
    );
    expect(() => loss.forward(x, randomMatrix(2, 2))).toThrow(
      "SoftmaxWithLoss: x is 2×3, t is 2×2 (one-hot t needs the same shape)",
    );
    expect(() => loss.forward(Matrix.from([]), [])).toThrow(
      "SoftmaxWithLoss: x is 0×0, expected at least one row and class",
    );
    expect(() => new SoftmaxWithLoss().backward()).toThrow(
      "SoftmaxWithLoss: backward was called before forward",
    );
  });
});

/** Part 6 of the study note: the gradient check on the first three digits. */
import { expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { meanDifferences, TwoLayerNet } from "chainrule/book";
import { Matrix } from "chainrule/nn";
import { bothGradients, datasetOf } from "../../src/models/mnist-trainer.js";

test("6 mean |backprop − numerical| ≤ 1e-9 for every parameter of 784-50-10", () => {
  const { train } = loadMnist();
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10 });
  const { backprop, numerical } = bothGradients(net, datasetOf(train).slice(0, 3), false);
  for (const difference of Object.values(meanDifferences(backprop, numerical)))
    expect(difference).toBeLessThanOrEqual(1e-9);
  // The layers' own backward pass is a third derivation.
  const x = Matrix.constants(train.pixels.subarray(0, 3 * 784), 3, 784);
  const explicit = net.gradient(x, train.labels.subarray(0, 3));
  for (const difference of Object.values(meanDifferences(explicit, numerical)))
    expect(difference).toBeLessThanOrEqual(1e-9);
  // The first digits reach some weights, so the comparison is not of zeros with zeros.
  expect(explicit.W1.filter((g) => g !== 0).length).toBeGreaterThan(5000);
});

test("6 the book's own way, layer by layer on Values, on a smaller net", () => {
  const net = new TwoLayerNet({ inputSize: 6, hiddenSize: 5, outputSize: 3, weightScale: 1 });
  const x = Matrix.from([
    [1, 0, 0.5, -1, 2, 0.1],
    [0, 1, 1, 0.3, -0.2, 0.9],
  ]);
  const differences = meanDifferences(net.gradient(x, [2, 1]), net.numericalGradient(x, [2, 1]));
  for (const difference of Object.values(differences)) expect(difference).toBeLessThanOrEqual(1e-9);
});

test("6 a fault in one weight's gradient is seen", () => {
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2, weightScale: 1 });
  const x = Matrix.from([[1, 2, 3]]);
  const right = net.gradient(x, [1]);
  const wrong = { ...right, W2: right.W2.map((g, i) => (i === 0 ? g + 1e-6 : g)) };
  expect(meanDifferences(wrong, net.numericalGradient(x, [1])).W2).toBeGreaterThan(1e-9);
});

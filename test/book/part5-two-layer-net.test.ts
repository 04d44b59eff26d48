/** Part 5 of the study note: the two-layer net learns. The full training on all digits is the main job; here it is cut short. */
import { expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { TwoLayerNet } from "chainrule/book";
import { fit, Matrix, oneHot, random, Sgd, type FitOptions, type History } from "chainrule/nn";
import { watched } from "../../src/engine/hooks.js";
import { datasetOf } from "../../src/models/mnist-trainer.js";
import { expectClose } from "../nn/agree.js";

const mnist = loadMnist();
const [train, held] = [datasetOf(mnist.train), datasetOf(mnist.test)];
const newNet = (): TwoLayerNet =>
  new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1 });

/** As the main job trains: SGD 0.1, batches of 100. */
const learn = (net: TwoLayerNet, iterations: number, options: Partial<FitOptions> = {}): Promise<History> =>
  fit(net, train, {
    iterations,
    batchSize: 100,
    seed: 2,
    optimizer: (target) => new Sgd(target, { learningRate: 0.1 }),
    ...options,
  });

test("5 weights from 0.01 · N(0, 1), biases 0, 39,760 parameters, the same for the same seed", () => {
  const net = newNet();
  expect(net.parameters()).toHaveLength(784 * 50 + 50 + 50 * 10 + 10);
  const w = net.W1.data;
  const mean = w.reduce((total, x) => total + x, 0) / w.length;
  const deviation = Math.sqrt(w.reduce((total, x) => total + (x - mean) ** 2, 0) / w.length);
  // 39,200 samples: the mean lies within 4 of its standard errors, 5e-5, and the deviation within 1.5 %.
  expect(Math.abs(mean)).toBeLessThan(2e-4);
  expect(Math.abs(deviation / 0.01 - 1)).toBeLessThan(0.015);
  expect(net.b1.data.every((x) => x === 0)).toBe(true);
  expect(newNet().W1.data).toEqual(w);
});

test("5 compiled and on Values, 100 steps give the same losses to 1e-9", async () => {
  // Values take a second for a batch of 100.
  const batchSize = 4;
  const { losses: compiled } = await learn(newNet(), 100, { batchSize });
  const { losses: eager } = await learn(newNet(), 100, { batchSize, eager: true });
  // ln 10, before anything is learned
  expect(Math.abs((eager[0] as number) - Math.log(10))).toBeLessThan(0.02);
  expect(compiled).toHaveLength(100);
  compiled.forEach((loss, i) => {
    expect(Math.abs(loss - (eager[i] as number))).toBeLessThan(1e-9);
  });
});

/** How many Values the first edition made in a step of 100 digits: 15,100 of them for layers' own backward passes, which nobody called. */
const BEFORE = 32_303;

test.each(["class indices", "one-hot rows"])(
  "5 a step on Values, 100 digits with %s, makes at most 55 % of the Values it made",
  (targets) => {
    const net = newNet();
    const sgd = new Sgd(net.parameters(), { learningRate: 0.1 });
    const batch = train.slice(0, 100);
    const x = Matrix.constants(batch.x, 100, 784);
    const classes = mnist.train.labels.subarray(0, 100);
    const t = targets === "one-hot rows" ? oneHot(classes, 10) : classes;
    // The engine calls its watch with every node that it makes, constants too.
    const made = new Map<string, number>();
    const watch = {
      made: ({ op }: { readonly op: string }) => made.set(op, (made.get(op) ?? 0) + 1),
      propagated: () => undefined,
    };
    watched(watch, () => {
      sgd.zeroGrad();
      net.loss(x, t).backward();
      sgd.step();
    });
    const { constant = 0, ...operations } = Object.fromEntries(made);
    // Two affine layers, ReLU, and the mean of the cross-entropies: no more than the formulas have.
    expect(operations).toEqual({ dot: 6000, add: 6000, relu: 5000, crossEntropy: 100, mean: 1 });
    // A one-hot row for each class.
    expect(constant).toBe(targets === "one-hot rows" ? 0 : 100);
    const count = Array.from(made.values()).reduce((total, each) => total + each, 0);
    expect(count).toBeLessThanOrEqual(0.55 * BEFORE);
  },
);

test("5 after one epoch nine test digits of ten are recognised", async () => {
  const { epochs } = await learn(newNet(), 600, { validation: held });
  expect(epochs).toHaveLength(1);
  expect(epochs[0]?.validation?.accuracy).toBeGreaterThan(0.9);
});

test("5 a small net learns exclusive or with SGD on Values", () => {
  const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, outputSize: 2, seed: 4, weightScale: 1 });
  const x = Matrix.from([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const classes = [0, 1, 1, 0];
  const sgd = new Sgd(net.parameters(), { learningRate: 0.5 });
  for (let i = 0; i < 500; i++) {
    sgd.zeroGrad();
    net.loss(x, classes).backward();
    sgd.step();
  }
  expect(net.accuracy(x, classes)).toBe(1);
  expect(net.loss(x, classes).data).toBeLessThan(0.05);
});

test("the layers' own gradient is that of the Values", () => {
  const net = new TwoLayerNet({ inputSize: 5, hiddenSize: 4, outputSize: 3, seed: 7, weightScale: 1 });
  const { normal } = random(5);
  const x = Matrix.constants(Float64Array.from({ length: 30 }, normal), 6, 5);
  const t = [0, 2, 1, 1, 0, 2];
  net.loss(x, t).backward();
  const explicit = net.gradient(x, t);
  for (const [name, matrix] of Object.entries(net.namedParameters())) {
    expectClose(explicit[name as "W1"], matrix.grad);
    expect(matrix.grad.some((g) => g !== 0)).toBe(true);
  }
});

test("bad sizes and batches are named", () => {
  expect(() => new TwoLayerNet({ inputSize: 0, hiddenSize: 1, outputSize: 1 })).toThrow(
    "TwoLayerNet: inputSize is the number 0, expected a positive integer",
  );
  expect(() => newNet().predict(Matrix.from([[1, 2]]))).toThrow(
    "Affine: x is 1×2, W is 784×50 (W needs 2 rows)",
  );
  expect(() => newNet().accuracy(Matrix.from([]), [])).toThrow("accuracy: 0 classes for 0 rows");
});

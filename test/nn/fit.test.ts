/** Training: compiled against eager, batches, endings, and what is refused. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, constant, mean, sum, Value } from "chainrule";
import { TwoLayerNet } from "chainrule/book";
import {
  Adam,
  Dataset,
  fit,
  Matrix,
  random,
  Sgd,
  type FitOptions,
  type Loss,
  type Model,
  type Target,
} from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

const net = (seed = 3): TwoLayerNet =>
  new TwoLayerNet({ inputSize: 2, hiddenSize: 6, outputSize: 2, seed, weightScale: 0.7 });

/** Points inside and outside a circle; 50 do not divide into batches of 16. */
function circle(count = 50, seed = 9): Dataset {
  const { normal } = random(seed);
  const x = Array.from({ length: count }, () => [normal(), normal()]);
  return Dataset.ofClasses(
    x,
    x.map(([a = 0, b = 0]) => (Math.hypot(a, b) > 1.1 ? 1 : 0)),
    2,
  );
}

const settings: FitOptions = { epochs: 25, batchSize: 16, seed: 5 };

/** y = w · x + b, with a loss of squares. */
class Line implements Model {
  readonly w = new Value(0, "w");
  readonly b = new Value(0, "b");
  parameters = (): Value[] => [this.w, this.b];
  predict = (x: Matrix): Matrix => x.map((value) => value.mul(this.w).add(this.b));
}
const squares: Loss = (y, t) =>
  mean(
    y
      .sub(t)
      .values()
      .map((d) => d.square()),
  );
const line = Dataset.from([[0], [1], [2], [3], [4]], [1, 3, 5, 7, 9]);

describe("fit", () => {
  test.each([
    ["SGD", (target) => new Sgd(target, { learningRate: 0.3 })],
    ["Adam", (target) => new Adam(target, { learningRate: 0.01 })],
  ] satisfies [string, FitOptions["optimizer"]][])(
    "%s: compiled and on Values the first 100 losses agree to 1e-9, short last batches among them",
    async (_, optimizer) => {
      const [a, b] = [net(), net()];
      const compiled = await fit(a, circle(), { ...settings, optimizer });
      const eager = await fit(b, circle(), { ...settings, optimizer, eager: true });
      expect(compiled.losses).toHaveLength(100);
      compiled.losses.forEach((loss, i) => {
        expect(Math.abs(loss - (eager.losses[i] as number))).toBeLessThan(1e-9);
      });
      expect(compiled.losses.at(-1)).toBeLessThan(compiled.losses[0] as number);
      // The Values hold what was trained, either way.
      a.W1.data.forEach((w, i) => {
        expect(relativeError(w, b.W1.data[i] as number)).toBeLessThan(1e-9);
      });
      expect(a.W1.data).not.toEqual(net().W1.data);
    },
  );

  test("one epoch is gradient descent on each batch of a permutation, the last one short", async () => {
    const model = new Line();
    const { losses } = await fit(model, line, {
      epochs: 1,
      batchSize: 2,
      seed: 8,
      loss: squares,
      optimizer: (target) => new Sgd(target, { learningRate: 0.05 }),
    });
    const order = random(8).permutation(5);
    let [w, b] = [0, 0];
    const expected = [order.subarray(0, 2), order.subarray(2, 4), order.subarray(4)].map((batch) => {
      const errors = Array.from(batch, (x) => ({ x, error: w * x + b - (2 * x + 1) }));
      const average = (f: (e: { x: number; error: number }) => number): number =>
        errors.reduce((total, e) => total + f(e), 0) / errors.length;
      const loss = average(({ error }) => error * error);
      const [dw, db] = [average(({ x, error }) => 2 * error * x), average(({ error }) => 2 * error)];
      w -= 0.05 * dw;
      b -= 0.05 * db;
      return loss;
    });
    expect(losses).toHaveLength(3);
    losses.forEach((loss, i) => {
      expect(relativeError(loss, expected[i] as number)).toBeLessThan(tolerances.reordered);
    });
    expect(relativeError(model.w.data, w)).toBeLessThan(tolerances.reordered);
    expect(relativeError(model.b.data, b)).toBeLessThan(tolerances.reordered);
  });

  test("equal seeds give equal losses, other seeds others; the history is plain data", async () => {
    const losses = async (seed: number): Promise<number[]> =>
      (await fit(net(), circle(), { ...settings, epochs: 3, seed })).losses;
    expect(await losses(1)).toEqual(await losses(1));
    expect(await losses(1)).not.toEqual(await losses(2));
    const history = await fit(net(), circle(), { ...settings, epochs: 3, validation: circle(20, 4) });
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
    expect(history.epochs.map(({ epoch, iteration }) => [epoch, iteration])).toEqual([
      [1, 4],
      [2, 8],
      [3, 12],
    ]);
    expect(history.stopped).toBe("finished");
  });

  test("validation is the loss and accuracy of the Values, where rows do not fill a batch too", async () => {
    const model = net();
    const held = circle(37, 4);
    const { epochs } = await fit(model, circle(), { ...settings, epochs: 2, validation: held });
    const x = Matrix.constants(held.x, held.count, 2);
    const classes = Array.from({ length: 37 }, (_, i) => held.classOf(i));
    const last = epochs.at(-1)?.validation;
    expect(relativeError(last?.loss ?? NaN, model.loss(x, classes).data)).toBeLessThan(1e-12);
    expect(last?.accuracy).toBe(model.accuracy(x, classes));
  });

  test("iterations end a run inside an epoch, which is recorded as a part", async () => {
    const { losses, epochs } = await fit(net(), circle(), { batchSize: 16, iterations: 6 });
    expect(losses).toHaveLength(6);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 1.5]);
    expect(epochs[1]?.loss).toBe(((losses[4] as number) + (losses[5] as number)) / 2);
  });

  test("a signal ends the run after the step at hand", async () => {
    const controller = new AbortController();
    const { losses, stopped, epochs } = await fit(net(), circle(), {
      ...settings,
      signal: controller.signal,
      onStep: ({ step }) => {
        if (step === 7) controller.abort();
      },
    });
    expect([losses.length, stopped]).toEqual([7, "aborted"]);
    expect(epochs.at(-1)?.iteration).toBe(7);
  });

  test("a signal from a timer is heard while training", async () => {
    const signal = AbortSignal.timeout(100);
    const { stopped } = await fit(net(), circle(), { ...settings, epochs: 1e9, signal });
    expect(stopped).toBe("aborted");
  });

  test("early stopping: when validation has not improved for some epochs, the best numbers come back", async () => {
    // Trained on y = 2x + 1, measured against y = x: the loss there falls first and rises later.
    const model = new Line();
    const seen: { loss: number; w: number }[] = [];
    const { stopped, epochs } = await fit(model, line, {
      epochs: 500,
      batchSize: 5,
      loss: squares,
      optimizer: (target) => new Sgd(target, { learningRate: 0.01 }),
      validation: Dataset.from([[1], [2]], [1, 2]),
      earlyStopping: { patience: 3 },
      onEpoch: ({ validation }) => {
        seen.push({ loss: validation?.loss ?? NaN, w: model.w.data });
      },
    });
    const best = seen.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(stopped).toBe("early");
    expect(epochs).toHaveLength(seen.indexOf(best) + 1 + 3);
    expect(model.w.data).toBe(best.w);
  });

  test("clipping bounds the step", async () => {
    const model = new Line();
    const optimizer: FitOptions["optimizer"] = (target) => new Sgd(target, { learningRate: 1 });
    await fit(model, line, { iterations: 1, batchSize: 5, loss: squares, optimizer, clip: { norm: 0.5 } });
    expect(relativeError(Math.hypot(model.w.data, model.b.data), 0.5)).toBeLessThan(1e-12);
    const other = new Line();
    await fit(other, line, { iterations: 1, batchSize: 5, loss: squares, optimizer, clip: { value: 0.25 } });
    expect([other.w.data, other.b.data]).toEqual([0.25, 0.25]);
  });

  test("a schedule sets the rate of each step", async () => {
    const run = async (options: Partial<FitOptions>): Promise<number[]> =>
      (await fit(new Line(), line, { iterations: 4, batchSize: 5, loss: squares, ...options })).losses;
    const sgd =
      (learningRate: number) =>
      (target: Target): Sgd =>
        new Sgd(target, { learningRate });
    expect(await run({ optimizer: sgd(1), schedule: () => 0.01 })).toEqual(
      await run({ optimizer: sgd(0.01) }),
    );
    const still = await run({ optimizer: sgd(1), schedule: (step) => (step === 0 ? 0.01 : 1e-300) });
    expect(still[1]).not.toBe(still[0]);
    // The order of a batch differs from epoch to epoch, and with it the last bit of a sum.
    expect(relativeError(still[3] as number, still[1] as number)).toBeLessThan(tolerances.reordered);
  });
});

describe("a loss that is no finite number", () => {
  const roots: Loss = (y) => sum(y.values()).sqrt();

  test.each([false, true])("names the step and the operation (eager: %s)", async (eager) => {
    const model = new Line();
    model.w.data = 1;
    const run = fit(model, Dataset.from([[-4]], [0]), { iterations: 5, loss: roots, eager });
    await expect(run).rejects.toThrow(ChainruleError);
    await expect(run).rejects.toThrow(
      "fit: the loss of step 1 (epoch 1) is NaN; sqrt made NaN of x = -4 (sum)",
    );
  });

  test.each([false, true])(
    "a step that is the last blows up a parameter: no end without a word (eager: %s)",
    async (eager) => {
      // √y at y = 0 is finite, and its derivative is not.
      const run = fit(new Line(), Dataset.from([[1]], [0]), { iterations: 1, loss: roots, eager });
      await expect(run).rejects.toThrow(
        /^fit: after 1 steps, w is (NaN|-Infinity) \(try a smaller learning rate/,
      );
    },
  );

  test.each([false, true])(
    "before the first step: a parameter that is NaN from the start (eager: %s)",
    async (eager) => {
      const model = new Line();
      model.b.data = NaN;
      const run = fit(model, line, { iterations: 1, loss: squares, eager });
      await expect(run).rejects.toThrow("fit: the loss of step 1 (epoch 1) is NaN; b is NaN (try a smaller");
    },
  );

  test.each([false, true])("a loss that is NaN on validation examples alone (eager: %s)", async (eager) => {
    const model = new Line();
    model.b.data = 1;
    const validation = Dataset.from([[0], [-1e3]], [0, 0]);
    model.w.data = 1;
    const run = fit(model, line, { iterations: 1, loss: roots, validation, eager });
    await expect(run).rejects.toThrow(
      /^fit: the loss on examples to measure is NaN after 1 steps; sqrt made NaN of x = -/,
    );
  });

  test("names the parameter that a step has blown up", async () => {
    const run = fit(new Line(), line, {
      epochs: 1000,
      batchSize: 5,
      loss: squares,
      optimizer: (target) => new Sgd(target, { learningRate: 1e160 }),
    });
    await expect(run).rejects.toThrow(
      /fit: the loss of step 2 \(epoch 2\) is Infinity; square made Infinity of x = /,
    );
  });
});

describe("refused", () => {
  const data = circle();
  test.each<[string, Partial<FitOptions>, string]>([
    ["no end", {}, "neither epochs nor iterations is given"],
    ["half an epoch", { epochs: 0.5 }, "epochs is the number 0.5, expected a positive integer"],
    ["a batch of none", { epochs: 1, batchSize: 0 }, "batchSize is the number 0"],
    [
      "early stopping on nothing",
      { epochs: 1, earlyStopping: { patience: 2 } },
      "earlyStopping is given without validation",
    ],
    [
      "validation of another size",
      { epochs: 1, validation: line },
      "validation has 1 inputs and 1 targets, expected 2 inputs and 2 targets as data",
    ],
  ])("%s", async (_, options, message) => {
    await expect(fit(net(), data, options)).rejects.toThrow(message);
  });

  test("data of another size than the model, with the layer's message", async () => {
    await expect(fit(net(), line, { epochs: 1 })).rejects.toThrow("Affine: x is 5×1, W is 2×6");
  });

  test("something else than a dataset", async () => {
    await expect(fit(net(), [[1, 2]] as unknown as Dataset, { epochs: 1 })).rejects.toThrow(
      "fit: data is an array of 1, expected a Dataset",
    );
  });
});

test("a parameter that the loss does not use stays, and a constant root is no error", async () => {
  const model = new Line();
  const loss: Loss = () => constant(1);
  const { losses } = await fit(model, line, { iterations: 2, loss });
  expect(losses).toEqual([1, 1]);
  expect(model.w.data).toBe(0);
});

/**
 * Training: batches of a dataset go in, step by step, and what comes out is a model that has learned, and the history of its
 * losses. This file leads; training.ts knows what a step, an epoch and a checkpoint are.
 */
import { bytes } from "../../arguments/checks.js";
import { has } from "../../engine/guards.js";
import { optional } from "../../arguments/options.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { checkedOptions, checkSizes, type FitOptions, type History } from "./fit-options.js";
import { checkModel } from "../layers/model.js";
import type { Evaluation, Model } from "./runner.js";
import { Training } from "./training.js";

/** How long to work, in milliseconds, before timers and signals get a turn. */
const TURN = 50;

/**
 * Trains a model on a dataset by mini-batch gradient descent. Every epoch takes the examples in a new random order, cut into
 * batches; the last may be shorter. The graph of a batch is recorded once, compiled, and replayed; with `eager` every step
 * records it anew on Values, for the same losses up to rounding. Equal seeds give equal numbers.
 *
 * The Values of the model hold the trained numbers when it returns, and whenever `onEpoch` is called.
 * @throws ChainruleError if an option is wrong, the data does not fit the model, a checkpoint belongs to another run, the loss is
 * not a finite number, or a parameter: then it says at which step, and which operation made the first such number.
 * @example
 * const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, outputSize: 2, weightScale: 1 });
 * const data = Dataset.ofClasses([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]);
 * const optimizer = (target) => new Sgd(target, { learningRate: 1 });
 * const history = await fit(net, data, { epochs: 300, batchSize: 4, optimizer });
 * history.losses.length; // 300
 * net.accuracy(Matrix.from([[0, 0], [0, 1]]), [0, 1]); // 1
 */
export async function fit(model: Model, data: Dataset, given: FitOptions): Promise<History> {
  checkModel(model, "fit: model");
  const options = checkedOptions(given, checkDataset(data, "fit: data"));
  const { signal, checkpoint, onStep, onEpoch } = options;
  const loaded = checkpoint?.load();
  const saved = optional(bytes)(
    has(loaded, "then") ? await loaded : loaded,
    "fit: what checkpoint.load gave",
  );
  const training = new Training(model, data, options, saved);
  const { losses, epochs, perEpoch } = training;
  const endEpoch = async (): Promise<void> => {
    const done = training.endEpoch();
    const evaluate = (other: Dataset): Evaluation => {
      checkSizes(checkDataset(other, "evaluate: data"), data, "evaluate: data");
      return training.evaluate(other);
    };
    await onEpoch?.({ ...done, evaluate });
  };
  const isAborted = (): boolean => signal?.aborted === true;

  let turned = performance.now();
  while (!training.isComplete() && !training.isExhausted() && !isAborted()) {
    const loss = training.step();
    const { steps } = training;
    onStep?.({ step: steps, epoch: steps / perEpoch, loss });
    if (steps % perEpoch === 0 || training.isComplete()) await endEpoch();
    if (checkpoint !== undefined && steps % (checkpoint.every ?? perEpoch) === 0) {
      await checkpoint.save(training.save());
    }
    if (performance.now() - turned < TURN) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turned = performance.now();
  }
  const stopped = training.isExhausted() ? "early" : training.isComplete() ? "finished" : "aborted";
  if (stopped === "aborted" && training.isInsideEpoch()) await endEpoch();
  if (checkpoint !== undefined) await checkpoint.save(training.save());
  training.finish();
  return { losses, epochs, stopped };
}

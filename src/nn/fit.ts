/**
 * Training: batches of a dataset go in, step by step, and what comes out is a model that has learned, and the history of its
 * losses. run.ts computes the gradients of a batch, an optimizer moves the parameters, this file leads.
 */
import { assertFinite } from "../engine/anomaly.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { Adam } from "./adam.js";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import { clipByNorm, clipByValue } from "./clip.js";
import type { Dataset } from "./dataset.js";
import { checkOptions, type EpochRecord, type FitOptions, type History } from "./fit-options.js";
import type { Optimizer, Target } from "./optimizer.js";
import { Pass } from "./pass.js";
import { random } from "./random.js";
import { CompiledRunner, EagerRunner, evaluate, record, type Loss, type Model } from "./run.js";
import { SoftmaxWithLoss } from "./softmax.js";

/** How long to work, in milliseconds, before timers and signals get a turn. */
const TURN = 50;

const softmaxWithLoss: Loss = (scores, t) => new SoftmaxWithLoss().forward(scores, t);

/**
 * Trains a model on a dataset by mini-batch gradient descent. Every epoch takes the examples in a new random order, cut into
 * batches; the last may be shorter. The graph of a batch is recorded once, compiled, and replayed; with `eager` every step
 * records it anew on Values, for the same losses up to rounding. Equal seeds give equal numbers.
 *
 * The Values of the model hold the trained numbers when it returns, and whenever `onEpoch` is called.
 * @throws ChainruleError if an option is wrong, the data does not fit the model, a checkpoint belongs to another run, or the loss
 * is not a finite number: then it says at which step, and which operation made the first such number.
 * @example
 * const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, outputSize: 2, weightScale: 1 });
 * const data = Dataset.ofClasses([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]);
 * const optimizer = (target) => new Sgd(target, { learningRate: 1 });
 * const history = await fit(net, data, { epochs: 300, batchSize: 4, optimizer });
 * history.losses.length; // 300
 * net.accuracy(Matrix.from([[0, 0], [0, 1]]), [0, 1]); // 1
 */
export async function fit(model: Model, data: Dataset, options: FitOptions): Promise<History> {
  checkOptions(options, data);
  const { loss = softmaxWithLoss, seed = 1, schedule, clip, checkpoint, validation, earlyStopping } = options;
  const {
    signal,
    onStep,
    onEpoch,
    optimizer: make = (target: Target): Optimizer => new Adam(target),
  } = options;
  const rows = Math.min(options.batchSize ?? 32, data.count);
  const perEpoch = Math.ceil(data.count / rows);
  const end = Math.min(options.iterations ?? Infinity, (options.epochs ?? Infinity) * perEpoch);

  const numbers = [...model.parameters(), ...(model.buffers?.() ?? [])];
  const fingerprint = { seed, batchSize: rows, examples: data.count, numbers: numbers.length };
  const bytes = await checkpoint?.load();
  const resumed = bytes === undefined ? undefined : decodeCheckpoint(bytes, fingerprint);
  resumed?.numbers.forEach((x, i) => ((numbers[i] as { data: number }).data = x));
  const losses = resumed?.losses ?? [];
  const epochs = resumed?.epochs ?? [];
  let best = resumed?.best;

  const { inputSize, targetSize } = data;
  const runner =
    options.eager === true
      ? new EagerRunner(model, loss)
      : new CompiledRunner(model, loss, { rows, inputSize, targetSize });
  const optimizer = make(runner.target);
  if (resumed !== undefined) optimizer.restore(resumed.optimizer);
  const batches = shuffledBatches(data.count, rows, seed, losses.length);

  const snapshot = (): Float64Array => {
    runner.push();
    return Float64Array.from(numbers, (value) => value.data);
  };
  const save = async (): Promise<void> => {
    const state = { numbers: snapshot(), optimizer: optimizer.save(), losses, epochs, ...(best && { best }) };
    await checkpoint?.save(encodeCheckpoint(state, fingerprint));
  };
  const isExhausted = (): boolean =>
    earlyStopping !== undefined &&
    best !== undefined &&
    (epochs.at(-1)?.epoch ?? 0) - best.epoch >= earlyStopping.patience;

  const endEpoch = async (): Promise<void> => {
    runner.push();
    const iteration = losses.length;
    const recent = losses.slice(epochs.at(-1)?.iteration ?? 0);
    const scored = validation && evaluate(runner, validation, rows);
    const done: EpochRecord = {
      epoch: iteration / perEpoch,
      iteration,
      loss: recent.reduce((total, x) => total + x, 0) / recent.length,
      ...(scored && { validation: scored }),
    };
    epochs.push(done);
    const improvement = earlyStopping?.minimumImprovement ?? 0;
    if (earlyStopping !== undefined && scored !== undefined) {
      if (best === undefined || scored.loss < best.loss - improvement) {
        best = { loss: scored.loss, epoch: done.epoch, numbers: snapshot() };
      }
    }
    await onEpoch?.({ ...done, evaluate: (other) => evaluate(runner, other, rows) });
  };

  let turned = performance.now();
  let stopped: History["stopped"] = "finished";
  const isAborted = (): boolean => signal?.aborted === true;
  while (losses.length < end && !isExhausted()) {
    if (isAborted()) break;
    const step = losses.length;
    const batch = batches.next().value;
    if (schedule !== undefined) optimizer.learningRate = schedule(step);
    // Noise is drawn from the number of the step, so that a resumed run needs no state of a generator.
    const noiseSeed = seed + (step + 1) * 2 ** 32;
    const value = runner.gradient(data, batch, noiseSeed);
    if (!Number.isFinite(value)) {
      runner.push();
      throw anomaly(model, loss, data, batch, { step, value, noiseSeed, epoch: step / perEpoch });
    }
    if (clip?.value !== undefined) clipByValue(runner.target, clip.value);
    if (clip?.norm !== undefined) clipByNorm(runner.target, clip.norm);
    optimizer.step();
    losses.push(value);
    onStep?.({ step: losses.length, epoch: losses.length / perEpoch, loss: value });
    if (losses.length % perEpoch === 0 || losses.length === end) await endEpoch();
    if (checkpoint !== undefined && losses.length % (checkpoint.every ?? perEpoch) === 0) await save();
    if (performance.now() - turned < TURN) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turned = performance.now();
  }
  if (isExhausted()) stopped = "early";
  else if (losses.length < end) {
    stopped = "aborted";
    if (losses.length > (epochs.at(-1)?.iteration ?? 0)) await endEpoch();
  }
  runner.push();
  if (checkpoint !== undefined) await save();
  if (earlyStopping !== undefined && earlyStopping.restoreBest !== false) {
    best?.numbers.forEach((x, i) => ((numbers[i] as { data: number }).data = x));
  }
  return { losses, epochs, stopped };
}

/** Every pass over the examples is a new random order, cut into batches; `skip` batches are left out at the start. */
function* shuffledBatches(
  count: number,
  rows: number,
  seed: number,
  skip: number,
): Generator<Int32Array, never> {
  const generator = random(seed);
  for (let step = 0; ;) {
    const order = generator.permutation(count);
    for (let from = 0; from < count; from += rows, step++) {
      if (step >= skip) yield order.subarray(from, Math.min(from + rows, count));
    }
  }
}

/** Records the batch again, on Values, and finds where the first bad number was made. */
function anomaly(
  model: Model,
  loss: Loss,
  data: Dataset,
  batch: Int32Array,
  at: { step: number; epoch: number; value: number; noiseSeed: number },
): ChainruleError {
  const place = `step ${String(at.step + 1)} (epoch ${String(Math.floor(at.epoch) + 1)})`;
  const lost = `fit: the loss of ${place} is ${String(at.value)}`;
  const parameters = model.parameters();
  const bad = parameters.findIndex((parameter) => !Number.isFinite(parameter.data));
  if (bad >= 0) {
    const { data: number, label } = parameters[bad] as Value;
    const name = label || `parameter ${String(bad)}`;
    return new ChainruleError(
      `${lost}; the step before made ${name} ${String(number)} (try a smaller learning rate, or clip gradients)`,
    );
  }
  try {
    assertFinite(record(model, loss, data, batch, new Pass(true, at.noiseSeed)));
  } catch (cause) {
    if (!(cause instanceof ChainruleError)) throw cause;
    return new ChainruleError(`${lost}; ${cause.message.replace(/^assertFinite: /, "")}`, { cause });
  }
  return new ChainruleError(`${lost}; on Values it is finite`);
}

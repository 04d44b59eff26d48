/**
 * A training run between its start and its end: the numbers that it moves, and what it has noted so far. In flow a model, data and perhaps a
 * checkpoint; fit.ts says when to make a step, end an epoch or save.
 */
import { instance, notNegative } from "../../arguments/checks.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { Adam } from "../../optim/adam.js";
import { shuffledBatches } from "./batches.js";
import { decodeCheckpoint, encodeCheckpoint, type Fingerprint, type RunState } from "./checkpoint.js";
import { clipByNorm, clipByValue } from "../../optim/clip.js";
import type { Dataset } from "./dataset.js";
import { ADVICE, divergedLoss, divergedNumber } from "./diverged.js";
import type { EpochRecord, FitSettings } from "./fit-options.js";
import { softmaxCrossEntropy } from "./losses.js";
import { buffersOf, parametersOf } from "../layers/model.js";
import { Optimizer, type Target } from "../../optim/optimizer.js";
import { Pass } from "../layers/pass.js";
import {
  CompiledRunner,
  EagerRunner,
  evaluate,
  type Evaluation,
  type Loss,
  type Model,
  type Runner,
} from "./runner.js";

const checkOptimizer = instance(Optimizer, "an Optimizer");

/** The batch of a step, and the seed of its noise. */
interface Step {
  readonly batch: Int32Array;
  readonly noiseSeed: number;
}

export class Training {
  readonly losses: number[];
  readonly epochs: EpochRecord[];
  /** Steps in an epoch. */
  readonly perEpoch: number;

  private readonly rows: number;
  private readonly seed: number;
  private readonly loss: Loss;
  /** Parameters and buffers of the model. */
  private readonly numbers: readonly Value[];
  private readonly fingerprint: Fingerprint;
  private readonly runner: Runner;
  private readonly optimizer: Optimizer;
  private readonly batches: Iterator<Int32Array, never>;
  private best: RunState["best"];
  private last: Step | undefined;

  /** @param checkpoint what an earlier run saved, to go on from. */
  constructor(
    private readonly model: Model,
    private readonly data: Dataset,
    private readonly options: FitSettings,
    checkpoint: Uint8Array | undefined,
  ) {
    const { batchSize, seed, loss = softmaxCrossEntropy(), eager } = options;
    const { optimizer = (target: Target): Optimizer => new Adam(target) } = options;
    const { count, inputSize, targetSize, hasClasses } = data;
    this.rows = Math.min(batchSize, count);
    this.perEpoch = Math.ceil(count / this.rows);
    this.seed = seed;
    this.loss = loss;
    this.numbers = [...parametersOf(model), ...buffersOf(model)];
    this.fingerprint = { seed, batchSize: this.rows, examples: count, numbers: this.numbers.length };

    const resumed = checkpoint && decodeCheckpoint(checkpoint, this.fingerprint);
    if (resumed !== undefined) this.assign(resumed.numbers);
    this.losses = resumed?.losses ?? [];
    this.epochs = resumed?.epochs ?? [];
    this.best = resumed?.best;
    const shape = { rows: this.rows, inputSize, targetSize, hasClasses };
    this.runner = eager ? new EagerRunner(model, loss) : new CompiledRunner(model, loss, shape);
    this.optimizer = checkOptimizer(optimizer(this.runner.target), "fit: what optimizer gave");
    if (resumed !== undefined) this.optimizer.restore(resumed.optimizer);
    this.batches = shuffledBatches(count, this.rows, seed, this.losses.length);
  }

  /** Steps made. */
  get steps(): number {
    return this.losses.length;
  }

  isComplete(): boolean {
    const { iterations = Infinity, epochs = Infinity } = this.options;
    return this.steps >= Math.min(iterations, epochs * this.perEpoch);
  }

  /** True if validation has not improved for as long as patience lasts. */
  isExhausted(): boolean {
    const { earlyStopping } = this.options;
    if (earlyStopping === undefined || this.best === undefined) return false;
    return (this.epochs.at(-1)?.epoch ?? 0) - this.best.epoch >= earlyStopping.patience;
  }

  /** True if there are steps that no record covers yet. */
  isInsideEpoch(): boolean {
    return this.steps > (this.epochs.at(-1)?.iteration ?? 0);
  }

  /** Moves the parameters by one batch and returns its loss before. */
  step(): number {
    const { runner, optimizer, data, steps } = this;
    const { schedule, clip } = this.options;
    const batch = this.batches.next().value;
    if (schedule !== undefined)
      optimizer.learningRate = notNegative(schedule(steps), "fit: what schedule gave");
    // Noise is drawn from the number of the step, so that a resumed run needs no state of a generator.
    const noiseSeed = this.seed + (steps + 1) * 2 ** 32;
    const value = runner.gradient(data, batch, noiseSeed);
    this.last = { batch, noiseSeed };
    if (!Number.isFinite(value)) {
      throw this.diverged(`the loss of ${this.placeOf(steps)} is ${String(value)}`, this.last);
    }
    if (clip?.value !== undefined) clipByValue(runner.target, clip.value);
    if (clip?.norm !== undefined) clipByNorm(runner.target, clip.norm);
    optimizer.step();
    this.losses.push(value);
    return value;
  }

  /** Finds out where the loss of the last batch went wrong. */
  private diverged(what: string, { batch, noiseSeed }: Step): ChainruleError {
    const { runner, model, loss, data, steps } = this;
    runner.push();
    return divergedLoss(`fit: ${what}`, model, loss, data, batch, new Pass(true, noiseSeed), steps);
  }

  /** `step 3 (epoch 1)`, of steps that count from 0. */
  private placeOf(step: number): string {
    return `step ${String(step + 1)} (epoch ${String(Math.floor(step / this.perEpoch) + 1)})`;
  }

  /** Notes how the steps since the last record went, measures validation, and keeps the numbers if they are the best so far. */
  endEpoch(): EpochRecord {
    const { steps, epochs } = this;
    const { validation } = this.options;
    this.runner.push();
    const recent = this.losses.slice(epochs.at(-1)?.iteration ?? 0);
    const done: EpochRecord = {
      epoch: steps / this.perEpoch,
      iteration: steps,
      loss: recent.reduce((total, x) => total + x, 0) / recent.length,
      ...(validation && { validation: this.evaluate(validation) }),
    };
    epochs.push(done);
    this.keepBest(done);
    return done;
  }

  private keepBest({ epoch, validation }: EpochRecord): void {
    const { earlyStopping } = this.options;
    if (earlyStopping === undefined || validation === undefined) return;
    const { minimumImprovement } = earlyStopping;
    if (this.best !== undefined && validation.loss >= this.best.loss - minimumImprovement) return;
    this.best = { loss: validation.loss, epoch, numbers: this.snapshot() };
  }

  /** Loss and accuracy on other examples, as the numbers are now. */
  evaluate(data: Dataset): Evaluation {
    return evaluate(this.runner, data, this.rows, (batch) => {
      this.runner.push();
      const what = `fit: the loss on examples to measure is NaN after ${String(this.steps)} steps`;
      return divergedLoss(what, this.model, this.loss, data, batch, new Pass(false), this.steps);
    });
  }

  /** All that a later run needs to go on from here. */
  save(): Uint8Array {
    const { losses, epochs, best } = this;
    const [numbers, optimizer] = [this.snapshot(), this.optimizer.save()];
    const wrong = optimizer.state.find((x) => !Number.isFinite(x));
    if (wrong !== undefined) {
      throw new ChainruleError(
        `fit: after ${String(this.steps)} steps, the optimizer holds ${String(wrong)} (${ADVICE})`,
      );
    }
    const state = { numbers, optimizer, losses, epochs };
    return encodeCheckpoint(best === undefined ? state : { ...state, best }, this.fingerprint);
  }

  /** Leaves the trained numbers in the Values: those of the best epoch where that is wanted. */
  finish(): void {
    this.snapshot();
    const { earlyStopping } = this.options;
    if (this.best !== undefined && earlyStopping?.restoreBest !== false) this.assign(this.best.numbers);
  }

  /** The numbers as they are, from which a run can go on: they are finite, and so is the loss with them. */
  private snapshot(): Float64Array {
    this.runner.push();
    const diverged = divergedNumber(this.numbers);
    if (diverged !== undefined)
      throw new ChainruleError(`fit: after ${String(this.steps)} steps, ${diverged}`);
    if (this.last !== undefined) {
      const loss = this.runner.trainingLoss(this.data, this.last.batch, this.last.noiseSeed);
      if (!Number.isFinite(loss)) {
        throw this.diverged(
          `after ${String(this.steps)} steps, the loss of the last batch is ${String(loss)}`,
          this.last,
        );
      }
    }
    return Float64Array.from(this.numbers, (value) => value.data);
  }

  private assign(data: Float64Array): void {
    this.numbers.forEach((value, i) => (value.data = data[i] as number));
  }
}

/**
 * What `fit` runs for a batch: a program compiled from the model, or the Values themselves. Both take batches of a dataset and
 * leave the gradients of their mean loss where an optimizer finds them; both compute the same numbers up to rounding.
 */
import type { Program } from "../../compile/index.js";
import { noGrad } from "../../engine/recording.js";
import type { Value } from "../../engine/value.js";
import { BatchProgram, type Shape } from "./batch-program.js";
import type { Dataset } from "./dataset.js";
import { Matrix } from "../matrix/matrix.js";
import { lossOf, parametersOf, scoresOf, type Loss, type Model } from "../layers/model.js";
import type { Target } from "../../optim/optimizer.js";
import { Pass } from "../layers/pass.js";
import { countRight } from "../matrix/display.js";

export type { Loss, Model } from "../layers/model.js";

/** What a net does on examples that it is not trained on. */
export interface Evaluation {
  /** The mean loss over the examples. */
  readonly loss: number;
  /** The share of examples whose largest score is that of their class; only where targets are classes. */
  readonly accuracy?: number;
}

interface Measured {
  readonly loss: number;
  readonly scores: Float64Array | Float32Array;
}

export interface Runner {
  /** What an optimizer moves. */
  readonly target: Target;
  /** Computes loss and gradients of a batch; equal seeds draw equal noise. */
  gradient(data: Dataset, batch: ArrayLike<number>, seed: number): number;
  /** The loss of which `gradient` computes the gradients, with the numbers as they are now. */
  trainingLoss(data: Dataset, batch: ArrayLike<number>, seed: number): number;
  /** The mean loss of a batch and its scores, row by row, as they are after training: no noise. */
  measure(data: Dataset, batch: ArrayLike<number>): Measured;
  /** Brings the numbers of the parameters into their Values. */
  push(): void;
}

/** Records the loss of some examples on Values. */
export function record(model: Model, loss: Loss, data: Dataset, batch: ArrayLike<number>, pass: Pass): Value {
  const picked = data.pick(batch);
  const x = Matrix.constants(picked.x, picked.count, picked.inputSize);
  return lossOf(loss, scoresOf(model, x, pass), Matrix.constants(picked.t, picked.count, picked.targetSize));
}

/** Every batch records a graph and walks it back. */
export class EagerRunner implements Runner {
  readonly target: readonly Value[];

  constructor(
    private readonly model: Model,
    private readonly loss: Loss,
  ) {
    this.target = parametersOf(model);
  }

  gradient(data: Dataset, batch: ArrayLike<number>, seed: number): number {
    const pass = new Pass(true, seed);
    const loss = record(this.model, this.loss, data, batch, pass);
    for (const parameter of this.target) parameter.grad = 0;
    loss.backward();
    pass.take(pass.outputs.map((value) => value.data));
    return loss.data;
  }

  trainingLoss(data: Dataset, batch: ArrayLike<number>, seed: number): number {
    return noGrad(() => record(this.model, this.loss, data, batch, new Pass(true, seed))).data;
  }

  measure(data: Dataset, batch: ArrayLike<number>): Measured {
    const picked = data.pick(batch);
    const x = Matrix.constants(picked.x, picked.count, picked.inputSize);
    const scores = noGrad(() => scoresOf(this.model, x, new Pass(false)));
    return { loss: meanLoss(scores, picked, this.loss), scores: scores.data };
  }

  push(): void {
    // The Values are what is trained.
  }
}

/** The graph of a batch is recorded once for every size of batch and replayed in WebAssembly. */
export class CompiledRunner implements Runner {
  readonly target: Program;
  private readonly main: BatchProgram;
  private readonly others = new Map<number, BatchProgram>();
  private evaluator: BatchProgram | undefined;

  constructor(
    private readonly model: Model,
    private readonly loss: Loss,
    private readonly shape: Shape,
  ) {
    this.main = new BatchProgram(model, loss, shape);
    this.target = this.main.program;
  }

  gradient(data: Dataset, batch: ArrayLike<number>, seed: number): number {
    return this.of(batch.length).run(data, batch, seed);
  }

  trainingLoss(data: Dataset, batch: ArrayLike<number>, seed: number): number {
    const taken = this.of(batch.length);
    taken.load(data, batch, seed);
    return taken.program.forward();
  }

  /** The program of batches of so many rows. */
  private of(rows: number): BatchProgram {
    if (rows === this.shape.rows) return this.main;
    const known = this.others.get(rows);
    if (known !== undefined) return known;
    const made = new BatchProgram(this.model, this.loss, { ...this.shape, rows }, true, this.target);
    this.others.set(rows, made);
    return made;
  }

  measure(data: Dataset, batch: ArrayLike<number>): Measured {
    this.evaluator ??= this.main.pass.isPlain
      ? this.main
      : new BatchProgram(this.model, this.loss, this.shape, false, this.target);
    const { program } = this.evaluator;
    this.evaluator.load(data, batch);
    const loss = program.forward();
    const scores = this.evaluator.scores(batch.length);
    if (batch.length === this.shape.rows) return { loss, scores };
    // The mean of the program is over rows that this batch does not fill.
    const filled = Matrix.constants(scores, batch.length, scores.length / batch.length);
    return { loss: meanLoss(filled, data.pick(batch), this.loss), scores };
  }

  push(): void {
    this.target.push();
  }
}

const meanLoss = (scores: Matrix, { t, count, targetSize }: Dataset, loss: Loss): number =>
  noGrad(() => lossOf(loss, scores, Matrix.constants(t, count, targetSize))).data;

/** Loss and accuracy of a whole dataset, some rows at a time. Throws what `errorOf` makes of a batch whose loss is NaN. */
export function evaluate(
  runner: Runner,
  data: Dataset,
  rows: number,
  errorOf: (batch: Int32Array) => Error,
): Evaluation {
  let [total, right] = [0, 0];
  for (let from = 0; from < data.count; from += rows) {
    const batch = Int32Array.from({ length: Math.min(rows, data.count - from) }, (_, i) => from + i);
    const { loss, scores } = runner.measure(data, batch);
    if (Number.isNaN(loss)) throw errorOf(batch);
    total += batch.length * loss;
    if (!data.hasClasses) continue;
    right += countRight(scores, batch.length, (i) => data.classOf(from + i));
  }
  const loss = total / data.count;
  return data.hasClasses ? { loss, accuracy: right / data.count } : { loss };
}

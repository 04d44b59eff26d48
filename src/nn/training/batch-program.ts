/** A model with its loss as a program that takes batches of one size. Next: runner.ts, which runs such programs, or the Values themselves. */
import { boolean, finite, integer, positiveInteger } from "../../arguments/checks.js";
import { optional, record } from "../../arguments/options.js";
import { Program } from "../../compile/index.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { Matrix } from "../matrix/matrix.js";
import {
  checkLoss,
  checkModel,
  lossOf,
  parametersOf,
  scoresOf,
  type Loss,
  type Model,
} from "../layers/model.js";
import { Pass } from "../layers/pass.js";

/** The shape that a program is compiled for. */
export interface Shape {
  readonly rows: number;
  readonly inputSize: number;
  readonly targetSize: number;
  /** True where targets are one-hot rows. Default false. */
  readonly hasClasses?: boolean;
}

const SHAPE = record({
  rows: positiveInteger,
  inputSize: positiveInteger,
  targetSize: positiveInteger,
  hasClasses: optional(boolean),
});

/** A model with its loss, compiled for batches of one size: inputs, targets and noise enter, the scores come out. */
export class BatchProgram {
  /** The compiled graph of a batch; its root is the mean loss. */
  readonly program: Program;
  /** The pass that was recorded, with its noise. */
  readonly pass: Pass;
  private readonly extra: readonly Value[];
  private readonly scoreCount: number;

  constructor(
    model: Model,
    loss: Loss,
    /** Rows in a batch, and numbers in a row. */
    readonly shape: Shape,
    isTraining = true,
    /** A program of the same model: its parameters, gradients and optimizer are those of this one too. */
    shared?: Program,
  ) {
    const name = "BatchProgram";
    checkModel(model, `${name}: model`);
    checkLoss(loss, `${name}: loss`);
    const { rows, inputSize, targetSize } = SHAPE(shape, `${name}: shape`);
    this.pass = new Pass(boolean(isTraining, `${name}: isTraining`));
    const x = Matrix.zeros(rows, inputSize);
    const t = Matrix.zeros(rows, targetSize);
    const scores = scoresOf(model, x, this.pass);
    this.extra = this.pass.inputs;
    this.scoreCount = scores.rows * scores.columns;
    this.program = new Program([lossOf(loss, scores, t)], {
      parameters: parametersOf(model),
      inputs: [...x.values(), ...t.values(), ...this.extra],
      outputs: [...scores.values(), ...this.pass.outputs],
      ...(shared && { shared }),
    });
    this.checkRead();
  }

  /** A model may leave out a part of x. But one that reads nothing of it, or of the classes, has read `data`, and would be trained on zeros. */
  private checkRead(): void {
    const { rows, inputSize, targetSize, hasClasses = false } = this.shape;
    const targets = rows * inputSize;
    const end = targets + rows * targetSize;
    const isUnread = (from: number, to: number): boolean =>
      to > from && this.program.unread.filter((i) => i >= from && i < to).length === to - from;
    const refuse = (what: string): void => {
      throw new ChainruleError(
        `fit: ${what}, so a compiled program would not follow it (it freezes what is read from data or by argmax()); ` +
          `compute with the Values, or train with eager: true`,
      );
    };
    if (isUnread(0, targets)) refuse("the model reads no element of x");
    if (hasClasses && isUnread(targets, end)) refuse("the loss reads no element of t");
  }

  /** Puts a batch in; rows that it does not fill are 0. @throws ChainruleError if the data or the batch does not fit the shape. */
  load(data: Dataset, batch: ArrayLike<number>, seed = 1): void {
    const { rows, inputSize, targetSize } = this.shape;
    checkDataset(data, "BatchProgram: data");
    data.checkIndices(batch);
    finite(seed, "BatchProgram: seed");
    if (data.inputSize !== inputSize || data.targetSize !== targetSize || batch.length > rows) {
      const sizes = (n: number, x: number, t: number): string =>
        `${String(n)} rows of ${String(x)} inputs and ${String(t)} targets`;
      throw new ChainruleError(
        `BatchProgram: the batch has ${sizes(batch.length, data.inputSize, data.targetSize)}, expected at most ${sizes(rows, inputSize, targetSize)}`,
      );
    }
    const { inputs } = this.program;
    const targets = rows * inputSize;
    const end = targets + rows * targetSize;
    data.copy(batch, inputs.subarray(0, targets), inputs.subarray(targets, end));
    inputs.fill(0, batch.length * inputSize, targets);
    inputs.fill(0, targets + batch.length * targetSize, end);
    this.pass.redraw(seed);
    this.extra.forEach((leaf, i) => (inputs[end + i] = leaf.data));
  }

  /** The mean loss of a batch; leaves its gradients in the program and hands on what layers observe. */
  run(data: Dataset, batch: ArrayLike<number>, seed: number): number {
    this.load(data, batch, seed);
    const loss = this.program.run();
    this.pass.take(this.program.outputs.subarray(this.scoreCount));
    return loss;
  }

  /** The scores of the last run, for the first rows. @throws ChainruleError if there are not so many. */
  scores(rows: number): Float64Array | Float32Array {
    integer(1, this.shape.rows)(rows, "BatchProgram: rows");
    return this.program.outputs.subarray(0, (this.scoreCount / this.shape.rows) * rows);
  }
}

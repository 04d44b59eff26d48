/**
 * Examples to learn from: rows of inputs with their targets, as numbers. In flow arrays, out come batches, splits and the
 * one-hot rows of classes. Next: fit.ts, which trains on them.
 */
import { ChainruleError, describe } from "../errors.js";
import { random } from "./random.js";

type Rows = readonly ArrayLike<number>[];

/** As many as 4 GiB hold; labels that are no classes, such as names that are all different, would ask for more. */
const MOST_TARGETS = 2 ** 29;

/** Row by row in one array, and how long a row is. */
function flat(rows: Rows, name: string): { data: Float64Array; columns: number } {
  const columns = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new ChainruleError(
        `Dataset: row ${String(i)} of ${name} has ${String(row.length)} numbers, row 0 has ${String(columns)}`,
      );
    }
    data.set(row, i * columns);
  });
  return { data, columns };
}

function checkNumbers(data: Float64Array, columns: number, name: string): void {
  if (data.every(Number.isFinite)) return;
  const wrong = data.findIndex((x) => !Number.isFinite(x));
  const place = `${name}[${String(Math.floor(wrong / columns))}][${String(wrong % columns)}]`;
  throw new ChainruleError(`Dataset: ${place} is ${String(data[wrong])}, expected a finite number`);
}

/**
 * Examples: `count` rows of inputs x and as many rows of targets t.
 * @example
 * const data = Dataset.ofClasses([[0, 0], [0, 1], [1, 0]], [0, 1, 1]);
 * data.t; // [1, 0, 0, 1, 0, 1]
 * data.classOf(2); // 1
 */
export class Dataset {
  private constructor(
    /** The inputs of all examples, row after row: count × inputSize numbers. */
    readonly x: Float64Array,
    /** The targets of all examples, row after row: count × targetSize numbers. */
    readonly t: Float64Array,
    /** How many examples there are. */
    readonly count: number,
    /** Numbers of input in an example. */
    readonly inputSize: number,
    /** Numbers of target in an example; of classes, how many there are. */
    readonly targetSize: number,
    /** True where the targets are one-hot rows, so that an accuracy can be told. */
    readonly hasClasses: boolean,
  ) {}

  /**
   * Examples with targets that are numbers: one row of targets, or one number, for each row of inputs.
   * @throws ChainruleError if there are no examples, rows differ in length, counts disagree or a number is not finite.
   * @example
   * Dataset.from([[1], [2]], [3, 5]).targetSize; // 1
   */
  static from(x: Rows, t: Rows | ArrayLike<number>): Dataset {
    const inputs = flat(x, "x");
    const targets = flat(
      Array.from(t as ArrayLike<ArrayLike<number> | number>, (row) =>
        typeof row === "number" ? [row] : row,
      ),
      "t",
    );
    const dataset = new Dataset(inputs.data, targets.data, x.length, inputs.columns, targets.columns, false);
    return checked(dataset, t.length);
  }

  /**
   * Examples of classes 0, 1, …; their targets become one-hot rows. Inputs may be rows, or one array with a row after the other.
   * @param classes how many classes there are; default: one more than the largest.
   * @throws ChainruleError if there are no examples, rows differ in length, counts disagree, a number is not finite or a label is
   * no class.
   */
  static ofClasses(x: Rows | Float64Array, labels: ArrayLike<number>, classes?: number): Dataset {
    const inputs =
      x instanceof Float64Array ? { data: x, columns: x.length / Math.max(1, labels.length) } : flat(x, "x");
    const width = classes ?? 1 + Array.from(labels).reduce((most, label) => Math.max(most, label), -1);
    if (labels.length * width > MOST_TARGETS) {
      throw new ChainruleError(
        `Dataset: ${String(labels.length)} examples of ${String(width)} classes take ${String(labels.length * width)} targets, expected at most ${String(MOST_TARGETS)}`,
      );
    }
    const t = new Float64Array(labels.length * Math.max(0, width));
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as number;
      if (!Number.isInteger(label) || label < 0 || label >= width) {
        throw new ChainruleError(
          `Dataset: label ${String(i)} is ${describe(label)}, expected a class from 0 to ${String(width - 1)}`,
        );
      }
      t[i * width + label] = 1;
    }
    const count = x instanceof Float64Array ? labels.length : x.length;
    return checked(new Dataset(inputs.data, t, count, inputs.columns, width, true), labels.length);
  }

  /** The class of an example: where its one-hot row is 1. */
  classOf(i: number): number {
    return this.t.indexOf(1, i * this.targetSize) - i * this.targetSize;
  }

  /** Some of the examples, in the order given. @throws ChainruleError if there is no such example. */
  pick(indices: ArrayLike<number>): Dataset {
    const wrong = Array.from(indices).find((i) => !Number.isInteger(i) || i < 0 || i >= this.count);
    if (wrong !== undefined || indices.length === 0) {
      throw new ChainruleError(
        `Dataset: example ${String(wrong)} was picked, expected at least one from 0 to ${String(this.count - 1)}`,
      );
    }
    const { inputSize, targetSize } = this;
    const x = new Float64Array(indices.length * inputSize);
    const t = new Float64Array(indices.length * targetSize);
    this.copy(indices, x, t);
    return new Dataset(x, t, indices.length, inputSize, targetSize, this.hasClasses);
  }

  /** Copies examples, one after another, to the start of two arrays. @internal */
  copy(
    indices: ArrayLike<number>,
    x: Float64Array | Float32Array,
    t: Float64Array | Float32Array | undefined,
  ): void {
    const { inputSize, targetSize } = this;
    for (let i = 0; i < indices.length; i++) {
      const at = indices[i] as number;
      x.set(this.x.subarray(at * inputSize, (at + 1) * inputSize), i * inputSize);
      t?.set(this.t.subarray(at * targetSize, (at + 1) * targetSize), i * targetSize);
    }
  }

  /** The examples from one index to before another. */
  slice(from: number, to = this.count): Dataset {
    return this.pick(Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i));
  }

  /**
   * Two parts in random order: the first with about `share` of the examples, the second with the rest.
   * @throws ChainruleError if a part would be empty.
   * @example
   * const [train, validation] = Dataset.from([[1], [2], [3], [4]], [1, 2, 3, 4]).split(0.75);
   * [train.count, validation.count]; // [3, 1]
   */
  split(share: number, seed = 1): [Dataset, Dataset] {
    const first = Math.round(share * this.count);
    if (!(first >= 1 && first < this.count)) {
      throw new ChainruleError(
        `Dataset: a share of ${String(share)} of ${String(this.count)} examples leaves a part empty`,
      );
    }
    const order = random(seed).permutation(this.count);
    return [this.pick(order.subarray(0, first)), this.pick(order.subarray(first))];
  }

  /** The same examples with other inputs, row after row: what a normalisation gives. @internal */
  withInputs(x: Float64Array): Dataset {
    return new Dataset(x, this.t, this.count, x.length / this.count, this.targetSize, this.hasClasses);
  }
}

function checked(dataset: Dataset, targets: number): Dataset {
  const { x, t, count, inputSize, targetSize } = dataset;
  if (count !== targets) {
    throw new ChainruleError(
      `Dataset: ${String(count)} rows of x have ${String(targets)} targets, expected one each`,
    );
  }
  if (count === 0 || inputSize < 1 || !Number.isInteger(inputSize) || targetSize === 0) {
    const shapes = `x is ${String(count)}×${String(inputSize)}, t is ${String(targets)}×${String(targetSize)}`;
    throw new ChainruleError(`Dataset: ${shapes}, expected at least one row and column of each`);
  }
  checkNumbers(x, inputSize, "x");
  checkNumbers(t, targetSize, "t");
  return dataset;
}

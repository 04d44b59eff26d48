/**
 * Examples to learn from: rows of inputs with their targets, as numbers. In flow arrays, out come batches, splits and the
 * one-hot rows of classes. Next: fit.ts, which trains on them.
 */
import {
  count,
  elements,
  instance,
  integer,
  isA,
  isTypedArray,
  manyNumbers,
  positive,
  positiveInteger,
  wrong,
} from "../../arguments/checks.js";
import { optional } from "../../arguments/options.js";
import { ChainruleError, describe } from "../../errors.js";
import { random } from "../../numeric/random.js";

type Rows = readonly ArrayLike<number>[];

/** As many as 4 GiB hold; labels that are no classes, such as names that are all different, would ask for more. */
const MOST_TARGETS = 2 ** 29;

/** Row by row in one array, how many rows there are, and how long one is. */
function flat(
  rows: readonly unknown[],
  name: string,
): { data: Float64Array; count: number; columns: number } {
  const lists = rows.map((row, i) => manyNumbers(row, `Dataset: ${name}[${String(i)}]`, "a row of numbers"));
  const columns = lists[0]?.length ?? 0;
  const data = new Float64Array(lists.length * columns);
  lists.forEach((row, i) => {
    if (row.length !== columns) {
      throw new ChainruleError(
        `Dataset: row ${String(i)} of ${name} has ${String(row.length)} numbers, row 0 has ${String(columns)}`,
      );
    }
    data.set(row, i * columns);
  });
  return { data, count: lists.length, columns };
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
    const inputs = flat(elements(x, "Dataset: x", "rows of numbers"), "x");
    const rows = elements(t, "Dataset: t", "rows of numbers, or a number for each row of x");
    const targets = flat(
      rows.map((row) => (typeof row === "number" ? [row] : row)),
      "t",
    );
    const { count, columns } = inputs;
    const dataset = new Dataset(inputs.data, targets.data, count, columns, targets.columns, false);
    return checked(dataset, targets.count);
  }

  /**
   * Examples of classes 0, 1, …; their targets become one-hot rows. Inputs may be rows, or one array with a row after the other.
   * @param classes how many classes there are; default: one more than the largest.
   * @throws ChainruleError if there are no examples, rows differ in length, counts disagree, a number is not finite or a label is
   * no class.
   */
  static ofClasses(x: Rows | Float64Array, labels: ArrayLike<number>, classes?: number): Dataset {
    const given = manyNumbers(labels, "Dataset: labels", "an array of classes");
    const inputs =
      isA(x, Float64Array) && isTypedArray(x)
        ? { data: x, count: given.length, columns: x.length / Math.max(1, given.length) }
        : flat(elements(x, "Dataset: x", "rows of numbers"), "x");
    const width =
      optional(positiveInteger)(classes, "Dataset: classes") ??
      1 + Array.from(given).reduce((most, label) => Math.max(most, label), -1);
    const size = given.length * width;
    if (size > MOST_TARGETS) {
      throw new ChainruleError(
        `Dataset: ${String(given.length)} examples of ${String(width)} classes take ${String(size)} targets, expected at most ${String(MOST_TARGETS)}`,
      );
    }
    const t = new Float64Array(Math.max(0, size));
    for (let i = 0; i < given.length; i++) {
      const label = given[i] as number;
      if (!Number.isInteger(label) || label < 0 || label >= width) {
        throw new ChainruleError(
          `Dataset: label ${String(i)} is ${describe(label)}, expected a class from 0 to ${String(width - 1)}`,
        );
      }
      t[i * width + label] = 1;
    }
    return checked(new Dataset(inputs.data, t, inputs.count, inputs.columns, width, true), given.length);
  }

  /** The class of an example: where its one-hot row is 1. @throws ChainruleError if there is no such example. */
  classOf(i: number): number {
    this.checkIndex(i);
    return this.t.indexOf(1, i * this.targetSize) - i * this.targetSize;
  }

  /** Some of the examples, in the order given. @throws ChainruleError if there is no such example. */
  pick(indices: ArrayLike<number>): Dataset {
    this.checkIndices(indices);
    const { inputSize, targetSize } = this;
    const x = new Float64Array(indices.length * inputSize);
    const t = new Float64Array(indices.length * targetSize);
    this.copy(indices, x, t);
    return new Dataset(x, t, indices.length, inputSize, targetSize, this.hasClasses);
  }

  private checkIndex(i: number): void {
    if (Number.isInteger(i) && i >= 0 && i < this.count) return;
    throw wrong("Dataset: example", i, `a whole number from 0 to ${String(this.count - 1)}`);
  }

  /** @throws ChainruleError if they are no list of examples, or there are none. @internal */
  checkIndices(indices: ArrayLike<number>): void {
    const list = manyNumbers(indices, "Dataset: examples", "an array of their places");
    if (list.length === 0) throw new ChainruleError("Dataset: no example was picked, expected at least one");
    for (let i = 0; i < list.length; i++) this.checkIndex(list[i] as number);
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

  /** The examples from one index to before another. @throws ChainruleError if there are none between them. */
  slice(from: number, to = this.count): Dataset {
    count(from, "Dataset: from");
    integer(0, this.count)(to, "Dataset: to");
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
    const first = Math.round(positive(share, "Dataset: share") * this.count);
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

/** @throws ChainruleError if it is no Dataset. */
export const checkDataset = instance(Dataset, "a Dataset");

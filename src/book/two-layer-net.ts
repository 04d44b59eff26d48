/** Parts 5 and 6: the net of the study note, affine, ReLU, affine, softmax with loss, and its gradients in three ways. */
import { finite, manyNumbers, notNegative, numbers, positiveInteger } from "../arguments/checks.js";
import { options, or, record, type ChecksOf } from "../arguments/options.js";
import { numericalGradient } from "../checks/gradcheck.js";
import { noGrad } from "../engine/recording.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import type { Layer } from "../nn/layers/architecture.js";
import { checkMatrix, Matrix } from "../nn/matrix/matrix.js";
import { random } from "../numeric/random.js";
import { countRight } from "../nn/matrix/display.js";
import { Relu } from "./activations.js";
import { Affine } from "./affine.js";
import { SoftmaxWithLoss, type Targets } from "./softmax.js";

/** Sizes and first weights of a `TwoLayerNet`. */
export interface TwoLayerNetOptions {
  /** Columns of x. */
  readonly inputSize: number;
  /** Columns between the two affine layers. */
  readonly hiddenSize: number;
  /** Classes. */
  readonly outputSize: number;
  /** Default 1. Equal seeds give equal weights. */
  readonly seed?: number;
  /** Standard deviation of the initial weights. Default 0.01, as in the book. */
  readonly weightScale?: number;
}

/** The names of the parameters, in the order of `parameters()`. */
export type ParameterName = "W1" | "b1" | "W2" | "b2";
/** Numbers for each parameter, row by row. */
export type Gradients = Readonly<Record<ParameterName, Float64Array>>;

const CHECKS = {
  inputSize: positiveInteger,
  hiddenSize: positiveInteger,
  outputSize: positiveInteger,
  seed: or(finite, 1),
  weightScale: or(notNegative, 0.01),
} satisfies ChecksOf<TwoLayerNetOptions>;

const through = (layers: readonly Layer[], x: Matrix): Matrix =>
  layers.reduce((flow, layer) => layer.forward(flow), x);

/** How many rows `accuracy` takes at once, which bounds its memory. */
const SLICE = 500;

/**
 * Affine – ReLU – affine with softmax and cross-entropy loss; weights from weightScale · N(0, 1), biases 0.
 * @example
 * const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 3, outputSize: 2 });
 * net.predict(Matrix.from([[0, 1]])).columns; // 2
 */
export class TwoLayerNet {
  /** Weights of the first layer, inputSize × hiddenSize. */
  readonly W1: Matrix;
  /** Biases of the first layer, 1 × hiddenSize. */
  readonly b1: Matrix;
  /** Weights of the second layer, hiddenSize × outputSize. */
  readonly W2: Matrix;
  /** Biases of the second layer, 1 × outputSize. */
  readonly b2: Matrix;

  /** @throws ChainruleError if a size is not a positive integer. */
  constructor(given: TwoLayerNetOptions) {
    const { inputSize, hiddenSize, outputSize, seed, weightScale } = options("TwoLayerNet", given, CHECKS);
    const generator = random(seed);
    const weights = (rows: number, columns: number): Matrix =>
      Matrix.leaves(
        Float64Array.from({ length: rows * columns }, () => weightScale * generator.normal()),
        rows,
        columns,
      );
    this.W1 = weights(inputSize, hiddenSize);
    this.b1 = Matrix.zeros(1, hiddenSize);
    this.W2 = weights(hiddenSize, outputSize);
    this.b2 = Matrix.zeros(1, outputSize);
    for (const [name, matrix] of Object.entries(this.namedParameters())) matrix.named(name);
  }

  /** Made anew for each pass, so that a net holds on to no graph. */
  private layers(): readonly [Affine, Relu, Affine] {
    return [new Affine(this.W1, this.b1), new Relu(), new Affine(this.W2, this.b2)];
  }

  /** W1, b1, W2 and b2 by name. */
  namedParameters(): Readonly<Record<ParameterName, Matrix>> {
    const { W1, b1, W2, b2 } = this;
    return { W1, b1, W2, b2 };
  }

  /** All parameters: W1, b1, W2, b2, each row by row. */
  parameters(): Value[] {
    return Object.values(this.namedParameters()).flatMap((matrix) => matrix.values());
  }

  /** The scores of each class, one row per row of x. @throws ChainruleError if x has not `inputSize` columns. */
  predict(x: Matrix): Matrix {
    checkMatrix(x, "TwoLayerNet: x");
    return through(this.layers(), x);
  }

  /** The mean cross-entropy loss. @throws ChainruleError if x or t does not fit. */
  loss(x: Matrix, t: Targets): Value {
    return this.lossOf(this.predict(x), t);
  }

  /** The same from the scores, where these are wanted too. @throws ChainruleError if t does not fit. */
  lossOf(scores: Matrix, t: Targets): Value {
    return new SoftmaxWithLoss().forward(scores, t);
  }

  /** The share of rows whose largest score is that of their class, from 0 to 1. */
  accuracy(x: Matrix, classes: ArrayLike<number>): number {
    checkMatrix(x, "accuracy: x");
    const given = manyNumbers(classes, "accuracy: classes", "an array of classes");
    if (given.length !== x.rows || x.rows === 0) {
      throw new ChainruleError(
        `accuracy: ${String(given.length)} classes for ${String(x.rows)} rows, expected one for each of at least one row`,
      );
    }
    let right = 0;
    for (let from = 0; from < x.rows; from += SLICE) {
      const { data, rows } = noGrad(() => this.predict(x.slice(from, Math.min(from + SLICE, x.rows))));
      right += countRight(data, rows, (i) => given[from + i]);
    }
    return right / x.rows;
  }

  /** ∂loss/∂parameter by the layers' own backward passes, as the book writes them. */
  gradient(x: Matrix, t: Targets): Gradients {
    checkMatrix(x, "TwoLayerNet: x");
    const [layers, last] = [this.layers(), new SoftmaxWithLoss()];
    noGrad(() => last.forward(through(layers, x), t));
    const [first, relu, second] = layers;
    first.backward(relu.backward(second.backward(last.backward())));
    const data = (matrix: Matrix | undefined): Float64Array => matrix?.data ?? new Float64Array();
    return { W1: data(first.dW), b1: data(first.db), W2: data(second.dW), b2: data(second.db) };
  }

  /** ∂loss/∂parameter by central differences: two forward passes for every single parameter. */
  numericalGradient(x: Matrix, t: Targets): Gradients {
    const of = (matrix: Matrix): Float64Array =>
      Float64Array.from(numericalGradient(() => this.loss(x, t), matrix.values()));
    return { W1: of(this.W1), b1: of(this.b1), W2: of(this.W2), b2: of(this.b2) };
  }
}

const GRADIENTS = record({ W1: numbers, b1: numbers, W2: numbers, b2: numbers });

/**
 * The mean absolute difference of two gradients, for each parameter: the measure of the book's gradient check.
 * @throws ChainruleError if the two do not have the same number of elements.
 */
export function meanDifferences(a: Gradients, b: Gradients): Record<ParameterName, number> {
  const [left, right] = [GRADIENTS(a, "meanDifferences: a"), GRADIENTS(b, "meanDifferences: b")];
  const difference = (name: ParameterName): number => {
    const [x, y] = [left[name], right[name]];
    if (x.length !== y.length) {
      throw new ChainruleError(
        `meanDifferences: ${name} has ${String(x.length)} and ${String(y.length)} elements`,
      );
    }
    return x.reduce((total, value, i) => total + Math.abs(value - (y[i] as number)), 0) / x.length;
  };
  return { W1: difference("W1"), b1: difference("b1"), W2: difference("W2"), b2: difference("b2") };
}

/** Softmax, and softmax with cross-entropy loss. */
import { anyNumber, count, isA, manyNumbers } from "../arguments/checks.js";
import { softmax } from "../engine/softmax.js";
import { crossEntropy, sum } from "../engine/generated/functions.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { kept, numbers, upstream } from "./elementwise.js";
import { checkMatrix, Matrix, shapeOf } from "./matrix.js";

/**
 * Softmax of each row: exp(xᵢ) / Σ exp(xⱼ), stable for any finite x.
 * @example
 * new Softmax().forward(Matrix.from([[0.3, 2.9, 4.0]])).data; // [0.01821127, 0.24519181, 0.73659691], to 8 decimals
 */
export class Softmax {
  private out: Matrix | undefined;

  /** The probabilities, of the shape of x; each row adds up to 1. */
  forward(x: Matrix): Matrix {
    checkMatrix(x, "Softmax: x");
    const out = Matrix.from(Array.from({ length: x.rows }, (_, i) => softmax(x.list(i))));
    this.out = numbers(out);
    return out;
  }

  /** dx = y · (dout − Σ dout · y), row by row. @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const y = kept(this.out, "Softmax");
    const dY = upstream(dout, y, "Softmax");
    const mean = dY.mul(y).rowSums();
    return dY.map((g, i, j) => y.at(i, j).mul(g.sub(mean.at(i, 0))));
  }
}

/** Targets of a batch: a one-hot row per example, or the index of its class. */
export type Targets = Matrix | ArrayLike<number>;

/**
 * The mean over the batch of the cross-entropy −Σ tᵢ ln softmax(x)ᵢ, by the operation `crossEntropy`. Backward: dx = (y − t) / batch, for
 * targets that add up to 1 in each row.
 * @example
 * new SoftmaxWithLoss().forward(Matrix.from([[0, 0]]), [1]).data; // 0.6931471805599453
 */
export class SoftmaxWithLoss {
  private passed: { readonly y: Matrix; readonly t: Matrix } | undefined;

  /** @throws ChainruleError if x is empty, or t does not fit x. */
  forward(x: Matrix, t: Targets): Value {
    checkMatrix(x, "SoftmaxWithLoss: x");
    if (x.rows === 0 || x.columns === 0)
      throw new ChainruleError(`SoftmaxWithLoss: x is ${shapeOf(x)}, expected at least one row and class`);
    const isOneHot = isA(t, Matrix);
    if (isOneHot && (t.rows !== x.rows || t.columns !== x.columns)) {
      throw new ChainruleError(
        `SoftmaxWithLoss: x is ${shapeOf(x)}, t is ${shapeOf(t)} (one-hot t needs the same shape)`,
      );
    }
    const targets = isOneHot ? t : oneHot(checked(t, x), x.columns);
    const losses = Array.from({ length: x.rows }, (_, i) => crossEntropy(x.list(i), targets.list(i)));
    this.passed = { y: probabilities(x), t: numbers(targets) };
    return sum(losses).div(x.rows);
  }

  /** dx = dout · (y − t) / batch. @throws ChainruleError before the first forward. */
  backward(dout = 1): Matrix {
    const { y, t } = kept(this.passed, "SoftmaxWithLoss");
    return y.sub(t).mul(anyNumber(dout, "SoftmaxWithLoss: dout") / y.rows);
  }
}

const probabilities = (x: Matrix): Matrix => new Softmax().forward(numbers(x));

function checked(t: ArrayLike<number>, x: Matrix): ArrayLike<number> {
  const classes = classesOf(t, x.columns, "SoftmaxWithLoss: t");
  if (classes.length === x.rows) return classes;
  throw new ChainruleError(
    `SoftmaxWithLoss: t has ${String(classes.length)} classes, x is ${shapeOf(x)} (t needs one per row)`,
  );
}

/** Indices of classes, of which there are so many. */
function classesOf(given: unknown, most: number, name: string): ArrayLike<number> {
  const classes = manyNumbers(given, name, "a list of classes, or a Matrix of one-hot rows");
  for (let i = 0; i < classes.length; i++) {
    const c = classes[i] as number;
    if (Number.isInteger(c) && c >= 0 && c < most) continue;
    throw new ChainruleError(
      `${name}[${String(i)}] is ${String(c)}, expected a class from 0 to ${String(most - 1)}`,
    );
  }
  return classes;
}

/**
 * One row per class index, with 1 at the index and 0 elsewhere, as constants.
 * @example
 * oneHot([2, 0], 3).data; // [0, 0, 1, 1, 0, 0]
 */
export function oneHot(given: ArrayLike<number>, columns: number): Matrix {
  const classes = classesOf(given, count(columns, "oneHot: columns"), "oneHot: classes");
  const data = new Float64Array(classes.length * columns);
  for (let i = 0; i < classes.length; i++) data[i * columns + (classes[i] as number)] = 1;
  return Matrix.constants(data, classes.length, columns);
}

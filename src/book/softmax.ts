/** Parts 4.4 and 4.6: softmax, and softmax with cross-entropy loss. */
import { anyNumber, isA } from "../arguments/checks.js";
import { mean } from "../engine/generated/functions.js";
import { softmax } from "../engine/softmax.js";
import { noGrad } from "../engine/recording.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { crossEntropies } from "../nn/training/losses.js";
import { checkMatrix, Matrix, shapeOf } from "../nn/matrix/matrix.js";
import { checkClasses, oneHot } from "../nn/matrix/one-hot.js";
import { checkUpstream, kept } from "./passed.js";

/** Softmax of each row. */
const probabilities = (x: Matrix): Matrix => Matrix.from(x.lists.map((row) => softmax(row)));

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
    this.out = probabilities(x);
    return this.out;
  }

  /** dx = y · (dout − Σ dout · y), row by row. @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const y = kept(this.out, "Softmax");
    checkUpstream(dout, y, "Softmax");
    return noGrad(() => {
      const mean = dout.mul(y).rowSums();
      return dout.map((g, i, j) => y.at(i, j).mul(g.sub(mean.at(i, 0))));
    });
  }
}

/** Targets of a batch: a one-hot row per example, or the index of its class. */
export type Targets = Matrix | ArrayLike<number>;

/**
 * The mean over the batch of the cross-entropy −Σ tᵢ ln softmax(x)ᵢ, by the operation `crossEntropy`. Backward: dx = (y − t) / batch, for
 * targets that add up to 1 in each row.
 * @example
 * const layer = new SoftmaxWithLoss();
 * layer.forward(Matrix.from([[0, 0]]), [1]).data; // 0.6931471805599453
 * layer.backward().data; // [0.5, -0.5]
 */
export class SoftmaxWithLoss {
  private passed: { readonly x: Matrix; readonly t: Matrix } | undefined;

  /** @throws ChainruleError if x is empty, or t does not fit x. */
  forward(x: Matrix, t: Targets): Value {
    checkMatrix(x, "SoftmaxWithLoss: x");
    if (x.rows === 0 || x.columns === 0)
      throw new ChainruleError(`SoftmaxWithLoss: x is ${shapeOf(x)}, expected at least one row and class`);
    const targets = isA(t, Matrix) ? t : rowsOf(t, x);
    if (targets.rows !== x.rows || targets.columns !== x.columns) {
      throw new ChainruleError(
        `SoftmaxWithLoss: x is ${shapeOf(x)}, t is ${shapeOf(targets)} (one-hot t needs the same shape)`,
      );
    }
    this.passed = { x, t: targets };
    return mean(crossEntropies(x.lists, targets.lists));
  }

  /** dx = dout · (y − t) / batch. @throws ChainruleError before the first forward. */
  backward(dout = 1): Matrix {
    const { x, t } = kept(this.passed, "SoftmaxWithLoss");
    anyNumber(dout, "SoftmaxWithLoss: dout");
    return noGrad(() =>
      probabilities(x)
        .sub(t)
        .mul(dout / x.rows),
    );
  }
}

/** A one-hot row per class index. Nobody writes to them, so examples of one class have the same 0s and 1. */
function rowsOf(t: ArrayLike<number>, x: Matrix): Matrix {
  const classes = Array.from(checkClasses(t, x.columns, "SoftmaxWithLoss: t"));
  if (classes.length !== x.rows) {
    throw new ChainruleError(
      `SoftmaxWithLoss: t has ${String(classes.length)} classes, x is ${shapeOf(x)} (t needs one per row)`,
    );
  }
  const seen = Array.from(new Set(classes));
  const { lists } = oneHot(seen, x.columns);
  const places = new Map(seen.map((c, i) => [c, i]));
  return Matrix.from(classes.map((c) => lists[places.get(c) as number] as Value[]));
}

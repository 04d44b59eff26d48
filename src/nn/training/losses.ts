/** Losses: from scores and targets of equal shape to the mean over the batch. `fit` takes any of them. */
import { listOf, notNegative, positive, share } from "../../arguments/checks.js";
import { options, optional, or, type ChecksOf } from "../../arguments/options.js";
import { mean } from "../../engine/generated/functions.js";
import { crossEntropy, dot, sum } from "../../engine/generated/functions.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { checkMatrix, Matrix, shapeOf } from "../matrix/matrix.js";
import type { Loss } from "./runner.js";

/** A loss that is the mean of a function of score and target over all elements. */
const elementwise =
  (name: string, of: (score: Value, target: Value) => Value): Loss =>
  (scores, t) => {
    checkShapes(scores, t, name);
    const targets = t.values();
    return mean(scores.values().map((score, i) => of(score, targets[i] as Value)));
  };

function checkShapes(scores: Matrix, t: Matrix, name: string): void {
  checkMatrix(scores, `${name}: scores`);
  checkMatrix(t, `${name}: t`);
  if (scores.rows === 0 || scores.columns === 0) {
    throw new ChainruleError(
      `${name}: scores are ${shapeOf(scores)}, expected at least one row and one column`,
    );
  }
  if (scores.rows === t.rows && scores.columns === t.columns) return;
  throw new ChainruleError(
    `${name}: scores are ${shapeOf(scores)}, t is ${shapeOf(t)} (t needs the same shape)`,
  );
}

/**
 * (y − t)², the mean over all elements.
 * @example
 * meanSquaredError(Matrix.from([[1, 4]]), Matrix.from([[0, 2]])).data; // 2.5
 */
export const meanSquaredError: Loss = elementwise("meanSquaredError", (y, t) => y.sub(t).square());

/**
 * |y − t|, the mean over all elements.
 * @example
 * meanAbsoluteError(Matrix.from([[1, 4]]), Matrix.from([[0, 2]])).data; // 1.5
 */
export const meanAbsoluteError: Loss = elementwise("meanAbsoluteError", (y, t) => y.sub(t).abs());

/**
 * Huber's loss, with d = |y − t|: d² / 2 where d ≤ δ, else δ · (d − δ / 2); the mean over all elements.
 * @throws ChainruleError if delta is not positive.
 * @example
 * huber(1)(Matrix.from([[0.5, 3]]), Matrix.from([[0, 0]])).data; // 1.3125
 */
export function huber(delta = 1): Loss {
  positive(delta, "huber: delta");
  return elementwise("huber", (y, t) => {
    const d = y.sub(t).abs();
    // With m = min(d, δ) both cases are m · (d − m / 2).
    const m = d.min(delta);
    return m.mul(d.sub(m.div(2)));
  });
}

/**
 * Hinge loss max(0, 1 − t · y) for targets −1 and 1, the mean over all elements.
 * @example
 * hinge(Matrix.from([[2], [0.5]]), Matrix.from([[1], [-1]])).data; // 0.75
 */
export const hinge: Loss = elementwise("hinge", (y, t) => y.mul(t).neg().add(1).relu());

/**
 * Binary cross-entropy from logits, for targets from 0 to 1: ln(1 + eʸ) − t · y, written as (1 − t) ln(1 + eʸ) + t ln(1 + e⁻ʸ), in which nothing
 * cancels, for any y; the mean over all elements.
 * @example
 * binaryCrossEntropy(Matrix.from([[0], [0]]), Matrix.from([[1], [0]])).data; // 0.6931471805599453
 */
export const binaryCrossEntropy: Loss = elementwise("binaryCrossEntropy", (y, t) =>
  t.neg().add(1).mul(y.softplus()).add(t.mul(y.neg().softplus())),
);

/** What `softmaxCrossEntropy` weighs. */
export interface SoftmaxCrossEntropyOptions {
  /** A weight for each class; the mean over the batch is weighted with that of each row's class. Default: all 1. */
  readonly classWeights?: readonly number[];
  /** The share of every target that is spread evenly over all classes. Default 0. */
  readonly labelSmoothing?: number;
}

const CHECKS = {
  classWeights: optional(listOf(notNegative, "a list of numbers")),
  labelSmoothing: or(share, 0),
} satisfies ChecksOf<SoftmaxCrossEntropyOptions>;

/** The cross-entropy of each row, by the operation `crossEntropy`. */
export const crossEntropies = (
  scores: readonly (readonly Value[])[],
  targets: readonly (readonly Value[])[],
): Value[] => scores.map((row, i) => crossEntropy(row, targets[i] as readonly Value[]));

/**
 * Softmax with cross-entropy, −Σ t′ · ln softmax(y) with t′ = (1 − s) · t + s / classes, the mean over the rows. With class weights it is
 * −Σ w · t′ · ln softmax(y), summed over the rows and divided by Σ w · t, as in PyTorch. It is the loss of `fit` if none is given.
 * @throws ChainruleError if a weight or the smoothing is out of range.
 * @example
 * softmaxCrossEntropy({ labelSmoothing: 0.5 })(Matrix.from([[0, 0]]), Matrix.from([[1, 0]])).data; // 0.6931471805599453
 */
export function softmaxCrossEntropy(given?: SoftmaxCrossEntropyOptions): Loss {
  const { classWeights, labelSmoothing: s } = options("softmaxCrossEntropy", given, CHECKS);
  return (scores, t) => {
    checkShapes(scores, t, "softmaxCrossEntropy");
    const classes = scores.columns;
    const smooth = s === 0 ? t : t.mul(1 - s).add(s / classes);
    if (classWeights === undefined) return mean(crossEntropies(scores.lists, smooth.lists));
    if (classWeights.length !== classes) {
      throw new ChainruleError(
        `softmaxCrossEntropy: there are ${String(classWeights.length)} classWeights, scores are ${shapeOf(scores)}`,
      );
    }
    const weighted = smooth.mul(Matrix.from([classWeights]));
    const total = sum(t.lists.map((row) => dot(row, classWeights)));
    return sum(crossEntropies(scores.lists, weighted.lists)).div(total);
  };
}

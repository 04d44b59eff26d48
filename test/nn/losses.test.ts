/** Losses: by their formulas in plain numbers, their gradients against central differences, and what is refused. */
import { describe, expect, test } from "@jest/globals";
import { gradcheck, type Value } from "chainrule";
import { SoftmaxWithLoss } from "chainrule/book";
import {
  binaryCrossEntropy,
  hinge,
  huber,
  Matrix,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  type Loss,
} from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

const scores = [[0.3, 2.9, 4], [-1.2, 0.4, 0.1]]; // prettier-ignore
const classes = [[0, 1, 0], [1, 0, 0]]; // prettier-ignore
const signs = [[-1, 1, 1], [1, -1, 1]]; // prettier-ignore

const average = (f: (y: number, t: number) => number, t: number[][]): number =>
  scores.flatMap((row, i) => row.map((y, j) => f(y, t[i]?.[j] as number))).reduce((a, b) => a + b, 0) / 6;

const logSoftmax = (row: readonly number[]): number[] => {
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
  return row.map((x) => x - total);
};

/** Rows with class 1 and class 0. */
function crossEntropy(weights: readonly number[], smoothing: number): number {
  let [loss, weight] = [0, 0];
  scores.forEach((row, i) => {
    const p = logSoftmax(row);
    classes[i]?.forEach((t, c) => {
      const w = weights[c] as number;
      loss -= w * ((1 - smoothing) * t + smoothing / 3) * (p[c] as number);
      weight += w * t;
    });
  });
  return loss / weight;
}

const table: [string, Loss, number[][], number][] = [
  ["meanSquaredError", meanSquaredError, classes, average((y, t) => (y - t) ** 2, classes)],
  ["meanAbsoluteError", meanAbsoluteError, classes, average((y, t) => Math.abs(y - t), classes)],
  [
    "huber",
    huber(1.5),
    classes,
    average((y, t) => (Math.abs(y - t) <= 1.5 ? (y - t) ** 2 / 2 : 1.5 * (Math.abs(y - t) - 0.75)), classes),
  ],
  ["hinge", hinge, signs, average((y, t) => Math.max(0, 1 - t * y), signs)],
  [
    "binaryCrossEntropy",
    binaryCrossEntropy,
    classes,
    average(
      (y, t) => -t * Math.log(1 / (1 + Math.exp(-y))) - (1 - t) * Math.log(1 - 1 / (1 + Math.exp(-y))),
      classes,
    ),
  ],
  ["softmaxCrossEntropy", softmaxCrossEntropy(), classes, crossEntropy([1, 1, 1], 0)],
  [
    "with class weights",
    softmaxCrossEntropy({ classWeights: [0.5, 2, 1] }),
    classes,
    crossEntropy([0.5, 2, 1], 0),
  ],
  [
    "with label smoothing",
    softmaxCrossEntropy({ labelSmoothing: 0.1 }),
    classes,
    crossEntropy([1, 1, 1], 0.1),
  ],
  [
    "with both",
    softmaxCrossEntropy({ classWeights: [0.5, 2, 1], labelSmoothing: 0.1 }),
    classes,
    crossEntropy([0.5, 2, 1], 0.1),
  ],
];

describe.each(table)("%s", (_, loss, t, expected) => {
  test("by its formula", () => {
    expect(relativeError(loss(Matrix.from(scores), Matrix.from(t)).data, expected)).toBeLessThan(
      tolerances.closedForm,
    );
  });

  test("its gradient against central differences", () => {
    const f = (...y: Value[]): Value => loss(Matrix.from([y.slice(0, 3), y.slice(3)]), Matrix.from(t));
    expect(() => gradcheck(f, scores.flat())).not.toThrow();
  });

  test("targets of another shape", () => {
    expect(() => loss(Matrix.from(scores), Matrix.from([[1, 0, 0]]))).toThrow(
      "scores are 2×3, t is 1×3 (t needs the same shape)",
    );
  });
});

test.each([
  ["classes", classes],
  ["targets that do not add up to 1", classes.map((row) => row.map((t) => t + 0.25))],
])("softmaxCrossEntropy is SoftmaxWithLoss, for %s", (_, targets) => {
  const [x, t] = [Matrix.from(scores), Matrix.from(targets)];
  expect(softmaxCrossEntropy()(x, t).data).toBe(new SoftmaxWithLoss().forward(x, t).data);
});

test("an empty matrix has no loss", () => {
  const empty = Matrix.from([]);
  for (const [name, loss] of Object.entries({ hinge, softmaxCrossEntropy: softmaxCrossEntropy() }))
    expect(() => loss(empty, empty)).toThrow(
      `${name}: scores are 0×0, expected at least one row and one column`,
    );
});

test("large logits stay finite", () => {
  expect(binaryCrossEntropy(Matrix.from([[800, -800]]), Matrix.from([[0, 1]])).data).toBe(800);
  expect(softmaxCrossEntropy()(Matrix.from([[800, -800]]), Matrix.from([[0, 1]])).data).toBe(1600);
});

test.each<[string, () => unknown, string]>([
  ["delta 0", () => huber(0), "huber: delta is the number 0, expected a positive number"],
  ["smoothing 1", () => softmaxCrossEntropy({ labelSmoothing: 1 }), "labelSmoothing is the number 1"],
  [
    "a negative weight",
    () => softmaxCrossEntropy({ classWeights: [1, -1] }),
    "classWeights[1] is the number -1",
  ],
  [
    "two weights for three classes",
    () => softmaxCrossEntropy({ classWeights: [1, 1] })(Matrix.from(scores), Matrix.from(classes)),
    "there are 2 classWeights, scores are 2×3",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});

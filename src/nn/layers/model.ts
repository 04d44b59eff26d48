/** What is trained, and by what it is judged. Next: runner.ts, which computes both for a batch. */
import { fn, withMethods } from "../../arguments/checks.js";
import { aValue, values } from "../../engine/value-checks.js";
import type { Value } from "../../engine/value.js";
import { checkMatrix, type Matrix } from "../matrix/matrix.js";
import type { Pass } from "./pass.js";

/** What `fit` trains: a map from rows of inputs to rows of scores, with parameters. */
export interface Model {
  /** The leaves that are trained. */
  parameters(): readonly Value[];
  /** Leaves that carry no gradient and belong to the model, such as running means. */
  buffers?(): readonly Value[];
  /** The scores of each row of x. Layers that behave otherwise in training see it in the pass. */
  predict(x: Matrix, pass?: Pass): Matrix;
}

/** The mean loss over the rows of a batch, from scores and targets of equal shape. */
export type Loss = (scores: Matrix, t: Matrix) => Value;

export const checkModel = withMethods<Model>(
  "a model with parameters and predict",
  ["parameters", "predict"],
  ["buffers"],
);
export const checkLoss = fn<Loss>("a function of scores and targets");

/** What is trained, checked. */
export const parametersOf = (model: Model): Value[] => values(model.parameters(), "fit", "parameter");

/** What belongs to the model besides, checked. */
export const buffersOf = (model: Model): Value[] =>
  model.buffers === undefined ? [] : values(model.buffers(), "fit", "buffer");

/** What a model makes of x, checked. */
export function scoresOf(model: Model, x: Matrix, pass: Pass): Matrix {
  const scores = model.predict(x, pass);
  checkMatrix(scores, "fit: what predict gave");
  return scores;
}

/** The loss of some scores, checked. */
export const lossOf = (loss: Loss, scores: Matrix, t: Matrix): Value =>
  aValue(loss(scores, t), "fit: what loss gave");

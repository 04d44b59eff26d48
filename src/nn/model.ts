/** What is trained, and by what it is judged. Next: run.ts, which computes both for a batch. */
import type { Value } from "../engine/value.js";
import type { Matrix } from "./matrix.js";
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

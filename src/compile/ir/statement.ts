/**
 * The one form of what runs in loops, and what every backend reads. A statement is an assignment or an accumulation in a nest of loops:
 *
 *     for i < 8, j < 10, k < 4, l < 3, m < 3:  v[400 + 10i + j] += mul(v[36i + 9k + 3l + m], v[288 + j + 144k + 12l + m])
 *
 * Its target and its loads are affine in the indices of the loops: each has a first slot, and for each loop a stride. A target that does not
 * move with a loop makes that loop a sum (or a product, a least, a greatest element). So one form covers elementwise work, products of
 * matrices, convolutions (a window of an image is a loop for each of its axes), batches (one more loop outside) and the adjoints of
 * all of them. The loops may run in any order, but that a value is combined in the order of its loops where that is possible.
 * `program.describe().text` shows the statements of a program as above. Next: statements.ts and list-statements.ts make statements, first-writes.ts looks at those of the way back.
 */
import type { FixedOp } from "../../ops/index.js";

/** A place in the program's memory: a number, not a byte address. */
export type Slot = number;

/** Slots that are affine in the indices of loops: `first + Σ strides[loop] · index[loop]`. */
export interface Affine {
  readonly first: Slot;
  readonly strides: readonly number[];
}

/** Elements of the values, of their adjoints or of an optimizer's state. */
export interface Access extends Affine {
  readonly space: "value" | "adjoint" | "state";
}

/** The arithmetic of a statement: a tree of operations over loads and numbers. A part that stands in it twice is computed once. */
export type Term =
  /** A load of the statement, by its place in the list. */
  | { readonly kind: "load"; readonly index: number }
  | { readonly kind: "number"; readonly value: number }
  /** An operation by its row. One that has no machine instruction is a call of the row's number function, in double precision. */
  | { readonly kind: "apply"; readonly op: FixedOp; readonly args: readonly Term[] };

/** One assignment or accumulation in a nest of loops. */
export interface Statement {
  /** How often each loop runs, from the outermost in. */
  readonly loops: readonly number[];
  readonly target: Access;
  /** What happens to the target: it is set to the term, or combined with it by an operation: addition, multiplication, min or max. */
  readonly mode: "assign" | FixedOp;
  /** What the target is before it is combined with anything, in every run anew; without it, what it holds. */
  readonly initial?: number;
  readonly loads: readonly Access[];
  readonly term: Term;
  /** The load, if there is one, that reads inputs only: many of them may be 0. */
  readonly sparse?: number;
}

/**
 * The table of operations. A row is all that the package knows of an operation: from it come the method on Value, its
 * number function and local-gradient closure (scripts/generate.ts), the label in a diagram, the entry in the docs and the tests.
 */
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { exponential } from "./exponential.js";
import { hyperbolic } from "./hyperbolic.js";
import { piecewise } from "./piecewise.js";
import { powers } from "./powers.js";
import type { Op } from "./row.js";
import { fold, type Sym } from "./sym.js";
import { trigonometric } from "./trigonometric.js";

export const ops = {
  ...arithmetic,
  ...powers,
  ...exponential,
  ...trigonometric,
  ...hyperbolic,
  ...activations,
  ...piecewise,
};

export type OpName = keyof typeof ops;

const table: ReadonlyMap<string, Op> = new Map(Object.entries(ops));

/** The row of a name that stands in the table. */
export function rowOf(name: string): Op {
  const row = table.get(name);
  if (row === undefined) throw new RangeError(`no operation is named ${name}`);
  return row;
}

/** The number of an expression, given those of its variables. */
export const evaluate = (sym: Sym, numbers: ReadonlyMap<string, number>): number =>
  fold(sym, {
    variable: (name) => numbers.get(name) ?? NaN,
    constant: (value) => value,
    apply: (op, operands) => (rowOf(op).num as (...operands: readonly number[]) => number)(...operands),
  });

export type { FixedOp, Instruction, Interval, ListOp, Op, Point } from "./row.js";
export { Level, print, type Notation } from "./notation.js";
export { constant, fold, isZero, one, variable, type Algebra, type Sym } from "./sym.js";

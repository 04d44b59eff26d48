/**
 * The table of operations. A row is all that the package knows of an operation: from it come the method on Value, its
 * number function and local-gradient closure (scripts/generate.ts), the label in a diagram, the entry in the docs and the tests.
 */
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { exponential } from "./exponential.js";
import { folds, largest, product, smallest } from "./folds.js";
import { hyperbolic } from "./hyperbolic.js";
import { normal } from "./normal.js";
import { piecewise } from "./piecewise.js";
import { powers } from "./powers.js";
import { slopes } from "./slopes.js";
import { softmax } from "./softmax.js";
import { Sym, type Op } from "./sym.js";
import { trigonometric } from "./trigonometric.js";

/** The operations on fixed operands: the methods of Value. */
export const ops = {
  ...arithmetic,
  ...powers,
  ...exponential,
  ...trigonometric,
  ...hyperbolic,
  ...normal,
  ...activations,
  ...piecewise,
  ...slopes,
};

/** The operations on lists: functions of the package. */
export const listOps = { ...folds, ...softmax };

/** Operations on lists that others are made with; no functions of the package. */
export const totalOps = { largest, smallest, product };

export type OpName = keyof typeof ops;

Sym.addMethods(ops);

const table = [ops, listOps, totalOps].flatMap((rows) => Object.entries<Op>(rows));
const names = new WeakMap<Op, string>(table.map(([name, row]) => [row, name]));
/** How many rows were given a name so far. */
const counts = new Map<string, number>(table.map(([name]) => [name, 1]));

/**
 * Names a row that does not stand in the table, and returns its name: the given one, or where that is taken the name with a number behind
 * it, `cube#2`. A name is a label for people: the package knows an operation by its row.
 */
export function addRow(name: string, row: Op): string {
  const count = (counts.get(name) ?? 0) + 1;
  const unique = count === 1 ? name : `${name}#${String(count)}`;
  counts.set(name, count);
  names.set(row, unique);
  return unique;
}

/** What a row is called in messages and listings. */
export const nameOf = (row: Op): string => names.get(row) ?? row.notation.symbol;

export { evaluate, functionOf } from "./evaluate.js";
export { Level, type Notation } from "./notation.js";
export { print } from "./print.js";
export {
  apply,
  constant,
  fold,
  isOne,
  isZero,
  one,
  reads,
  substitute,
  variable,
  Sym,
  type Algebra,
  type FixedOp,
  type Instruction,
  type Interval,
  type ListOp,
  type Op,
  type Point,
  type Total,
} from "./sym.js";
export { flatOperands, isFlat, once, written } from "./row.js";

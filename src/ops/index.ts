/**
 * The table of operations. A row is all that the package knows of an operation: from it come the method on Value, its
 * number function and local-gradient closure (scripts/generate.ts), the label in a diagram, the entry in the docs and the tests.
 */
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { exponential } from "./exponential.js";
import { hyperbolic } from "./hyperbolic.js";
import { normal } from "./normal.js";
import { piecewise } from "./piecewise.js";
import { powers } from "./powers.js";
import type { Op } from "./row.js";
import { slopes } from "./slopes.js";
import { fold, type Sym } from "./sym.js";
import { trigonometric } from "./trigonometric.js";

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

export type OpName = keyof typeof ops;

const table = new Map<string, Op>(Object.entries(ops));
const names = new Map<Op, string>(Array.from(table, ([name, row]) => [row, name]));

/** The last number that was put behind a name. */
const last = new Map<string, number>();

/**
 * Adds a row that a user defined, and returns the name it stands under: the given one, or where that is taken the name with a number
 * behind it, `cube#2`. Rows are never replaced, since graphs made with them may live on.
 */
export function addRow(name: string, row: Op): string {
  let unique = name;
  let n = last.get(name) ?? 1;
  while (table.has(unique)) unique = `${name}#${String(++n)}`;
  last.set(name, n);
  table.set(unique, row);
  names.set(row, unique);
  return unique;
}

/** What a row is called in messages and listings. */
export const nameOf = (row: Op): string => names.get(row) ?? row.notation.symbol;

/** The row of a name that stands in the table. */
export function rowOf(name: string): Op {
  const row = table.get(name);
  if (row === undefined) throw new RangeError(`no operation is named ${name}`);
  return row;
}

/** The number of an operation on numbers; the elements of lists one after another. */
function numberOf(op: string, operands: readonly number[]): number {
  const row = rowOf(op);
  if (row.kind === "fixed") return row.num(...operands);
  const length = operands.length / row.operands.length;
  return row.num(operands.slice(0, length), operands.slice(length));
}

/** An expression as a function of the numbers of its variables, by position in `names`. */
export function functionOf(root: Sym, names: readonly string[]): (at: ArrayLike<number>) => number {
  return fold<(at: ArrayLike<number>) => number>(root, {
    variable: (name) => {
      const i = names.indexOf(name);
      return (at) => at[i] ?? NaN;
    },
    constant: (value) => () => value,
    apply: (op, operands) => {
      const row = rowOf(op);
      if (row.kind === "list") return (at) => numberOf(op, operands.map((operand) => operand(at))); // prettier-ignore
      const { num } = row;
      const [x, y] = operands;
      if (operands.length === 1 && x) return (at) => num(x(at));
      if (operands.length === 2 && x && y) return (at) => num(x(at), y(at));
      return (at) => num(...operands.map((operand) => operand(at)));
    },
  });
}

/** The number of an expression, given those of its variables. */
export const evaluate = (sym: Sym, numbers: ReadonlyMap<string, number>): number =>
  fold(sym, {
    variable: (name) => numbers.get(name) ?? NaN,
    constant: (value) => value,
    apply: numberOf,
  });

export type { FixedOp, Instruction, Interval, ListOp, Op, Point } from "./row.js";
export { Level, print, type Notation } from "./notation.js";
export {
  apply,
  constant,
  fold,
  isOne,
  isZero,
  one,
  substitute,
  variable,
  type Algebra,
  type Sym,
} from "./sym.js";
export { flatOperands, isFlat, once, written, type Total } from "./row.js";
export { largest } from "./exponential.js";

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
import { apply, fold, type Sym } from "./sym.js";
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

const own = new Map<string, Op>(Object.entries(ops));
/** Rows that users defined, as long as a graph, an operation or an expression refers to them. */
const added = new Map<string, WeakRef<Op>>();
const collected = new FinalizationRegistry<string>((name) => added.delete(name));
const names = new WeakMap<Op, string>(Array.from(own, ([name, row]) => [row, name]));

/** How many rows were given a name so far. */
const counts = new Map<string, number>(Array.from(own.keys(), (name) => [name, 1]));

/**
 * Adds a row that a user defined, and returns the name it stands under: the given one, or where that is taken the name with a number
 * behind it, `cube#2`. Rows are never replaced, since graphs made with them may live on.
 */
export function addRow(name: string, row: Op): string {
  const count = (counts.get(name) ?? 0) + 1;
  const unique = count === 1 ? name : `${name}#${String(count)}`;
  counts.set(name, count);
  added.set(unique, new WeakRef(row));
  collected.register(row, unique);
  names.set(row, unique);
  return unique;
}

/** What a row is called in messages and listings. */
export const nameOf = (row: Op): string => names.get(row) ?? row.notation.symbol;

/** The row of a name that stands in the table. */
export function rowOf(name: string): Op {
  const row = own.get(name) ?? added.get(name)?.deref();
  if (row === undefined) throw new RangeError(`no operation is named ${name}`);
  return row;
}

const applications = new WeakMap<Sym, Op>();

/** The operation of a row applied to expressions. It keeps the row in memory, which its name does not. */
export function applyRow(row: Op, ...args: readonly Sym[]): Sym {
  const sym = apply(nameOf(row), ...args);
  applications.set(sym, row);
  return sym;
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

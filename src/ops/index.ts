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
import { slopes } from "./slopes.js";
import { fold, Sym, type Op } from "./sym.js";
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

Sym.addMethods(ops);

const names = new WeakMap<Op, string>(Object.entries(ops).map(([name, row]) => [row, name]));
/** How many rows were given a name so far. */
const counts = new Map<string, number>(Object.keys(ops).map((name) => [name, 1]));

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

/** The number of an operation on numbers; the elements of lists one after another. */
function numberOf(row: Op, operands: readonly number[]): number {
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
    apply: (row, operands) => {
      if (row.kind === "list") return (at) => numberOf(row, operands.map((operand) => operand(at))); // prettier-ignore
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

export { Level, type Notation } from "./notation.js";
export { print } from "./print.js";
export {
  apply,
  constant,
  fold,
  isOne,
  isZero,
  one,
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
export { largest } from "./exponential.js";

/** Expressions on numbers. Next: stages.ts, which computes list operations with it. */
import { fold, type Op, type Sym } from "./sym.js";

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

/**
 * How an operation is written: its symbol in a diagram, and its text and TeX around operands that are themselves
 * written out. `level` says how tightly it binds; an operand that binds less tightly than `needs` gets parentheses. Next: print.ts.
 */
/** How tightly a written expression binds, loosest first. */
export const Level = { comparison: 0, sum: 1, product: 2, sign: 3, power: 4, atom: 5 } as const;
export type Level = (typeof Level)[keyof typeof Level];

export interface Notation {
  /** What stands in the circle of a diagram. */
  readonly symbol: string;
  readonly level: Level;
  readonly needs: readonly Level[];
  /** `needs` in TeX, where that has brackets of its own: a fraction. */
  readonly texNeeds?: readonly Level[];
  readonly text: (...operands: string[]) => string;
  readonly tex: (...operands: string[]) => string;
  /** The JavaScript operator, for those that have one. */
  readonly operator?: string;
}

/** `x + y`: the right operand needs a tighter level where the operation is not associative. */
export const infix = (
  symbol: string,
  operator: string,
  level: Level,
  right: Level,
  tex = operator,
): Notation => ({
  symbol,
  level,
  needs: [level, right],
  text: (x, y) => `${x} ${symbol} ${y}`,
  tex: (x, y) => `${x} ${tex} ${y}`,
  operator,
});

/** `tanh(x)`; in TeX `\tanh\left(x\right)`. */
export const named = (name: string, tex = `\\operatorname{${name}}`): Notation => ({
  symbol: name,
  level: Level.atom,
  needs: [],
  text: (...operands) => `${name}(${operands.join(", ")})`,
  tex: (...operands) => `${tex}\\left(${operands.join(", ")}\\right)`,
});

/** An operation with brackets of its own (`|x|`, `√x`, a fraction): its operands need none. */
export const bracketed = (
  symbol: string,
  text: (...operands: string[]) => string,
  tex: (...operands: string[]) => string,
  level: Level = Level.atom,
  needs: readonly Level[] = [],
): Notation => ({ symbol, level, needs, text, tex });

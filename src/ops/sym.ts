/**
 * Symbols: the language in which local gradients are written. A rule such as `(x, y) => [y, x]` is run once, on
 * symbols; what it returns is an expression that can be evaluated on numbers or Values, printed as code or TeX, or compiled.
 * An expression is made of operations, and an operation states its rules as expressions, so both types stand here.
 * Next: row.ts, where a rule becomes part of an operation.
 */
import type { Notation } from "./notation.js";

/** Where an operand may lie for the operation to be smooth: tests sample it, docs plot it. */
export interface Interval {
  readonly min: number;
  readonly max: number;
  /** A kink or pole inside the interval. */
  readonly without?: number;
  /** The whole set, of which the interval is a part, as a condition on the operand in TeX. */
  readonly where?: (x: string) => string;
}

/** The WebAssembly instruction of an operation, without its type (`mul` for `f64.mul` and `f64x2.mul`). */
export type Instruction =
  "add" | "sub" | "mul" | "div" | "neg" | "abs" | "sqrt" | "min" | "max" | "gt" | "eq" | "select";

/** A hard point: at these operands the value and the local gradients are exactly these (compared with `Object.is`). */
export type Point = readonly [at: readonly number[], value: number, gradients: readonly number[]];

/** What fixed operations and those on lists have in common. */
export interface Common {
  /** One line for the docs: name and formula. */
  readonly doc: string;
  readonly notation: Notation;
  readonly wasm?: Instruction;
  /** The same number, bit for bit, as an expression of operations that have instructions: what the compiler emits. */
  readonly lowered?: (...operands: Sym[]) => Sym;
  /**
   * What the operation is, as an expression of others, as one defines it and not as one computes it: golden values are found from it with as
   * many digits as needed. Operands of list operations stand for all elements. Where it is not given, `lowered`, or of lists the totals.
   */
  readonly exact?: (...operands: Sym[]) => Sym;
  /** The local gradients over the operands and `out` (of lists, `xs` and `ys` too), as one reads them; where it is not given, `gradients`. */
  readonly written?: () => readonly Sym[];
  readonly domain: readonly Interval[];
  readonly points?: readonly Point[];
  /** Where the operation answers otherwise than PyTorch's of the same name, on purpose, and what PyTorch answers. */
  readonly torch?: string;
}

/** An operation on a fixed number of operands. */
export interface FixedOp extends Common {
  readonly kind: "fixed";
  readonly operands: readonly string[];
  /** Values of the last operands where the caller leaves them out. */
  readonly defaults: readonly number[];
  readonly num: (...operands: number[]) => number;
  /** Local gradient per operand, over the variables of `operands` and `out`. */
  readonly gradients: () => readonly Sym[];
}

/** An operation on one list of operands (`sum`), or on two of equal length (`dot`). */
export interface ListOp extends Common {
  readonly kind: "list";
  readonly operands: readonly ["x"] | readonly ["x", "y"];
  readonly num: (x: ArrayLike<number>, y: ArrayLike<number>) => number;
  /** How many elements it needs; where it is not given, none. */
  readonly least?: number;
  /** Where the value is one running total: what it starts from, */
  readonly initial: number;
  /** and what an element makes of it, over `acc`, `x` and `y`. */
  readonly step?: () => Sym;
  /** Where it is made of several totals: these, in the order in which they are found, */
  readonly totals?: () => readonly Total[];
  /** and the value over their names. */
  readonly result?: () => Sym;
  /** Local gradient of an element of each list, over `x`, `y`, `out` and the names of the totals. */
  readonly gradients: () => readonly Sym[];
}

/**
 * One of several totals of a list operation: a list operation `by` of an expression of each element; without `by`, a number made
 * of the totals before it.
 */
export interface Total {
  readonly name: string;
  readonly by?: ListOp;
  /** Over `x`, `y` and the names of the totals before this one. */
  readonly of: Sym;
}

export type Op = FixedOp | ListOp;

type Term =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "apply"; readonly op: Op; readonly args: readonly Sym[] };

/** An expression. Its methods are the operations that rules may be written in, under the names of their rows. */
export class Sym {
  constructor(readonly term: Term) {}

  declare readonly add: (y: Sym) => Sym;
  declare readonly sub: (y: Sym) => Sym;
  declare readonly mul: (y: Sym) => Sym;
  declare readonly div: (y: Sym) => Sym;
  declare readonly neg: () => Sym;
  declare readonly reciprocal: () => Sym;
  declare readonly square: () => Sym;
  declare readonly sqrt: () => Sym;
  declare readonly rsqrt: () => Sym;
  declare readonly pow: (y: Sym) => Sym;
  declare readonly powDerivative: (y: Sym, k: Sym, n: Sym) => Sym;
  declare readonly cbrt: () => Sym;
  declare readonly cbrtSlope: () => Sym;
  declare readonly hypot: (y: Sym) => Sym;
  declare readonly direction: (y: Sym) => Sym;
  declare readonly inversion: (y: Sym) => Sym;
  declare readonly differenceOfSquares: (y: Sym) => Sym;
  declare readonly oneMinusSquare: () => Sym;
  declare readonly exp: () => Sym;
  declare readonly expm1: () => Sym;
  declare readonly log: () => Sym;
  declare readonly sin: () => Sym;
  declare readonly cos: () => Sym;
  declare readonly atan2: (x: Sym) => Sym;
  declare readonly sinh: () => Sym;
  declare readonly cosh: () => Sym;
  declare readonly tanh: () => Sym;
  declare readonly sechSquared: () => Sym;
  declare readonly sigmoid: () => Sym;
  declare readonly siluSlope: () => Sym;
  declare readonly geluSlope: () => Sym;
  declare readonly gauss: () => Sym;
  declare readonly erfc: () => Sym;
  declare readonly normalPdf: () => Sym;
  declare readonly normalCdf: () => Sym;
  declare readonly log1p: () => Sym;
  declare readonly abs: () => Sym;
  declare readonly sign: () => Sym;
  declare readonly step: () => Sym;
  declare readonly share: (y: Sym) => Sym;
  declare readonly min: (y: Sym) => Sym;
  declare readonly max: (y: Sym) => Sym;
  declare readonly greater: (y: Sym) => Sym;
  declare readonly equal: (y: Sym) => Sym;
  declare readonly where: (x: Sym, y: Sym) => Sym;

  /** Gives expressions a method for every operation on fixed operands. Rules run later, when the table is whole. */
  static addMethods(rows: Readonly<Record<string, Op>>): void {
    for (const [name, op] of Object.entries(rows)) {
      const value = function (this: Sym, ...rest: Sym[]): Sym {
        return apply(op, this, ...rest);
      };
      if (op.kind === "fixed") Object.defineProperty(Sym.prototype, name, { value });
    }
  }
}

/** An operation applied to expressions; rules write it as a method of their first operand. */
export const apply = (op: Op, ...args: readonly Sym[]): Sym => new Sym({ kind: "apply", op, args });

export const variable = (name: string): Sym => new Sym({ kind: "variable", name });
export const constant = (value: number): Sym => new Sym({ kind: "constant", value });

export const zero = constant(0);
export const half = constant(0.5);
export const one = constant(1);
export const two = constant(2);
export const nan = constant(NaN);

/** True for the constant 0: a local gradient that needs no work. */
export const isZero = ({ term }: Sym): boolean => term.kind === "constant" && term.value === 0;
/** True for the constant 1: a factor that changes nothing. */
export const isOne = ({ term }: Sym): boolean => term.kind === "constant" && term.value === 1;

/** Beyond this, factors that fall like e⁻ˣ are 0 and products with a few powers of x are none too large. */
export const HORIZON = 2 ** 32;
/** x, but no farther away than that: for a product with such a factor, which would be ∞ · 0 at ∞. NaN stays NaN. */
export const notFar = (x: Sym): Sym => x.min(constant(HORIZON)).max(constant(-HORIZON));

/** What an expression is turned into: one function per kind of term. */
export interface Algebra<T> {
  variable(name: string): T;
  constant(value: number): T;
  apply(op: Op, args: readonly T[], sym: Sym): T;
}

/**
 * Folds an expression into numbers, Values, text or instructions. A shared subexpression is folded once, if the same
 * `memo` is passed for every expression that shares it.
 */
export function fold<T>(root: Sym, algebra: Algebra<T>, memo = new Map<Sym, T>()): T {
  const done = memo.get(root);
  if (done !== undefined) return done;
  const { term } = root;
  const result =
    term.kind === "variable"
      ? algebra.variable(term.name)
      : term.kind === "constant"
        ? algebra.constant(term.value)
        : algebra.apply(
            term.op,
            term.args.map((arg) => fold(arg, algebra, memo)),
            root,
          );
  memo.set(root, result);
  return result;
}

/** Whether an expression reads a variable. */
export const reads = (root: Sym, name: string): boolean =>
  fold<boolean>(root, {
    variable: (other) => other === name,
    constant: () => false,
    apply: (_, args) => args.includes(true),
  });

/** The expression with others in place of its variables. */
export const substitute = (root: Sym, by: ReadonlyMap<string, Sym>): Sym =>
  fold<Sym>(root, {
    variable: (name) => by.get(name) ?? variable(name),
    constant,
    apply: (op, args) => apply(op, ...args),
  });

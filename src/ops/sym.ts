/**
 * Symbols: the language in which local gradients are written. A rule such as `(x, y) => [y, x]` is run once, on
 * symbols; what it returns is an expression that can be evaluated on numbers or Values, printed as code or TeX, or compiled.
 * Next: row.ts, where a rule becomes part of an operation.
 */
type Term =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "apply"; readonly op: string; readonly args: readonly Sym[] };

/** An expression. Its methods are the operations that rules may be written in, under the names of their rows. */
export class Sym {
  constructor(readonly term: Term) {}

  add = (y: Sym): Sym => apply("add", this, y);
  sub = (y: Sym): Sym => apply("sub", this, y);
  mul = (y: Sym): Sym => apply("mul", this, y);
  div = (y: Sym): Sym => apply("div", this, y);
  neg = (): Sym => apply("neg", this);
  reciprocal = (): Sym => apply("reciprocal", this);
  square = (): Sym => apply("square", this);
  sqrt = (): Sym => apply("sqrt", this);
  rsqrt = (): Sym => apply("rsqrt", this);
  pow = (y: Sym): Sym => apply("pow", this, y);
  powDerivative = (y: Sym, k: Sym, n: Sym): Sym => apply("powDerivative", this, y, k, n);
  cbrtSlope = (): Sym => apply("cbrtSlope", this);
  hypot = (y: Sym): Sym => apply("hypot", this, y);
  direction = (y: Sym): Sym => apply("direction", this, y);
  inversion = (y: Sym): Sym => apply("inversion", this, y);
  differenceOfSquares = (y: Sym): Sym => apply("differenceOfSquares", this, y);
  oneMinusSquare = (): Sym => apply("oneMinusSquare", this);
  exp = (): Sym => apply("exp", this);
  expm1 = (): Sym => apply("expm1", this);
  log = (): Sym => apply("log", this);
  sin = (): Sym => apply("sin", this);
  cos = (): Sym => apply("cos", this);
  sinh = (): Sym => apply("sinh", this);
  cosh = (): Sym => apply("cosh", this);
  tanh = (): Sym => apply("tanh", this);
  sechSquared = (): Sym => apply("sechSquared", this);
  sigmoid = (): Sym => apply("sigmoid", this);
  siluSlope = (): Sym => apply("siluSlope", this);
  geluSlope = (): Sym => apply("geluSlope", this);
  gauss = (): Sym => apply("gauss", this);
  normalPdf = (): Sym => apply("normalPdf", this);
  normalCdf = (): Sym => apply("normalCdf", this);
  log1p = (): Sym => apply("log1p", this);
  abs = (): Sym => apply("abs", this);
  sign = (): Sym => apply("sign", this);
  step = (): Sym => apply("step", this);
  share = (y: Sym): Sym => apply("share", this, y);
  min = (y: Sym): Sym => apply("min", this, y);
  max = (y: Sym): Sym => apply("max", this, y);
  greater = (y: Sym): Sym => apply("greater", this, y);
  equal = (y: Sym): Sym => apply("equal", this, y);
  where = (x: Sym, y: Sym): Sym => apply("where", this, x, y);
}

/** An operation applied to expressions; rules write it as a method of their first operand. */
export const apply = (op: string, ...args: readonly Sym[]): Sym => new Sym({ kind: "apply", op, args });

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
  apply(op: string, args: readonly T[], sym: Sym): T;
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

/** The expression with others in place of its variables. */
export const substitute = (root: Sym, by: ReadonlyMap<string, Sym>): Sym =>
  fold<Sym>(root, {
    variable: (name) => by.get(name) ?? variable(name),
    constant,
    apply: (op, args) => apply(op, ...args),
  });

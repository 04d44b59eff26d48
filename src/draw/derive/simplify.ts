/**
 * Expressions brought to the form that a person would write: numbers computed, equal factors and terms put together, branches taken.
 * `1 · 2t · 1` becomes `2t`, and `y · x^(y − 1)` at y = 2 becomes `2x`. Next: symbols.ts, which makes these expressions from a graph.
 */
import {
  apply,
  constant,
  evaluate,
  fold,
  one,
  ops,
  print,
  variable,
  type Op,
  type Sym,
} from "../../ops/index.js";

/** A product: a number times bases to the power of numbers. */
interface Product {
  readonly coefficient: number;
  /** The number below the line: thirds stay thirds. */
  readonly below: number;
  readonly factors: ReadonlyMap<string, { readonly base: Sym; readonly exponent: number }>;
}

const keyOf = (sym: Sym): string => print(sym, "text");
const numberOf = ({ term }: Sym): number | undefined => (term.kind === "constant" ? term.value : undefined);

/** A number is computed where it stays short: 1/3 is better left as it stands. */
const SHORT = 8;
const isShort = (x: number): boolean => Number.isFinite(x) && String(x).length <= SHORT;

const number = (coefficient: number): Product => ({ coefficient, below: 1, factors: new Map() });

function asProduct(sym: Sym): Product {
  const value = numberOf(sym);
  if (value !== undefined) return number(value);
  if (sym.term.kind === "apply") {
    const [x = one, y = one] = sym.term.args;
    const exponent = numberOf(y);
    if (sym.term.op === ops.mul) return times(asProduct(x), asProduct(y));
    if (sym.term.op === ops.div && exponent !== 0) return times(asProduct(x), power(asProduct(y), -1));
    if (sym.term.op === ops.neg) return times(number(-1), asProduct(x));
    if (sym.term.op === ops.reciprocal && numberOf(x) !== 0) return power(asProduct(x), -1);
    if (sym.term.op === ops.square) return power(asProduct(x), 2);
    if (
      sym.term.op === ops.pow &&
      exponent !== undefined &&
      Number.isInteger(exponent) &&
      exponent !== 0 &&
      numberOf(x) !== 0
    ) {
      return power(asProduct(x), exponent);
    }
  }
  return { coefficient: 1, below: 1, factors: new Map([[keyOf(sym), { base: sym, exponent: 1 }]]) };
}

function times(x: Product, y: Product): Product {
  const factors = new Map(x.factors);
  for (const [key, { base, exponent }] of y.factors) {
    const total = (factors.get(key)?.exponent ?? 0) + exponent;
    if (total === 0) factors.delete(key);
    else factors.set(key, { base, exponent: total });
  }
  return { coefficient: x.coefficient * y.coefficient, below: x.below * y.below, factors };
}

function power({ coefficient, below, factors }: Product, by: number): Product {
  const [above, under] = by > 0 ? [coefficient, below] : [below, coefficient];
  return {
    coefficient: above ** Math.abs(by) * Math.sign(under) ** by,
    below: Math.abs(under) ** Math.abs(by),
    factors: new Map(
      Array.from(factors, ([key, { base, exponent }]) => [key, { base, exponent: exponent * by }]),
    ),
  };
}

function raised(base: Sym, exponent: number): Sym {
  if (exponent === 1) return base;
  return exponent === 2 ? base.square() : base.pow(constant(exponent));
}

function product({ coefficient, below, factors }: Product): Sym {
  if (coefficient === 0) return constant(0);
  const part = (sign: number): Sym[] =>
    Array.from(factors.values())
      .filter(({ exponent }) => exponent * sign > 0)
      .map(({ base, exponent }) => raised(base, Math.abs(exponent)));
  const whole = Math.abs(coefficient) / below;
  const [size, divisor] = isShort(whole) ? [whole, 1] : [Math.abs(coefficient), below];
  const [above, under] = [part(1), part(-1)];
  if (size !== 1 || above.length === 0) above.unshift(constant(size));
  if (divisor !== 1) under.unshift(constant(divisor));
  const over = above.reduce((x, y) => x.mul(y));
  const result = under.length === 0 ? over : over.div(under.reduce((x, y) => x.mul(y)));
  if (coefficient > 0) return result;
  return numberOf(result) === undefined ? result.neg() : constant(-size);
}

function sumOf(x: Sym, y: Sym, sign: number): Sym {
  const terms = new Map<string, { coefficient: number; rest: Product }>();
  const collect = (sym: Sym, factor: number): void => {
    const { term } = sym;
    if (term.kind === "apply" && (term.op === ops.add || term.op === ops.sub)) {
      const [left = one, right = one] = term.args;
      collect(left, factor);
      collect(right, term.op === ops.add ? factor : -factor);
      return;
    }
    const { coefficient, below, factors } = asProduct(sym);
    const rest = { coefficient: 1, below, factors };
    const key = keyOf(product(rest));
    const before = terms.get(key)?.coefficient ?? 0;
    terms.set(key, { coefficient: before + factor * coefficient, rest });
  };
  collect(x, 1);
  collect(y, sign);
  const kept = Array.from(terms.values()).filter(({ coefficient }) => coefficient !== 0);
  // A sum that starts with a minus reads better turned round: 1 − x and not −x + 1.
  kept.sort((a, b) => Number(a.coefficient < 0) - Number(b.coefficient < 0));
  const [first, ...others] = kept.map(({ coefficient, rest }) => ({
    isNegative: coefficient < 0,
    size: product({ ...rest, coefficient: Math.abs(coefficient) }),
  }));
  if (first === undefined) return constant(0);
  return others.reduce(
    (total, { isNegative, size }) => (isNegative ? total.sub(size) : total.add(size)),
    first.isNegative ? product(times(number(-1), asProduct(first.size))) : first.size,
  );
}

const PRODUCTS: readonly Op[] = [ops.mul, ops.div, ops.neg, ops.reciprocal, ops.square, ops.pow];

/**
 * The expression in its simplest form. `numbers` are those of its variables: they decide which branch of `where` it is.
 */
export function simplify(root: Sym, numbers: ReadonlyMap<string, number>): Sym {
  return fold<Sym>(root, {
    variable,
    constant,
    apply: (op, args, before) => {
      const sym = apply(op, ...args);
      const [x = one, y = one, z = one] = args;
      if (op === ops.where) {
        const condition = before.term.kind === "apply" ? before.term.args[0] : undefined;
        return evaluate(condition ?? x, numbers) !== 0 ? y : z;
      }
      // Whether there is a tie is known here.
      if (op === ops.equal) return constant(evaluate(before, numbers));
      if (op.kind === "fixed" && args.every((arg) => numberOf(arg) !== undefined)) {
        const value = evaluate(sym, numbers);
        if (isShort(value)) return constant(value);
      }
      if (op === ops.add || op === ops.sub) return sumOf(x, y, op === ops.add ? 1 : -1);
      return PRODUCTS.includes(op) ? product(asProduct(sym)) : sym;
    },
  });
}

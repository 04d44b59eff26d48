/** The operations that all others are defined by, each by its Taylor series at a point. Next: definitions.ts. */
import { listOps, ops, totalOps, type Op } from "../../../src/ops/index.js";
import { agree, exact, pi, Series, Space, type Real, type Term } from "./series.js";

const NAN = (): Real => exact(NaN);
const orders = ({ space: { degree } }: Series): number[] => Array.from({ length: degree + 1 }, (_, k) => k);

/** What does not exist where x moves. */
const noise = (x: Series): Series => x.into(orders(x).map((k) => (k === 0 ? undefined : NAN())));

/** Beyond it, e^±x stands for all that is larger: as a double it is ∞ or 0, and so is its product with any powers of doubles. */
const HORIZON = 1e7;

function exp(x: Series): Series {
  const clipped = Math.max(-HORIZON, Math.min(HORIZON, x.head.toNumber()));
  let term = (Math.abs(clipped) === HORIZON ? exact(clipped) : x.head).exp();
  return x.into(orders(x).map((k) => (k === 0 ? term : (term = term.div(k)))));
}

function log(x: Series): Series {
  const { head } = x;
  // What is made of an e^x beyond the horizon has no logarithm that we know.
  if (!head.isRegular() || Math.abs(head.exponent()) > HORIZON) return x.into([NAN()]);
  return x.into(orders(x).map((k) => (k === 0 ? head.ln() : head.pow(-k).div(k % 2 === 0 ? -k : k))));
}

const turns = ([f, g]: readonly [Real, Real], x: Series): Series => {
  let factorial = 1;
  const of = [f, g, f.neg(), g.neg()] as const;
  return x.into(orders(x).map((k) => (of[k % 4] as Real).div((factorial *= Math.max(1, k)))));
};

/** x^p, of which the value is given: Newton's binomial series. */
function power(x: Series, p: Real, value: Real): Series {
  const { head } = x;
  const terms: Term[] = [];
  let binomial = exact(1);
  for (const k of orders(x)) {
    if (k > 0) binomial = binomial.mul(p.sub(k - 1)).div(k);
    if (binomial.isZero()) break;
    terms.push(binomial.mul(head.isZero() ? head.pow(p.sub(k)) : value.div(head.pow(k))));
  }
  return x.into(terms);
}

const reciprocal = (x: Series): Series => power(x, exact(-1), exact(1).div(x.head));

function pow(x: Series, y: Series): Series {
  if (x.head.greaterThan(0)) return exp(y.mul(log(x)));
  if (!y.head.isInteger()) return x.into([NAN()]);
  // Where x is not positive, the exponent cannot move within the reals.
  const whole = power(x, y.head, x.head.pow(y.head));
  return whole.add(noise(y).mul(x.into(orders(x).map(() => exact(1)))));
}

/** The derivative of x^y by both, from the series of x^y to as many orders more. */
function powDerivative(x: Series, y: Series, k: Series, n: Series): Series {
  const [kth, nth] = [k.head.toNumber(), n.head.toNumber()];
  const space = new Space(2, x.space.degree + kth + nth);
  const { terms } = pow(space.variable(0, x.head), space.variable(1, y.head));
  const falling = (from: number, times: number): number =>
    times === 0 ? 1 : from * falling(from - 1, times - 1);
  let total = new Series(x.space, []);
  space.monomials.forEach(([i = 0, j = 0], place) => {
    const term = terms[place];
    if (i < kth || j < nth || term === undefined) return;
    let product = x.space.constant(term.mul(falling(i, kth)).mul(falling(j, nth)));
    for (let times = kth; times < i; times++) product = product.mul(x.change);
    for (let times = nth; times < j; times++) product = product.mul(y.change);
    total = total.add(product);
  });
  return total;
}

function angle(y: Real, x: Real): Real {
  if (x.greaterThan(0)) return y.div(x).atan();
  if (y.isZero()) return x.isZero() ? NAN() : pi();
  return pi().div(2).sub(x.div(y.abs()).atan()).mul(y.sign());
}

/** The imaginary part of ln(x + iy): Σ −(−w)ᵏ/k, with w the change of x + iy over its value. */
function atan2(y: Series, x: Series): Series {
  const square = x.head.mul(x.head).add(y.head.mul(y.head));
  const over = (a: Real, b: Real): Series => x.change.map((term) => term.mul(a).div(square)).add(y.change.map((term) => term.mul(b).div(square))); // prettier-ignore
  const [re, im] = [over(x.head, y.head), over(y.head.neg(), x.head)];
  let [wRe, wIm] = [re, im];
  let total = x.space.constant(angle(y.head, x.head));
  for (const k of orders(x).slice(1)) {
    total = total.add(wIm.map((term) => term.div(k % 2 === 0 ? -k : k)));
    [wRe, wIm] = [wRe.mul(re).sub(wIm.mul(im)), wRe.mul(im).add(wIm.mul(re))];
  }
  // On the cut, the angle jumps.
  const isCut = y.head.isZero() && !x.head.greaterThan(0);
  return isCut ? x.space.constant(total.head).add(noise(x.add(y))) : total;
}

/** Of erf and erfc: the value, and the integral of ±2/√π e^(−x²). */
function errorFunction(x: Series, value: Real, sign: number): Series {
  const line = new Space(1, Math.max(0, x.space.degree - 1));
  const t = line.variable(0, x.head);
  const slope = exp(t.mul(t).neg()).map((term) => term.mul(2 * sign).div(pi().sqrt()));
  return x.into([value, ...slope.terms.map((term, k) => term?.div(k + 1))]);
}

/** 1 or 0; where the two are equal, any move may change it. */
function condition(x: Series, y: Series, isTrue: boolean): Series {
  const value = x.space.constant(exact(Number(isTrue)));
  return x.head.isEqual(y.head) ? value.add(noise(x.sub(y))) : value;
}

const greater = (x: Series, y: Series): Series => condition(x, y, x.head.greaterThan(y.head));

/** At the border of a condition, what both branches agree on exists, and nothing beyond the first order in which they differ. */
function where(c: Series, x: Series, y: Series): Series {
  const chosen = c.head.isZero() ? y : x;
  if (!c.terms.some((term) => term?.isNaN())) return chosen;
  const degrees = c.space.monomials.map((exponents) => exponents.reduce((sum, n) => sum + n, 0));
  const isSame = degrees.map((_, i) => agree(x.terms[i] ?? exact(0), y.terms[i] ?? exact(0)));
  const first = Math.min(...degrees.filter((_, i) => !isSame[i]));
  const exists = (degree: number, i: number): boolean =>
    i === 0 || degree < first || (degree === first && isSame[i] === true);
  return new Series(
    c.space,
    degrees.map((degree, i) => (exists(degree, i) ? chosen.terms[i] : NAN())),
  );
}

const max = (x: Series, y: Series): Series => where(greater(x, y), x, y);
const min = (x: Series, y: Series): Series => where(greater(x, y), y, x);

type Rule = (x: Series, y: Series, z: Series, w: Series) => Series;
type ListRule = (x: readonly Series[]) => Series;
type Binary = (x: Series, y: Series) => Series;

/** A total that no gradient passes. */
const flat = (by: Binary, x: readonly Series[]): Series => {
  const { space, head } = x.reduce(by);
  return space.constant(head);
};

/** The series of an operation on fixed operands, given those of the operands. */
export const basic: ReadonlyMap<Op, Rule> = new Map<Op, Rule>([
  [ops.neg, (x) => x.neg()],
  [ops.add, (x, y) => x.add(y)],
  [ops.sub, (x, y) => x.sub(y)],
  [ops.mul, (x, y) => x.mul(y)],
  [ops.div, (x, y) => x.mul(reciprocal(y))],
  [ops.pow, pow],
  [ops.powDerivative, powDerivative],
  [ops.sqrt, (x) => power(x, exact(0.5), x.head.sqrt())],
  [ops.cbrt, (x) => power(x, exact(1).div(3), x.head.cbrt())],
  [ops.exp, exp],
  [ops.log, log],
  [ops.sin, (x) => turns([x.head.sin(), x.head.cos()], x)],
  [ops.cos, (x) => turns([x.head.cos(), x.head.sin().neg()], x)],
  [ops.atan2, atan2],
  [ops.erf, (x) => errorFunction(x, x.head.erf(), 1)],
  [ops.erfc, (x) => errorFunction(x, x.head.erfc(), -1)],
  [ops.greater, greater],
  [ops.equal, (x, y) => condition(x, y, x.head.isEqual(y.head))],
  [ops.where, where],
  [ops.max, max],
  [ops.min, min],
  [ops.abs, (x) => max(x, x.neg())],
]);

/** The series of an operation on a list, given those of the elements. */
export const basicOfLists: ReadonlyMap<Op, ListRule> = new Map<Op, ListRule>([
  [listOps.max, (x) => x.reduce(max)],
  [listOps.min, (x) => x.reduce(min)],
  [totalOps.largest, (x) => flat(max, x)],
  [totalOps.smallest, (x) => flat(min, x)],
]);

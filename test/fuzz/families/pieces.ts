/** What the families are put together from: activations, and the ways in which people write a sum. A family chooses one of each per layer. */
import { constant, dot, logSumExp, max, mean, min, sum, type Value } from "chainrule";
import { applied, fixed } from "../../ops/rows.js";
import type { Draw } from "../draw.js";

type Unary = (x: Value) => Value;
type Binary = (x: Value, y: Value) => Value;
type OfList = (xs: readonly Value[]) => Value;

const SMOOTH: readonly Unary[] = [
  (x) => x.tanh(),
  (x) => x.sigmoid(),
  (x) => x.sin(),
  (x) => x.cos(),
  (x) => x.atan(),
  (x) => x.gelu(),
  (x) => x.silu(),
  (x) => x.softplus(),
  (x) => x.erf(),
  (x) => x.asinh(),
  (x) => x.neg(),
  (x) => x.square().add(1).sqrt(),
  (x) => x.tanh().exp(),
  (x) => x.square().log1p(),
  (x) => x.square().add(1).reciprocal(),
  (x) => x.mul(0.5),
  (x) => x,
];
const KINKED: readonly Unary[] = [
  (x) => x.relu(),
  (x) => x.leakyRelu(),
  (x) => x.leakyRelu(0.25),
  (x) => x.elu(),
  (x) => x.abs(),
  (x) => x.sign().mul(x),
  (x) => x.max(0),
  (x) => x.min(1).max(-1),
  (x) => x.greater(0).where(x, x.mul(0.1)),
  (x) => x.equal(0).where(1, x),
  (x) => x.detach(),
  (x) => x.add(x.sign().sub(x).detach()),
];
/** Every operation of the table: outside its domain it gives NaN and infinities. */
const ofTable = (arity: number): ((...operands: [Value, ...Value[]]) => Value)[] =>
  fixed
    .filter(([, row]) => row.operands.length === arity)
    .map(
      ([name]) =>
        (...operands) =>
          applied(name, operands),
    );
const WILD: readonly Unary[] = [...ofTable(1), (x) => x.pow(2), (x) => x.pow(0.5), (x) => x.pow(-1)];
const BINARY: readonly Binary[] = [
  ...ofTable(2),
  (x, y) => x.add(y),
  (x, y) => x.sub(y),
  (x, y) => x.mul(y),
  (x, y) => x.mul(y),
  (x, y) => x.div(y.square().add(1)),
  (x, y) => x.greater(y).where(x, y),
  (x, y) => x.where(y, x),
  (x, y) => x.mul(y.detach()),
];

export const smooth = (draw: Draw): Unary => draw.pick(SMOOTH);
export const activation = (draw: Draw): Unary => draw.pick(draw.chance(0.6) ? SMOOTH : KINKED);
export const unary = (draw: Draw): Unary => draw.pick(draw.pick([SMOOTH, SMOOTH, KINKED, WILD]));
export const binary = (draw: Draw): Binary => draw.pick(BINARY);

/** Terms added up in pairs, these in pairs, and so on. */
export function tree(terms: readonly Value[], join: Binary = (x, y) => x.add(y)): Value {
  if (terms.length < 2) return terms[0] ?? constant(0);
  const half = Math.ceil(terms.length / 2);
  return join(tree(terms.slice(0, half), join), tree(terms.slice(half), join));
}

/** Terms added up in a random association. */
function anyhow(terms: readonly Value[], draw: Draw): Value {
  const left = [...terms];
  while (left.length > 1) {
    const i = draw.integer(0, left.length - 2);
    left.splice(i, 2, (left[i] as Value).add(left[i + 1] as Value));
  }
  return left[0] ?? constant(0);
}

/** A way to add up a list: every way that people write. */
export function adder(draw: Draw): OfList {
  return draw.pick<OfList>([
    (xs) => sum(xs),
    (xs) => sum(xs),
    (xs) => xs.reduce((x, y) => x.add(y), constant(0)),
    (xs) => (xs.length === 0 ? constant(0) : xs.reduce((x, y) => x.add(y))),
    (xs) => (xs.length === 0 ? constant(0) : xs.reduceRight((x, y) => y.add(x))),
    (xs) => tree(xs),
    (xs) => anyhow(xs, draw),
    (xs) => sum([sum(xs.slice(0, 3)), ...xs.slice(3)]),
    (xs) => sum([...xs.slice(2), sum(xs.slice(0, 2))]),
    (xs) =>
      dot(
        xs,
        xs.map(() => 1),
      ),
  ]);
}

/** A way to write Σ wᵢ · xᵢ + b. */
export function affine(draw: Draw): (w: readonly Value[], x: readonly Value[], b?: Value) => Value {
  const add = adder(draw);
  const form = draw.integer(0, 6);
  return (w, x, b) => {
    const products = (): Value[] => w.map((each, i) => each.mul(x[i] as Value));
    switch (form) {
      case 0:
        return b ? dot(w, x).add(b) : dot(w, x);
      case 1:
        return b ? b.add(dot(x, w)) : dot(x, w);
      case 2:
        return products().reduce((total, term) => total.add(term), b ?? constant(0));
      case 3:
        return add(b ? [...products(), b] : products());
      case 4:
        return add(b ? [b, ...products()] : products());
      case 5:
        return sum([dot(w, x), ...(b ? [b] : []), ...w.slice(0, 2)]);
      default:
        return b ? dot([b, ...w], [1, ...x]) : sum(products());
    }
  };
}

/** A way to make one number of a list that is not empty. */
export function reducer(draw: Draw): OfList {
  return draw.pick<OfList>([
    adder(draw),
    (xs) => logSumExp(xs),
    (xs) => max(xs),
    (xs) => min(xs),
    (xs) => mean(xs),
    (xs) => dot(xs, xs),
    (xs) => dot(xs, xs).sqrt(),
    (xs) => xs.reduce((x, y) => x.mul(y)),
    (xs) => tree(xs, (x, y) => x.max(y)),
    (xs) => sum(xs.map((x) => x.square())).div(xs.length),
  ]);
}

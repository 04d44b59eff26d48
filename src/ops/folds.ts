/**
 * Operations on lists: each row says what a total starts from and what an element makes of it. Where a gradient or the value needs several
 * totals, the row names these, each by another operation on lists.
 */
import { R } from "./domains.js";
import { named } from "./notation.js";
import { list, lists } from "./row.js";
import { apply, constant, one, two, zero, type ListOp, type Sym } from "./sym.js";

export const sum = list({
  doc: "Sum of a list, Σ xᵢ, from left to right; 0 for an empty list.",
  num: (x) => {
    let total = 0;
    for (let i = 0; i < x.length; i++) total += x[i] as number;
    return total;
  },
  step: (acc, x) => acc.add(x),
  grad: () => [one],
  notation: { ...named("Σ", "\\sum"), text: (...x) => `sum(${x.join(", ")})` },
  domain: [R],
});

const dot = lists({
  doc: "Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right.",
  num: (x, y) => {
    let total = 0;
    for (let i = 0; i < x.length; i++) total += (x[i] as number) * (y[i] as number);
    return total;
  },
  step: (acc, x, y) => acc.add(x.mul(y)),
  grad: (x, y) => [y, x],
  notation: named("dot"),
  domain: [R, R],
});

/**
 * The largest of a list, as something to measure from: gradients do not pass it, since what is measured does not depend on it. No function
 * of the package: softmax and `logSumExp` are made with it.
 */
export const largest = list({
  doc: "The largest of a list as a number to measure from: no gradient passes. −∞ for an empty list; NaN if an element is NaN.",
  num: (x) => {
    let top = -Infinity;
    for (let i = 0; i < x.length; i++) top = Math.max(top, x[i] as number);
    return top;
  },
  initial: -Infinity,
  step: (acc, x) => acc.max(x),
  grad: () => [zero],
  notation: named("max", "\\max"),
  domain: [R],
});

/** The least of a list as a number to measure from; as `largest`. */
export const smallest = list({
  doc: "The least of a list as a number to measure from: no gradient passes. ∞ for an empty list; NaN if an element is NaN.",
  initial: Infinity,
  step: (acc, x) => acc.min(x),
  grad: () => [zero],
  notation: named("min", "\\min"),
  domain: [R],
});

/** The product of a list without zeros; `prod` is made with it. */
export const product = list({
  doc: "Product of a list in which no element is 0.",
  initial: 1,
  step: (acc, x) => acc.mul(x),
  grad: (x, out) => [out.div(x)],
  notation: named("product"),
  domain: [R],
});

/** An operation that picks an element by a total: the elements that are equal to it share the gradient. */
const picking = (by: ListOp, given: Pick<ListOp, "doc" | "torch" | "notation" | "points">): ListOp =>
  list({
    ...given,
    least: 1,
    totals: {
      best: { by, of: (x) => x },
      ties: { by: sum, of: (x, { best }) => x.equal(best) },
    },
    result: ({ best }) => best,
    grad: (x, out, { ties }) => [x.equal(out).div(ties)],
    domain: [R],
  });

const max = picking(largest, {
  doc: "Greatest of a list. Elements that tie share the gradient evenly. NaN if an element is NaN.",
  notation: named("max", "\\max"),
  points: [
    [[1, 3, 2], 3, [0, 1, 0]],
    [[2, 2, 1], 2, [0.5, 0.5, 0]],
    [[2, 2, 2, 2], 2, [0.25, 0.25, 0.25, 0.25]],
    [[NaN, 1], NaN, [NaN, NaN]],
    [[-Infinity, -Infinity], -Infinity, [0.5, 0.5]],
  ],
});

const min = picking(smallest, {
  doc: "Least of a list. Elements that tie share the gradient evenly. NaN if an element is NaN.",
  torch: "min([0, −0]) is −0; PyTorch has the first of the two.",
  notation: named("min", "\\min"),
  points: [
    [[1, 3, 2], 1, [1, 0, 0]],
    [[2, 2, 3], 2, [0.5, 0.5, 0]],
    [[NaN, 1], NaN, [NaN, NaN]],
  ],
});

const mean = list({
  doc: "Arithmetic mean of a list, Σ xᵢ / n.",
  least: 1,
  totals: { total: { by: sum, of: (x) => x }, count: { by: sum, of: () => one } },
  result: ({ total, count }) => total.div(count),
  grad: (_x, _out, { count }) => [count.reciprocal()],
  notation: named("mean"),
  domain: [R],
  points: [
    [[1, 2, 6], 3, [1 / 3, 1 / 3, 1 / 3]],
    [[7], 7, [1]],
  ],
});

/**
 * The gradient of an element is the product of the others: `out / x` where no element is 0. Zeros are kept apart, with their sum and the sum
 * of their squares, which are 0 and move with them: so second and third derivatives are right at zeros too, and those of any order where at
 * most two elements are 0.
 */
const prod = list({
  doc: "Product of a list, Π xᵢ, from left to right; 1 for an empty list. The gradient of an element is the product of the others.",
  totals: {
    whole: { by: product, of: (x) => x },
    zeros: { by: sum, of: (x) => x.equal(zero) },
    first: { by: sum, of: (x) => x.equal(zero).where(x, zero) },
    second: { by: sum, of: (x) => x.equal(zero).where(x.square(), zero) },
    rest: { by: product, of: (x) => x.equal(zero).where(one, x) },
  },
  result: ({ whole }) => whole,
  grad: (x, _out, { zeros, first, second, rest }) => {
    /** The product of so many zeros as 0, 1 or 2 of them, given their sum and the sum of their squares. */
    const ofZeros = (count: Sym, total: Sym, squares: Sym): Sym => {
      const pairs = total.square().sub(squares).div(two);
      return count.equal(zero).where(one, count.equal(one).where(total, count.equal(two).where(pairs, zero)));
    };
    const others = ofZeros(zeros.sub(one), first.sub(x), second.sub(x.square()));
    // The branch that is not taken must not divide by 0: 0 · ∞ would come back from it.
    const each = rest.div(x.equal(zero).where(one, x));
    return [x.equal(zero).where(others.mul(rest), ofZeros(zeros, first, second).mul(each))];
  },
  written: (x, out) => [out.div(x)],
  notation: { ...named("prod", "\\prod"), symbol: "Π" },
  domain: [R],
  points: [
    [[2, 3, 4], 24, [12, 8, 6]],
    [[2, 0, 4], 0, [0, 8, 0]],
    [[0, 0, 4], 0, [0, 0, 0]],
    [[5], 5, [1]],
    [[0], 0, [1]],
    [[NaN, 2], NaN, [NaN, NaN]],
  ],
});

const norm = list({
  doc: "Euclidean norm of a list, √Σ xᵢ², without overflow; 0 for an empty list.",
  torch: "No square overflows or underflows: norm([1e300, 1]) is 1e300; PyTorch has ∞.",
  totals: {
    top: { by: largest, of: (x) => x.abs() },
    scale: {
      of: (_x, { top }) => top.equal(zero).where(one, top.abs().equal(constant(Infinity)).where(one, top)),
    },
    total: { by: sum, of: (x, { scale }) => x.div(scale).square() },
  },
  result: ({ scale, total }) => scale.mul(total.sqrt()),
  // At 0 all derivatives are 0, as those of `hypot`.
  grad: (x, out) => [x.div(out.equal(zero).where(constant(Infinity), out))],
  written: (x, out) => [x.div(out)],
  exact: (x) => apply(sum, x.square()).sqrt(),
  notation: {
    ...named("norm"),
    text: (...x) => `‖(${x.join(", ")})‖`,
    tex: (...x) => `\\left\\lVert\\left(${x.join(", ")}\\right)\\right\\rVert`,
  },
  domain: [R],
  points: [
    [[3, 4], 5, [0.6, 0.8]],
    [[0, 0], 0, [0, 0]],
    [[-2], 2, [-1]],
  ],
});

export const folds = { sum, dot, prod, mean, norm, max, min };

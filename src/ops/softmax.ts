/** What softmax is made of: the logarithm of a sum of exponentials, and the cross-entropy. */
import { R } from "./domains.js";
import { largest, sum } from "./folds.js";
import { named } from "./notation.js";
import { list, lists } from "./row.js";
import { apply, constant, one, zero, type Sym } from "./sym.js";

/** What elements are measured from: an infinity less itself is NaN. */
const finite = (top: Sym): Sym => top.abs().equal(constant(Infinity)).where(zero, top);

/** ln(1 + r) with all its digits, from `log`, which WebAssembly calls faster than `log1p`: what the rounding of 1 + r lost is added. */
const logOnePlus = (r: Sym): Sym => {
  const rounded = one.add(r);
  return rounded.log().add(r.sub(rounded.sub(one)).div(rounded));
};

const logSumExp = list({
  doc: "ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part.",
  torch:
    "The gradient is exp(xᵢ − max) / Σ exp(xⱼ − max); PyTorch has exp(xᵢ − out), which loses digits where x is large: [1, 1] at [1e300, 1e300].",
  totals: {
    top: { by: largest, of: (x) => x },
    // Gradients of infinite results are NaN for the infinite elements, as in PyTorch.
    shift: { of: (_, { top }) => finite(top) },
    total: { by: sum, of: (x, { shift }) => x.sub(shift).exp() },
  },
  result: ({ shift, total }) => shift.add(total.log()),
  grad: (_x, _out, { total }, terms) => [terms.total.div(total)],
  written: (x, out) => [x.sub(out).exp()],
  exact: (x) => {
    const top = apply(largest, x);
    return top.add(apply(sum, x.sub(top).exp()).log());
  },
  notation: named("logSumExp"),
  domain: [R],
  points: [
    [[1000, -1000], 1000, [1, 0]],
    [[1e16, 1e16], 1e16, [0.5, 0.5]],
    [[-Infinity, 2], 2, [0, 1]],
    [[-Infinity, -Infinity], -Infinity, [NaN, NaN]],
    [[1, Infinity], Infinity, [0, NaN]],
    [[NaN, 1], NaN, [NaN, NaN]],
  ],
});

export const softmax = {
  logSumExp,
  /**
   * Measured from the largest x, and without the 1 that this adds to Σ exp(xⱼ − max): so nothing cancels, neither in the value nor in the
   * gradients, whose textbook form is softmax(x) − y. An element −∞ with the target 0 takes no part; an element +∞ gives NaN.
   */
  crossEntropy: lists({
    doc: "Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size.",
    torch:
      "Losses below 1e-16 and the gradients that belong to them keep their digits; PyTorch has 0 or −0. A score −∞ with the target 0 takes no part; PyTorch has NaN.",
    totals: {
      top: { by: largest, of: (x) => x },
      shift: { of: (_x, _y, { top }) => finite(top) },
      ties: { by: sum, of: (x, _y, { shift }) => x.equal(shift) },
      rest: { by: sum, of: (x, _y, { shift }) => x.sub(shift).exp().sub(x.equal(shift)) },
      weight: { by: sum, of: (_x, y) => y },
      gap: { by: sum, of: (x, y, { shift }) => y.equal(zero).where(zero, y.mul(shift.sub(x))) },
    },
    result: ({ ties, rest, weight, gap }) => weight.mul(logOnePlus(rest.add(ties.sub(one)))).add(gap),
    grad: (x, y, _out, { shift, ties, rest, weight }, terms) => {
      const e = terms.rest.add(x.equal(shift));
      return [
        weight.mul(e).sub(y.mul(ties)).sub(y.mul(rest)).div(ties.add(rest)),
        logOnePlus(rest.add(ties.sub(one))).add(shift.sub(x)),
      ];
    },
    written: (x, y, xs, ys) => {
      const whole = apply(logSumExp, xs);
      return [x.sub(whole).exp().mul(apply(sum, ys)).sub(y), whole.sub(x)];
    },
    exact: (x, y) => apply(sum, y.mul(apply(logSumExp, x).sub(x))),
    notation: named("crossEntropy"),
    domain: [R, R],
  }),
};

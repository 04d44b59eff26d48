/** The activation functions of neural networks. */
import { R, nonzero } from "./domains.js";
import { gelu } from "./erf.js";
import { named } from "./notation.js";
import { binary, unary } from "./row.js";
import { constant, half, one, zero, type Sym } from "./sym.js";

/** 1 / (1 + e⁻ˣ), by whichever of its two forms keeps the exponential small. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** `sigmoid` in symbols. */
function sigmoidOf(x: Sym): Sym {
  const e = x.abs().neg().exp();
  return zero.greater(x).where(e, one).div(one.add(e));
}

/** x · sigmoid(x). */
function silu(x: number): number {
  // The sigmoid, here eˣ, underflows earlier than the product.
  if (x > -700) return x * sigmoid(x);
  const root = Math.exp(x / 2);
  return root === 0 ? -0 : x * root * root;
}

/** 1 where x is not above 0, else 0; NaN where x is NaN. */
const isBelow = (x: Sym): Sym => one.sub(x.step());
/** x where it is not above 0: a branch that is not taken shall not overflow. The derivative of a NaN is NaN. */
const below = (x: Sym): Sym => x.greater(zero).where(zero, x.mul(isBelow(x)));

export const activations = {
  /** `Math.max` and not a comparison, which would hide a NaN. */
  relu: unary({
    doc: "Rectified linear unit, max(x, 0); its slope at 0 is 0.",
    torch:
      "At NaN the gradient is NaN; PyTorch passes it on unchanged (a slope of 1). relu(−0) is 0; PyTorch −0.",
    num: (x) => Math.max(x, 0),
    grad: (x) => [x.step()],
    written: (x) => [x.greater(zero)],
    notation: named("relu", "\\operatorname{ReLU}"),
    lowered: (x) => x.max(zero),
    domain: [nonzero],
    points: [
      [[0], 0, [0]],
      [[-1], 0, [0]],
      [[-0], 0, [0]],
      [[Infinity], Infinity, [1]],
      [[-Infinity], 0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  leakyRelu: binary({
    doc: "x where x > 0, else slope · x; its slope at 0 is the left one.",
    torch: "At NaN the gradient is NaN; PyTorch has the slope of the left side.",
    num: (x, slope) => (x > 0 ? x : slope * x),
    grad: (x, slope) => [x.greater(zero).where(one, slope.mul(isBelow(x))), below(x)],
    written: (x, slope) => [x.greater(zero).where(one, slope), x.greater(zero).where(zero, x)],
    notation: named("leakyRelu", "\\operatorname{LeakyReLU}"),
    second: ["slope", 0.01],
    lowered: (x, slope) => x.greater(zero).where(x, slope.mul(x)),
    domain: [nonzero, R],
    points: [
      [[0, 0.01], 0, [0.01, 0]],
      [[-2, 0.5], -1, [0.5, -2]],
      [[NaN, 0.5], NaN, [NaN, NaN]],
    ],
  }),
  elu: binary({
    doc: "Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha.",
    torch:
      "At NaN the gradient is NaN; PyTorch has 1. elu(−0) is −0, and what is beside it keeps its value; PyTorch has 0.",
    num: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
    grad: (x, alpha) => [x.greater(zero).where(one, alpha.mul(below(x).exp())), below(x).expm1()],
    written: (x, alpha) => [
      x.greater(zero).where(one, alpha.mul(x.exp())),
      x.greater(zero).where(zero, x.expm1()),
    ],
    notation: named("elu", "\\operatorname{ELU}"),
    second: ["alpha", 1],
    lowered: (x, alpha) => x.greater(zero).where(x, alpha.mul(x.expm1())),
    domain: [nonzero, R],
    points: [
      [[0, 1], 0, [1, 0]],
      [[0, 2], 0, [2, 0]],
      [[1000, 1], 1000, [1, 0]],
      [[-Infinity, 1], -1, [0, -1]],
      [[NaN, 1], NaN, [NaN, NaN]],
    ],
  }),
  softplus: unary({
    doc: "ln(1 + eˣ), without overflow.",
    num: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    grad: (x) => [x.sigmoid()],
    exact: (x) => x.greater(zero).where(x.add(x.neg().exp().log1p()), x.exp().log1p()),
    notation: named("softplus"),
    lowered: (x) => x.max(zero).add(x.abs().neg().exp().log1p()),
    domain: [R],
    points: [
      [[1000], 1000, [1]],
      [[-1000], 0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  sigmoid: unary({
    doc: "Logistic function, 1 / (1 + e⁻ˣ).",
    num: sigmoid,
    // s(x) · s(−x), and the derivative of that keeps its digits too, near 0 and far from it.
    grad: (x) => [constant(0.25).mul(half.mul(x).sechSquared())],
    written: (_x, out) => [out.mul(one.sub(out))],
    exact: (x) => one.add(x.neg().exp()).reciprocal(),
    notation: named("sigmoid", "\\sigma"),
    lowered: sigmoidOf,
    domain: [R],
    points: [
      [[0], 0.5, [0.25]],
      [[1000], 1, [0]],
      [[-1000], 0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  silu: unary({
    doc: "Sigmoid linear unit (swish), x · sigmoid(x).",
    torch: "At −∞ the value is −0 and the gradient 0, at +∞ the gradient is 1; PyTorch has NaN for these.",
    num: silu,
    grad: (x) => [x.siluSlope()],
    written: (x, out) => {
      const s = x.sigmoid();
      return [s.add(out.mul(one.sub(s)))];
    },
    exact: (x) => x.mul(x.sigmoid()),
    notation: named("silu", "\\operatorname{SiLU}"),
    domain: [R],
    points: [
      [[0], 0, [0.5]],
      [[1000], 1000, [1]],
      [[-1000], -0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  /** Hendrycks and Gimpel, "Gaussian error linear units" (2016), in the exact form. */
  gelu: unary({
    doc: "Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function.",
    torch: "At −∞ the value is −0 and the gradient 0, at +∞ the gradient is 1; PyTorch has NaN for these.",
    num: gelu,
    grad: (x) => [x.geluSlope()],
    written: (x) => [x.normalCdf().add(x.mul(x.normalPdf()))],
    exact: (x) => x.mul(x.normalCdf()),
    notation: named("gelu", "\\operatorname{GELU}"),
    domain: [R],
    points: [
      [[0], 0, [0.5]],
      [[1000], 1000, [1]],
      [[-1000], -0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
};

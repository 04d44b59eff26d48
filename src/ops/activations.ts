/** The activation functions of neural networks, and the error function that `gelu` is made of. */
import { R, nonzero } from "./domains.js";
import { erf, erfc } from "./erf.js";
import { named } from "./notation.js";
import { binary, unary } from "./row.js";
import { constant, half, one, zero, type Sym } from "./sym.js";

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** 1 / (1 + e⁻ˣ), by whichever of its two forms keeps the exponential small. */
function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** `sigmoid` in symbols. */
function sigmoidOf(x: Sym): Sym {
  const e = x.abs().neg().exp();
  return zero.greater(x).where(e, one).div(one.add(e));
}

export const activations = {
  /** `Math.max` and not a comparison, which would hide a NaN. */
  relu: unary({
    doc: "Rectified linear unit, max(x, 0); its slope at 0 is 0.",
    num: (x) => Math.max(x, 0),
    grad: (x) => [x.greater(zero)],
    notation: named("relu", "\\operatorname{ReLU}"),
    lowered: (x) => x.max(zero),
    domain: [nonzero],
    points: [
      [[0], 0, [0]],
      [[-1], 0, [0]],
      [[NaN], NaN, [0]],
    ],
  }),
  leakyRelu: binary({
    doc: "x where x > 0, else slope · x; its slope at 0 is the left one.",
    num: (x, slope) => (x > 0 ? x : slope * x),
    grad: (x, slope) => [x.greater(zero).where(one, slope), x.greater(zero).where(zero, x)],
    notation: named("leakyRelu", "\\operatorname{LeakyReLU}"),
    second: ["slope", 0.01],
    lowered: (x, slope) => x.greater(zero).where(x, slope.mul(x)),
    domain: [nonzero, R],
    points: [
      [[0, 0.01], 0, [0.01, 0]],
      [[-2, 0.5], -1, [0.5, -2]],
    ],
  }),
  elu: binary({
    doc: "Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha.",
    num: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
    grad: (x, alpha) => [
      x.greater(zero).where(one, alpha.mul(x.min(zero).exp())),
      x.greater(zero).where(zero, x.min(zero).expm1()),
    ],
    notation: named("elu", "\\operatorname{ELU}"),
    second: ["alpha", 1],
    lowered: (x, alpha) => x.greater(zero).where(x, alpha.mul(x.expm1())),
    domain: [nonzero, R],
    points: [
      [[0, 1], 0, [1, 0]],
      [[0, 2], 0, [2, 0]],
      [[1000, 1], 1000, [1, 0]],
    ],
  }),
  softplus: unary({
    doc: "ln(1 + eˣ), without overflow.",
    num: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    grad: (x) => [x.sigmoid()],
    notation: named("softplus"),
    lowered: (x) => x.max(zero).add(x.abs().neg().exp().log1p()),
    domain: [R],
    points: [
      [[1000], 1000, [1]],
      [[-1000], 0, [0]],
    ],
  }),
  sigmoid: unary({
    doc: "Logistic function, 1 / (1 + e⁻ˣ).",
    num: sigmoid,
    grad: (_x, out) => [out.mul(one.sub(out))],
    notation: named("sigmoid", "\\sigma"),
    lowered: sigmoidOf,
    domain: [R],
    points: [
      [[0], 0.5, [0.25]],
      [[1000], 1, [0]],
      [[-1000], 0, [0]],
    ],
  }),
  silu: unary({
    doc: "Sigmoid linear unit (swish), x · sigmoid(x).",
    num: (x) => x * sigmoid(x),
    grad: (x, out) => {
      const s = x.sigmoid();
      return [s.add(out.mul(one.sub(s)))];
    },
    notation: named("silu", "\\operatorname{SiLU}"),
    lowered: (x) => x.mul(sigmoidOf(x)),
    domain: [R],
    points: [
      [[0], 0, [0.5]],
      [[1000], 1000, [1]],
    ],
  }),
  /** Hendrycks and Gimpel, "Gaussian error linear units" (2016), in the exact form. */
  gelu: unary({
    doc: "Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function.",
    num: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
    grad: (x) => {
      const cumulative = half.mul(x.mul(constant(-Math.SQRT1_2)).erfc());
      const density = constant(TWO_OVER_ROOT_PI * Math.SQRT1_2 * 0.5).mul(x.square().mul(half).neg().exp());
      return [cumulative.add(x.mul(density))];
    },
    notation: named("gelu", "\\operatorname{GELU}"),
    domain: [R],
    points: [[[0], 0, [0.5]]],
  }),
  erf: unary({
    doc: "Error function, 2/√π ∫₀ˣ exp(−t²) dt.",
    num: erf,
    grad: (x) => [constant(TWO_OVER_ROOT_PI).mul(x.square().neg().exp())],
    notation: named("erf"),
    domain: [R],
    points: [
      [[0], 0, [TWO_OVER_ROOT_PI]],
      [[10], 1, [TWO_OVER_ROOT_PI * Math.exp(-100)]],
    ],
  }),
  erfc: unary({
    doc: "Complementary error function, 1 − erf x, accurate in the tail.",
    num: erfc,
    grad: (x) => [constant(-TWO_OVER_ROOT_PI).mul(x.square().neg().exp())],
    notation: named("erfc"),
    domain: [R],
    points: [[[0], 1, [-TWO_OVER_ROOT_PI]]],
  }),
};

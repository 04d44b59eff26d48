/**
 * Operations that the derivatives of others are written in. Each is an operation like the rest, and its own derivative is written in them
 * again, so that first and second derivatives keep their digits, and neither over- nor underflow on the way, wherever the operands lie.
 */
import { sigmoid } from "./activations.js";
import { R, count, nonzero, positive } from "./domains.js";
import { bracketed, Level, named } from "./notation.js";
import { geluSlope, ONE_OVER_ROOT_TWO_PI } from "./erf.js";
import { powDerivative } from "./power-derivative.js";
import { overLength } from "./precise.js";
import { binary, quaternary, unary } from "./row.js";
import { HORIZON, constant, half, nan, notFar, one, two, zero } from "./sym.js";

/** Near an infinite point only the axis counts. */
const isInfinite = (x: number): boolean => Math.abs(x) === Infinity;

function direction(x: number, y: number): number {
  if (x === 0 && y === 0) return 0;
  if (!isInfinite(x) && !isInfinite(y)) return overLength(x, y, 1);
  const [toX, toY] = isInfinite(x)
    ? [Math.sign(x), Math.sign(y) * Number(isInfinite(y))]
    : [0 * x, Math.sign(y)];
  return toX / Math.hypot(toX, toY);
}

function inversion(x: number, y: number): number {
  if (!isInfinite(x) && !isInfinite(y)) return overLength(x, y, 2);
  return 0 * Math.sign(x) + 0 * Math.abs(Math.sign(y));
}

function siluSlope(x: number): number {
  if (x > -700) return sigmoid(x) * (1 + Math.min(x, HORIZON) * sigmoid(-x));
  // The sigmoid, here eˣ, underflows earlier than the product.
  const root = Math.exp(x / 2);
  return root === 0 ? -0 : (1 + x) * root * root;
}

export const slopes = {
  direction: binary({
    doc: "Cosine of the angle at the origin of the point with abscissa x and ordinate y, x / √(x² + y²); 0 at the origin.",
    num: direction,
    grad: (x, y, out) => {
      const length = x.hypot(y);
      const across = y.direction(x);
      const slope = across.div(length.equal(zero).where(one, length));
      return [slope.mul(across), slope.mul(out).neg()];
    },
    exact: (x, y) => x.div(x.square().add(y.square()).sqrt()),
    notation: named("direction"),
    domain: [nonzero, nonzero],
    points: [
      [[0, 0], 0, [0, 0]],
      [[1, 0], 1, [0, 0]],
      [[0, -2], 0, [0.5, 0]],
      [[Infinity, 1], 1, [0, 0]],
    ],
  }),
  /** Of x + iy, the reciprocal is `x.inversion(y)` − i · `y.inversion(x)`; so the derivatives are those of 1/z. */
  inversion: binary({
    doc: "First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²).",
    num: inversion,
    grad: (x, y, out) => {
      const other = y.inversion(x);
      return [other.differenceOfSquares(out), two.mul(out).mul(other).neg()];
    },
    exact: (x, y) => x.div(x.square().add(y.square())),
    notation: named("inversion"),
    domain: [nonzero, nonzero],
    points: [
      [[1, 0], 1, [-1, 0]],
      [[0, 0], NaN, [NaN, NaN]],
      [[1, Infinity], 0, [0, 0]],
    ],
  }),
  differenceOfSquares: binary({
    doc: "x² − y² as (x − y)(x + y), with all its digits where x and y are close.",
    num: (x, y) => (x - y) * (x + y),
    grad: (x, y) => [two.mul(x), two.mul(y).neg()],
    notation: bracketed(
      "x² − y²",
      (x, y) => `${x}² − ${y}²`,
      (x, y) => `{${x}}^2 - {${y}}^2`,
      Level.sum,
      [Level.atom, Level.atom],
    ),
    lowered: (x, y) => x.sub(y).mul(x.add(y)),
    domain: [R, R],
    points: [[[3, 3], 0, [6, -6]]],
  }),
  oneMinusSquare: unary({
    doc: "1 − x², with all its digits near ±1.",
    num: (x) => (x * x > 0.25 ? (1 - x) * (1 + x) : 1 - x * x),
    grad: (x) => [two.mul(x).neg()],
    exact: (x) => one.sub(x.square()),
    notation: bracketed(
      "1 − x²",
      (x) => `1 − ${x}²`,
      (x) => `1 - {${x}}^2`,
      Level.sum,
      [Level.atom],
    ),
    lowered: (x) => {
      const square = x.mul(x);
      return square.greater(constant(0.25)).where(one.sub(x).mul(one.add(x)), one.sub(square));
    },
    domain: [R],
    points: [
      [[1], 0, [-2]],
      [[-1], 0, [2]],
    ],
  }),
  rsqrt: unary({
    doc: "Reciprocal of the square root, 1 / √x.",
    num: (x) => 1 / Math.sqrt(x),
    grad: (x, out) => [half.mul(out).div(x).neg()],
    notation: bracketed("1/√x", (x) => `1 / √(${x})`, (x) => `\\frac{1}{\\sqrt{${x}}}`, Level.product), // prettier-ignore
    lowered: (x) => one.div(x.sqrt()),
    domain: [positive],
    points: [
      [[0], Infinity, [-Infinity]],
      [[-1], NaN, [NaN]],
      [[4], 0.5, [-0.0625]],
    ],
  }),
  cbrtSlope: unary({
    doc: "Slope of the cube root, 1 / (3 ∛x²).",
    num: (x) => (x === 0 || isInfinite(x) ? 1 / (x * x) : Math.cbrt(x) / x / 3),
    grad: (x, out) => [
      constant(-2 / 3)
        .mul(out)
        .div(x),
    ],
    exact: (x) => constant(3).mul(x.cbrt().square()).reciprocal(),
    notation: named("cbrtSlope", "\\sqrt[3]{}'"),
    domain: [nonzero],
    points: [
      [[-8], 1 / 12, [1 / 144]],
      [[0], Infinity, [-Infinity]],
    ],
  }),
  siluSlope: unary({
    doc: "Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s.",
    num: siluSlope,
    grad: (x) => {
      const middle = half.mul(x);
      return [
        constant(0.25)
          .mul(middle.sechSquared())
          .mul(two.sub(notFar(x).mul(middle.tanh()))),
      ];
    },
    written: (x) => {
      const middle = half.mul(x);
      return [
        constant(0.25)
          .mul(middle.sechSquared())
          .mul(two.sub(x.mul(middle.tanh()))),
      ];
    },
    exact: (x) => x.sigmoid().mul(one.add(x.mul(x.neg().sigmoid()))),
    notation: named("siluSlope", "\\operatorname{SiLU}'"),
    domain: [R],
    points: [
      [[0], 0.5, [0.5]],
      [[1000], 1, [0]],
      [[-1000], -0, [0]],
    ],
  }),
  geluSlope: unary({
    doc: "Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution.",
    num: geluSlope,
    grad: (x) => {
      const density = x.normalPdf();
      const near = notFar(x);
      return [two.mul(density).sub(near.mul(near.mul(density)))];
    },
    written: (x) => [x.normalPdf().mul(two.sub(x.square()))],
    exact: (x) => x.normalCdf().add(x.mul(x.normalPdf())),
    notation: named("geluSlope", "\\operatorname{GELU}'"),
    domain: [R],
    points: [
      [[0], 0.5, [2 * ONE_OVER_ROOT_TWO_PI]],
      [[1000], 1, [-0]],
      [[-1000], -0, [-0]],
    ],
  }),
  powDerivative: quaternary({
    doc: "Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative.",
    num: powDerivative,
    grad: (x, y, k, n) => [x.powDerivative(y, k.add(one), n), x.powDerivative(y, k, n.add(one)), zero, zero],
    last: ["k", "n"],
    notation: bracketed(
      "∂x^y",
      (x, y, k, n) => `∂^(${k}, ${n}) ${x}^${y}`,
      (x, y, k, n) => `\\partial_1^{${k}} \\partial_2^{${n}} {${x}}^{${y}}`,
      Level.product,
      [Level.atom, Level.power],
    ),
    domain: [positive, R, count, count],
    points: [
      [[0, 1, 3, 0], 0, [0, -Infinity, 0, 0]],
      [[0, 1, 1, 1], -Infinity, [Infinity, Infinity, 0, 0]],
      [[5e-324, 0, 1, 0], 0, [0, Infinity, 0, 0]],
      [[-2, 3, 1, 0], 12, [-12, NaN, 0, 0]],
    ],
  }),
  step: unary({
    doc: "1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat.",
    num: (x) => (x > 0 ? 1 : x <= 0 ? 0 : NaN),
    grad: () => [zero],
    notation: named("step"),
    lowered: (x) => x.greater(zero).where(one, x.max(zero)),
    domain: [nonzero],
    points: [
      [[0], 0, [0]],
      [[-0], 0, [0]],
      [[-Infinity], 0, [0]],
      [[NaN], NaN, [0]],
    ],
  }),
  share: binary({
    doc: "What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat.",
    num: (x, y) => (x > y ? 1 : x < y ? 0 : x === y ? 0.5 : NaN),
    grad: () => [zero, zero],
    notation: named("share"),
    lowered: (x, y) => x.greater(y).where(one, y.greater(x).where(zero, x.equal(y).where(half, nan))),
    domain: [R, R],
    points: [
      [[2, 2], 0.5, [0, 0]],
      [[Infinity, Infinity], 0.5, [0, 0]],
      [[NaN, 2], NaN, [0, 0]],
      [[2, NaN], NaN, [0, 0]],
    ],
  }),
};

/** Hyperbolic functions and their inverses. */
import { R, aboveOne, unit } from "./domains.js";
import { bracketed, named } from "./notation.js";
import { unary } from "./row.js";
import { constant, half, one } from "./sym.js";

/** 1 − tanh², where that keeps its digits, else by exponentials. */
function sechSquared(x: number): number {
  const e = Math.exp(-2 * Math.abs(x));
  const total = 1 + e;
  const tanh = (1 - e) / total;
  return tanh > 0.5 ? (4 * e) / (total * total) : 1 - tanh * tanh;
}

export const hyperbolic = {
  sinh: unary({
    doc: "Hyperbolic sine.",
    num: Math.sinh,
    grad: (x) => [x.cosh()],
    exact: (x) => half.mul(x.exp().sub(x.neg().exp())),
    notation: named("sinh", "\\sinh"),
    domain: [R],
  }),
  cosh: unary({
    doc: "Hyperbolic cosine.",
    num: Math.cosh,
    grad: (x) => [x.sinh()],
    exact: (x) => half.mul(x.exp().add(x.neg().exp())),
    notation: named("cosh", "\\cosh"),
    domain: [R],
  }),
  tanh: unary({
    doc: "Hyperbolic tangent.",
    num: Math.tanh,
    grad: (x) => [x.sechSquared()],
    written: (_x, out) => [one.sub(out.square())],
    exact: (x) => x.sinh().div(x.cosh()),
    notation: named("tanh", "\\tanh"),
    domain: [R],
    points: [
      [[0], 0, [1]],
      [[1000], 1, [0]],
      [[-1000], -1, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  sechSquared: unary({
    doc: "Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh.",
    num: sechSquared,
    grad: (x, out) => [constant(-2).mul(out).mul(x.tanh())],
    exact: (x) => x.cosh().square().reciprocal(),
    notation: bracketed(
      "sech²",
      (x) => `sech²(${x})`,
      (x) => `\\operatorname{sech}^2\\left(${x}\\right)`,
    ),
    lowered: (x) => {
      const e = constant(-2).mul(x.abs()).exp();
      const total = one.add(e);
      const tanh = one.sub(e).div(total);
      const far = constant(4).mul(e).div(total.mul(total));
      return tanh.greater(half).where(far, one.sub(tanh.mul(tanh)));
    },
    domain: [R],
    points: [
      [[0], 1, [0]],
      [[1000], 0, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  asinh: unary({
    doc: "Inverse hyperbolic sine.",
    torch: "Where x² overflows the gradient is 1/|x|; PyTorch has 0.",
    num: Math.asinh,
    grad: (x) => [one.direction(x)],
    written: (x) => [x.hypot(one).reciprocal()],
    exact: (x) => x.add(x.square().add(one).sqrt()).log(),
    notation: named("asinh"),
    domain: [R],
  }),
  acosh: unary({
    doc: "Inverse hyperbolic cosine, on [1, ∞).",
    torch:
      "Where x² overflows the gradient is 1/x; PyTorch has 0. From −1 downwards, where the value is NaN, so is the gradient; PyTorch has a number or ∞.",
    num: Math.acosh,
    grad: (x) => [x.sub(one).rsqrt().mul(x.add(one).rsqrt())],
    written: (x) => [x.square().sub(one).rsqrt()],
    exact: (x) => x.add(x.square().sub(one).sqrt()).log(),
    notation: named("acosh"),
    domain: [aboveOne],
    points: [[[1], 0, [Infinity]]],
  }),
  atanh: unary({
    doc: "Inverse hyperbolic tangent, on (−1, 1).",
    num: Math.atanh,
    grad: (x) => [x.oneMinusSquare().reciprocal()],
    exact: (x) => half.mul(one.add(x).div(one.sub(x)).log()),
    notation: named("atanh"),
    domain: [unit],
    points: [[[1], Infinity, [Infinity]]],
  }),
};

/** Circular functions and their inverses, in radians. */
import { R, branch, nonzero, unit } from "./domains.js";
import { named } from "./notation.js";
import { binary, unary } from "./row.js";
import { one } from "./sym.js";

export const trigonometric = {
  sin: unary({
    doc: "Sine.",
    num: Math.sin,
    grad: (x) => [x.cos()],
    notation: named("sin", "\\sin"),
    domain: [R],
  }),
  cos: unary({
    doc: "Cosine.",
    num: Math.cos,
    grad: (x) => [x.sin().neg()],
    notation: named("cos", "\\cos"),
    domain: [R],
  }),
  tan: unary({
    doc: "Tangent.",
    torch: "tan(x) of a number below 2.2e-308 is that number; PyTorch has 0.",
    num: Math.tan,
    grad: (_x, out) => [one.add(out.square())],
    exact: (x) => x.sin().div(x.cos()),
    notation: named("tan", "\\tan"),
    domain: [branch],
  }),
  asin: unary({
    doc: "Arc sine, on [−1, 1].",
    num: Math.asin,
    grad: (x) => [x.oneMinusSquare().rsqrt()],
    exact: (x) => x.atan2(one.sub(x.square()).sqrt()),
    notation: named("asin", "\\arcsin"),
    domain: [unit],
    points: [
      [[1], Math.PI / 2, [Infinity]],
      [[2], NaN, [NaN]],
    ],
  }),
  acos: unary({
    doc: "Arc cosine, on [−1, 1].",
    num: Math.acos,
    grad: (x) => [x.oneMinusSquare().rsqrt().neg()],
    exact: (x) => one.sub(x.square()).sqrt().atan2(x),
    notation: named("acos", "\\arccos"),
    domain: [unit],
    points: [[[1], 0, [-Infinity]]],
  }),
  atan: unary({
    doc: "Arc tangent.",
    num: Math.atan,
    grad: (x) => [one.inversion(x)],
    written: (x) => [one.add(x.square()).reciprocal()],
    exact: (x) => x.atan2(one),
    notation: named("atan", "\\arctan"),
    domain: [R],
    points: [[[Infinity], Math.PI / 2, [0]]],
  }),
  /** The receiver is the ordinate: `y.atan2(x)` is the angle of the point (x, y). */
  atan2: binary({
    doc: "Angle of the point with ordinate x and abscissa y, in (−π, π].",
    torch:
      "Where an operand is infinite both gradients are 0; PyTorch has NaN. Where x² + y² overflows or underflows the gradients keep their digits; PyTorch has 0 or NaN.",
    num: Math.atan2,
    grad: (x, y) => [y.inversion(x), x.inversion(y).neg()],
    written: (x, y) => {
      const length = x.square().add(y.square());
      return [y.div(length), x.div(length).neg()];
    },
    notation: named("atan2"),
    domain: [nonzero, nonzero],
    points: [[[0, -1], Math.PI, [-1, -0]]],
  }),
};

/** Hyperbolic functions and their inverses. */
import { R, aboveOne, unit } from "./domains.js";
import { named } from "./notation.js";
import { unary } from "./row.js";
import { one } from "./sym.js";

export const hyperbolic = {
  sinh: unary({
    doc: "Hyperbolic sine.",
    num: Math.sinh,
    grad: (x) => [x.cosh()],
    notation: named("sinh", "\\sinh"),
    domain: [R],
  }),
  cosh: unary({
    doc: "Hyperbolic cosine.",
    num: Math.cosh,
    grad: (x) => [x.sinh()],
    notation: named("cosh", "\\cosh"),
    domain: [R],
  }),
  tanh: unary({
    doc: "Hyperbolic tangent.",
    num: Math.tanh,
    grad: (_x, out) => [one.sub(out.square())],
    notation: named("tanh", "\\tanh"),
    domain: [R],
    points: [
      [[1000], 1, [0]],
      [[-1000], -1, [0]],
    ],
  }),
  asinh: unary({
    doc: "Inverse hyperbolic sine.",
    num: Math.asinh,
    grad: (x) => [x.hypot(one).reciprocal()],
    notation: named("asinh"),
    domain: [R],
  }),
  acosh: unary({
    doc: "Inverse hyperbolic cosine, on [1, ∞).",
    num: Math.acosh,
    grad: (x) => [x.sub(one).mul(x.add(one)).sqrt().reciprocal()],
    notation: named("acosh"),
    domain: [aboveOne],
    points: [[[1], 0, [Infinity]]],
  }),
  atanh: unary({
    doc: "Inverse hyperbolic tangent, on (−1, 1).",
    num: Math.atanh,
    grad: (x) => [one.sub(x).mul(one.add(x)).reciprocal()],
    notation: named("atanh"),
    domain: [unit],
    points: [[[1], Infinity, [Infinity]]],
  }),
};

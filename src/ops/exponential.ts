/** Exponentials and logarithms. `log` of a negative number is NaN and of 0 is −∞: IEEE 754, no exception. */
import { R, aboveMinusOne, positive } from "./domains.js";
import { bracketed, Level, named } from "./notation.js";
import { unary } from "./row.js";
import { constant, one, two } from "./sym.js";

export const exponential = {
  exp: unary({
    doc: "Exponential, eˣ.",
    num: Math.exp,
    grad: (_x, out) => [out],
    notation: bracketed(
      "exp",
      (x) => `exp(${x})`,
      (x) => `e^{${x}}`,
      Level.power,
    ),
    domain: [R],
    points: [
      [[0], 1, [1]],
      [[-1000], 0, [0]],
      [[1000], Infinity, [Infinity]],
    ],
  }),
  expm1: unary({
    doc: "eˣ − 1, exact near 0.",
    num: Math.expm1,
    grad: (x) => [x.exp()],
    exact: (x) => x.exp().sub(one),
    notation: bracketed(
      "expm1",
      (x) => `expm1(${x})`,
      (x) => `\\left(e^{${x}} - 1\\right)`,
    ),
    domain: [R],
    points: [[[1e-20], 1e-20, [1]]],
  }),
  log: unary({
    doc: "Natural logarithm, ln x.",
    num: Math.log,
    grad: (x) => [x.reciprocal()],
    notation: named("log", "\\ln"),
    domain: [positive],
    points: [
      [[1], 0, [1]],
      [[0], -Infinity, [Infinity]],
      [[-1], NaN, [-1]],
    ],
  }),
  log1p: unary({
    doc: "ln(1 + x), exact near 0.",
    torch: "log1p(x) of a number below 2.2e-308 is that number; PyTorch has 0.",
    num: Math.log1p,
    grad: (x) => [one.add(x).reciprocal()],
    exact: (x) => one.add(x).log(),
    notation: bracketed("log1p", (x) => `log1p(${x})`, (x) => `\\ln\\left(1 + ${x}\\right)`, Level.product), // prettier-ignore
    domain: [aboveMinusOne],
    points: [[[1e-20], 1e-20, [1]]],
  }),
  log2: unary({
    doc: "Logarithm to base 2.",
    num: Math.log2,
    grad: (x) => [constant(Math.LOG2E).div(x)],
    written: (x) => [x.mul(constant(Math.LN2)).reciprocal()],
    exact: (x) => x.log().div(two.log()),
    notation: named("log2", "\\log_2"),
    domain: [positive],
    points: [[[8], 3, [Math.LOG2E / 8]]],
  }),
  log10: unary({
    doc: "Logarithm to base 10.",
    num: Math.log10,
    grad: (x) => [constant(Math.LOG10E).div(x)],
    written: (x) => [x.mul(constant(Math.LN10)).reciprocal()],
    exact: (x) => x.log().div(constant(10).log()),
    notation: named("log10", "\\log_{10}"),
    domain: [positive],
    points: [[[1000], 3, [Math.LOG10E / 1000]]],
  }),
};

/** The bell curve and its integrals: the error function and the normal distribution. */
import { R } from "./domains.js";
import { erf, erfc, normalCdf, normalPdf, ONE_OVER_ROOT_TWO_PI } from "./erf.js";
import { bracketed, Level, named } from "./notation.js";
import { expOfMinusSquare } from "./precise.js";
import { unary } from "./row.js";
import { constant, half, notFar, two, zero, type Sym } from "./sym.js";

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** The angle of (−1, 0). */
const pi = (): Sym => zero.atan2(constant(-1));

export const normal = {
  erf: unary({
    doc: "Error function, 2/√π ∫₀ˣ exp(−t²) dt.",
    num: erf,
    grad: (x) => [constant(TWO_OVER_ROOT_PI).mul(x.gauss())],
    notation: named("erf"),
    domain: [R],
    points: [
      [[0], 0, [TWO_OVER_ROOT_PI]],
      [[10], 1, [TWO_OVER_ROOT_PI * Math.exp(-100)]],
      [[Infinity], 1, [0]],
      [[-Infinity], -1, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  erfc: unary({
    doc: "Complementary error function, 1 − erf x, accurate in the tail.",
    num: erfc,
    grad: (x) => [constant(-TWO_OVER_ROOT_PI).mul(x.gauss())],
    notation: named("erfc"),
    domain: [R],
    points: [
      [[0], 1, [-TWO_OVER_ROOT_PI]],
      [[Infinity], 0, [0]],
      [[-Infinity], 2, [0]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  gauss: unary({
    doc: "Gaussian function, exp(−x²).",
    num: (x) => expOfMinusSquare(x, 1),
    grad: (x, out) => [notFar(x).mul(out).mul(constant(-2))],
    written: (x, out) => [x.mul(out).mul(constant(-2))],
    exact: (x) => x.square().neg().exp(),
    notation: bracketed(
      "gauss",
      (x) => `exp(−${x}²)`,
      (x) => `e^{-{${x}}^2}`,
      Level.power,
      [Level.atom],
    ),
    domain: [R],
    points: [[[0], 1, [0]]],
  }),
  normalPdf: unary({
    doc: "Density of the normal distribution, exp(−x²/2) / √(2π).",
    num: normalPdf,
    grad: (x, out) => [notFar(x).mul(out).neg()],
    written: (x, out) => [x.mul(out).neg()],
    exact: (x) => half.mul(x.square()).neg().exp().div(two.mul(pi()).sqrt()),
    notation: named("normalPdf", "\\varphi"),
    domain: [R],
    points: [[[0], ONE_OVER_ROOT_TWO_PI, [0]]],
  }),
  normalCdf: unary({
    doc: "Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail.",
    num: normalCdf,
    grad: (x) => [x.normalPdf()],
    exact: (x) => half.mul(x.neg().div(two.sqrt()).erfc()),
    notation: named("normalCdf", "\\Phi"),
    domain: [R],
    points: [
      [[0], 0.5, [ONE_OVER_ROOT_TWO_PI]],
      [[Infinity], 1, [0]],
      [[-Infinity], 0, [0]],
    ],
  }),
};

/**
 * Conformance: more than 200 triples of function, point and derivative. The functions are compositions as in a table of derivatives; the derivatives
 * are closed forms, worked out by hand and written with Math alone.
 */
import { expect, test } from "@jest/globals";
import { dot, grad, jvp, logSumExp, max, mean, softmax, sum, Value } from "chainrule";
import { relativeError, tolerances } from "../tolerances.js";

type Row = readonly [
  name: string,
  f: (x: Value) => Value,
  derivative: (x: number) => number,
  points: readonly number[],
];

const { atan, cbrt, cos, cosh, exp, log, log1p, sin, sinh, sqrt, tan, tanh, PI, LN2, LN10, SQRT2 } = Math;
const ANY = [-2.5, -0.7, 0.1, 1.3, 2.9];
const POSITIVE = [0.05, 0.4, 1, 2.2, 7.5];
const UNIT = [-0.9, -0.3, 0.2, 0.55, 0.85];
const logistic = (x: number): number => 1 / (1 + exp(-x));

const TABLE: readonly Row[] = [
  ["polynomial", (x) => x.pow(3).mul(4).sub(x.square().mul(2)).add(x).sub(7), (x) => 12 * x * x - 4 * x + 1, ANY],
  ["Horner's scheme", (x) => x.mul(2).add(3).mul(x).sub(5).mul(x).add(1), (x) => 6 * x * x + 6 * x - 5, ANY],
  ["(1 + x²)¹⁰", (x) => x.square().add(1).pow(10), (x) => 20 * x * (1 + x * x) ** 9, UNIT],
  ["rational function", (x) => x.square().sub(1).div(x.square().add(1)), (x) => (4 * x) / (1 + x * x) ** 2, ANY],
  ["1/(1 + x²)", (x) => x.square().add(1).reciprocal(), (x) => (-2 * x) / (1 + x * x) ** 2, ANY],
  ["x^x", (x) => x.pow(x), (x) => x ** x * (log(x) + 1), POSITIVE],
  ["2^x", (x) => new Value(2).pow(x), (x) => LN2 * 2 ** x, ANY],
  ["x^(1/3)", (x) => x.cbrt(), (x) => 1 / (3 * cbrt(x) ** 2), ANY],
  ["x^−5/2", (x) => x.pow(-2.5), (x) => -2.5 * x ** -3.5, POSITIVE],
  ["√(x + √x)", (x) => x.add(x.sqrt()).sqrt(), (x) => (1 + 1 / (2 * sqrt(x))) / (2 * sqrt(x + sqrt(x))), POSITIVE],
  ["√(1 + x²)", (x) => x.hypot(1), (x) => x / sqrt(1 + x * x), ANY],
  ["exp(−x²/2)", (x) => x.square().div(-2).exp(), (x) => -x * exp((-x * x) / 2), ANY],
  ["x eˣ", (x) => x.mul(x.exp()), (x) => (1 + x) * exp(x), ANY],
  ["exp(sin x)", (x) => x.sin().exp(), (x) => cos(x) * exp(sin(x)), ANY],
  ["exp(exp(x))", (x) => x.exp().exp(), (x) => exp(x + exp(x)), UNIT],
  ["(eˣ − 1)/x", (x) => x.expm1().div(x), (x) => (x * exp(x) - exp(x) + 1) / (x * x), [-2, -0.5, 0.5, 1, 3]],
  ["ln(x + √(x² + 1))", (x) => x.add(x.square().add(1).sqrt()).log(), (x) => 1 / sqrt(x * x + 1), [-0.5, 0.1, 1, 2, 5]],
  ["x ln x − x", (x) => x.mul(x.log()).sub(x), (x) => log(x), POSITIVE],
  ["ln ln x", (x) => x.log().log(), (x) => 1 / (x * log(x)), [1.2, 2, 3, 10, 100]],
  ["ln(1 + x²)", (x) => x.square().log1p(), (x) => (2 * x) / (1 + x * x), ANY],
  ["log₂(x³)", (x) => x.pow(3).log2(), (x) => 3 / (x * LN2), POSITIVE],
  ["lg √x", (x) => x.sqrt().log10(), (x) => 1 / (2 * x * LN10), POSITIVE],
  ["entropy −p ln p − (1 − p) ln(1 − p)", (p) => p.mul(p.log()).add(p.neg().add(1).mul(p.neg().log1p())).neg(), (p) => log((1 - p) / p), [0.05, 0.2, 0.5, 0.7, 0.99]],
  ["logit ln(p/(1 − p))", (p) => p.div(p.neg().add(1)).log(), (p) => 1 / (p * (1 - p)), [0.05, 0.2, 0.5, 0.7, 0.99]],
  ["sin² + cos²", (x) => x.sin().square().add(x.cos().square()), () => 0, ANY],
  ["sin x cos x", (x) => x.sin().mul(x.cos()), (x) => cos(2 * x), ANY],
  ["sin(x²)", (x) => x.square().sin(), (x) => 2 * x * cos(x * x), ANY],
  ["sin(1/x)", (x) => x.reciprocal().sin(), (x) => -cos(1 / x) / (x * x), [-2, -0.4, 0.3, 1, 5]],
  ["sin(x)/x", (x) => x.sin().div(x), (x) => (x * cos(x) - sin(x)) / (x * x), [-2, -0.7, 0.6, 1, 9]],
  ["sin(cos(tan x))", (x) => x.tan().cos().sin(), (x) => -cos(cos(tan(x))) * sin(tan(x)) * (1 + tan(x) ** 2), UNIT],
  ["ln cos x", (x) => x.cos().log(), (x) => -tan(x), UNIT],
  ["tan x − x", (x) => x.tan().sub(x), (x) => tan(x) ** 2, UNIT],
  ["x arctan x − ½ ln(1 + x²)", (x) => x.mul(x.atan()).sub(x.square().log1p().mul(0.5)), (x) => atan(x), ANY],
  ["arcsin x + arccos x", (x) => x.asin().add(x.acos()), () => 0, UNIT],
  ["x arcsin x + √(1 − x²)", (x) => x.mul(x.asin()).add(x.square().neg().add(1).sqrt()), (x) => Math.asin(x), UNIT],
  ["arctan x + arctan 1/x", (x) => x.atan().add(x.reciprocal().atan()), () => 0, ANY],
  ["angle of (cos t, sin t)", (t) => t.sin().atan2(t.cos()), () => 1, ANY],
  ["cosh² − sinh²", (x) => x.cosh().square().sub(x.sinh().square()), () => 0, UNIT],
  ["gd(x) = 2 arctan tanh(x/2)", (x) => x.div(2).tanh().atan().mul(2), (x) => 1 / cosh(x), ANY],
  ["ln cosh x", (x) => x.cosh().log(), (x) => tanh(x), ANY],
  ["sinh x cosh x", (x) => x.sinh().mul(x.cosh()), (x) => cosh(2 * x), ANY],
  ["asinh(sinh x)", (x) => x.sinh().asinh(), () => 1, ANY],
  ["acosh(cosh x)", (x) => x.cosh().acosh(), (x) => Math.sign(sinh(x)), [-2.5, -1, 0.5, 1.3, 2.9]],
  ["atanh(tanh x)", (x) => x.tanh().atanh(), () => 1, UNIT],
  ["softplus", (x) => x.exp().log1p(), logistic, ANY],
  ["logistic by exp", (x) => x.neg().exp().add(1).reciprocal(), (x) => logistic(x) * logistic(-x), ANY],
  ["x σ(x)", (x) => x.silu(), (x) => logistic(x) * (1 + x * logistic(-x)), ANY],
  ["mish: x tanh(softplus x)", (x) => x.mul(x.softplus().tanh()), (x) => { const t = tanh(log1p(exp(x))); return t + x * (1 - t * t) * logistic(x); }, ANY], // prettier-ignore
  ["normal density", (x) => x.square().mul(-0.5).exp().div(sqrt(2 * PI)), (x) => (-x * exp(-0.5 * x * x)) / sqrt(2 * PI), ANY],
  ["normal distribution", (x) => x.div(SQRT2).erf().add(1).div(2), (x) => exp(-0.5 * x * x) / sqrt(2 * PI), ANY],
  ["Gompertz curve", (x) => x.neg().exp().neg().exp(), (x) => exp(-x - exp(-x)), ANY],
  ["max(x, x²)", (x) => max([x, x.square()]), (x) => (x < 0 || x > 1 ? 2 * x : 1), ANY],
  ["|x|³", (x) => x.abs().pow(3), (x) => 3 * x * Math.abs(x), ANY],
  ["ln Σ exp(k x), k = 0, 1, 2", (x) => logSumExp([0, x, x.mul(2)]), (x) => (exp(x) + 2 * exp(2 * x)) / (1 + exp(x) + exp(2 * x)), ANY],
  ["a softmax of (0, x)", (x) => softmax([0, x])[1] as Value, (x) => logistic(x) * logistic(-x), ANY],
  ["geometric series to x⁵", (x) => sum([0, 1, 2, 3, 4, 5].map((k) => x.pow(k))), (x) => 1 + 2 * x + 3 * x ** 2 + 4 * x ** 3 + 5 * x ** 4, ANY],
  ["mean of x, x², x³", (x) => mean([x, x.square(), x.pow(3)]), (x) => (1 + 2 * x + 3 * x * x) / 3, ANY],
  ["(x, x², 1) · (1, x, x³)", (x) => dot([x, x.square(), 1], [1, x, x.pow(3)]), (x) => 1 + 6 * x * x, ANY],
  ["a product of shifts (x − 1)(x − 2)(x − 3)", (x) => [1, 2, 3].reduce((y, k) => y.mul(x.sub(k)), new Value(1)), (x) => 3 * x * x - 12 * x + 11, ANY],
  ["continued fraction of three levels", (x) => x.add(x.add(x.reciprocal()).reciprocal()), (x) => 1 + (1 - x * x) / (x * x + 1) ** 2, ANY],
]; // prettier-ignore

const triples = TABLE.flatMap(([name, f, derivative, points]) =>
  points.map((x) => [name, x, f, derivative(x)] as const),
);

test("there are more than 200 triples", () => {
  expect(triples.length).toBeGreaterThan(200);
});

test.each(triples)("%s at %d", (_, x, f, derivative) => {
  const leaf = new Value(x);
  f(leaf).backward();
  for (const actual of [leaf.grad, grad(f)(x).data, jvp(f)(x)[1](1).data]) {
    expect(relativeError(actual, derivative)).toBeLessThan(tolerances.closedForm);
  }
});

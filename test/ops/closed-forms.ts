/**
 * The derivatives of every operation on numbers, written out by hand from a table of derivatives. They share nothing with the
 * rows: the same function stated twice, to be held against each other.
 */
const gauss = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Abramowitz and Stegun 7.1.5: erf x = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), enough terms for |x| ≤ 3. */
function erfSeries(x: number): number {
  let [term, total] = [x, x];
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

interface Closed {
  value: (...x: number[]) => number;
  gradients: ((...x: number[]) => number)[];
}
const one = (value: (x: number) => number, gradient: (x: number) => number): Closed => ({
  value: value,
  gradients: [gradient],
});
const two = (
  value: (x: number, y: number) => number,
  byX: (x: number, y: number) => number,
  byY: (x: number, y: number) => number,
): Closed => ({ value: value, gradients: [byX, byY] as Closed["gradients"] });

export const closedForms: Readonly<Record<string, Closed>> = {
  neg: one(
    (x) => 0 - x,
    () => -1,
  ),
  add: two(
    (x, y) => y + x,
    () => 1,
    () => 1,
  ),
  sub: two(
    (x, y) => -(y - x),
    () => 1,
    () => -1,
  ),
  mul: two(
    (x, y) => y * x,
    (_x, y) => y,
    (x) => x,
  ),
  div: two(
    (x, y) => x * y ** -1,
    (_x, y) => y ** -1,
    (x, y) => -x * y ** -2,
  ),
  reciprocal: one(
    (x) => x ** -1,
    (x) => -(x ** -2),
  ),
  pow: two(
    (x, y) => Math.exp(y * Math.log(x)),
    (x, y) => y * x ** (y - 1),
    (x, y) => x ** y * Math.log(x),
  ),
  square: one(
    (x) => x ** 2,
    (x) => x + x,
  ),
  sqrt: one(
    (x) => x ** 0.5,
    (x) => 0.5 * x ** -0.5,
  ),
  cbrt: one(
    (x) => Math.sign(x) * Math.abs(x) ** (1 / 3),
    (x) => Math.abs(x) ** (-2 / 3) / 3,
  ),
  hypot: two(
    (x, y) => Math.sqrt(x * x + y * y),
    (x, y) => x / Math.sqrt(x * x + y * y),
    (x, y) => y / Math.sqrt(x * x + y * y),
  ),
  exp: one(
    (x) => Math.E ** x,
    (x) => Math.E ** x,
  ),
  expm1: one(
    (x) => Math.E ** x - 1,
    (x) => Math.E ** x,
  ),
  log: one(
    (x) => Math.log2(x) * Math.LN2,
    (x) => 1 / x,
  ),
  log1p: one(
    (x) => Math.log(1 + x),
    (x) => 1 / (1 + x),
  ),
  log2: one(
    (x) => Math.log(x) / Math.LN2,
    (x) => Math.LOG2E / x,
  ),
  log10: one(
    (x) => Math.log(x) / Math.LN10,
    (x) => Math.LOG10E / x,
  ),
  sin: one(
    (x) => Math.cos(x - Math.PI / 2),
    (x) => Math.cos(x),
  ),
  cos: one(
    (x) => Math.sin(x + Math.PI / 2),
    (x) => -Math.sin(x),
  ),
  tan: one(
    (x) => Math.sin(x) / Math.cos(x),
    (x) => Math.cos(x) ** -2,
  ),
  asin: one(
    (x) => Math.atan2(x, Math.sqrt(1 - x * x)),
    (x) => (1 - x * x) ** -0.5,
  ),
  acos: one(
    (x) => Math.atan2(Math.sqrt(1 - x * x), x),
    (x) => -((1 - x * x) ** -0.5),
  ),
  atan: one(
    (x) => Math.atan2(x, 1),
    (x) => 1 / (1 + x * x),
  ),
  atan2: two(
    (y, x) => Math.atan2(y, x),
    (y, x) => x / (x * x + y * y),
    (y, x) => -y / (x * x + y * y),
  ),
  sinh: one(
    (x) => (Math.exp(x) - Math.exp(-x)) / 2,
    (x) => (Math.exp(x) + Math.exp(-x)) / 2,
  ),
  cosh: one(
    (x) => (Math.exp(x) + Math.exp(-x)) / 2,
    (x) => (Math.exp(x) - Math.exp(-x)) / 2,
  ),
  tanh: one(
    (x) => 1 - 2 / (Math.exp(2 * x) + 1),
    (x) => Math.cosh(x) ** -2,
  ),
  asinh: one(
    (x) => Math.log(x + Math.sqrt(x * x + 1)),
    (x) => (x * x + 1) ** -0.5,
  ),
  acosh: one(
    (x) => Math.log(x + Math.sqrt(x * x - 1)),
    (x) => (x * x - 1) ** -0.5,
  ),
  atanh: one(
    (x) => 0.5 * Math.log((1 + x) / (1 - x)),
    (x) => 1 / (1 - x * x),
  ),
  relu: one(
    (x) => (x > 0 ? x : 0),
    (x) => (x > 0 ? 1 : 0),
  ),
  leakyRelu: two(
    (x, a) => (x > 0 ? x : a * x),
    (x, a) => (x > 0 ? 1 : a),
    (x) => (x > 0 ? 0 : x),
  ),
  elu: two(
    (x, a) => (x > 0 ? x : a * (Math.exp(x) - 1)),
    (x, a) => (x > 0 ? 1 : a * Math.exp(x)),
    (x) => (x > 0 ? 0 : Math.exp(x) - 1),
  ),
  softplus: one((x) => Math.log(1 + Math.exp(x)), logistic),
  sigmoid: one(logistic, (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2),
  silu: one(
    (x) => x * logistic(x),
    (x) => logistic(x) + (x * Math.exp(-x)) / (1 + Math.exp(-x)) ** 2,
  ),
  gelu: one(
    (x) => (x * (1 + erfSeries(x / Math.SQRT2))) / 2,
    (x) => (1 + erfSeries(x / Math.SQRT2)) / 2 + x * gauss(x),
  ),
  erf: one(erfSeries, (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)),
  erfc: one(
    (x) => 1 - erfSeries(x),
    (x) => (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  ),
  abs: one(
    (x) => Math.sqrt(x * x),
    (x) => (x < 0 ? -1 : 1),
  ),
  min: two(
    (x, y) => (x < y ? x : y),
    (x, y) => (x < y ? 1 : 0),
    (x, y) => (x < y ? 0 : 1),
  ),
  max: two(
    (x, y) => (x < y ? y : x),
    (x, y) => (x < y ? 0 : 1),
    (x, y) => (x < y ? 1 : 0),
  ),
  sign: one(
    (x) => (x < 0 ? -1 : 1),
    () => 0,
  ),
  greater: two(
    (x, y) => Number(y < x),
    () => 0,
    () => 0,
  ),
  equal: two(
    (x, y) => Number(!(x < y) && !(y < x)),
    () => 0,
    () => 0,
  ),
  sechSquared: one(
    (x) => Math.cosh(x) ** -2,
    (x) => -2 * Math.sinh(x) * Math.cosh(x) ** -3,
  ),
  siluSlope: one(
    (x) => (Math.exp(x) * (Math.exp(x) + x + 1)) / (1 + Math.exp(x)) ** 2,
    (x) => (Math.exp(x) * (2 + x + (2 - x) * Math.exp(x))) / (1 + Math.exp(x)) ** 3,
  ),
  geluSlope: one(
    (x) => (1 + erfSeries(x / Math.SQRT2)) / 2 + x * gauss(x),
    (x) => (2 - x * x) * gauss(x),
  ),
  gauss: one(
    (x) => Math.exp(-x * x),
    (x) => -2 * x * Math.exp(-x * x),
  ),
  normalPdf: one(gauss, (x) => -x * gauss(x)),
  normalCdf: one((x) => (1 + erfSeries(x / Math.SQRT2)) / 2, gauss),
  direction: two(
    (x, y) => Math.cos(Math.atan2(y, x)),
    (x, y) => (y * y) / (x * x + y * y) ** 1.5,
    (x, y) => (-x * y) / (x * x + y * y) ** 1.5,
  ),
  inversion: two(
    (x, y) => x / (x * x + y * y),
    (x, y) => (y * y - x * x) / (x * x + y * y) ** 2,
    (x, y) => (-2 * x * y) / (x * x + y * y) ** 2,
  ),
  differenceOfSquares: two(
    (x, y) => x ** 2 - y ** 2,
    (x) => x + x,
    (_x, y) => -y - y,
  ),
  oneMinusSquare: one(
    (x) => 1 - x ** 2,
    (x) => -x - x,
  ),
  rsqrt: one(
    (x) => x ** -0.5,
    (x) => -0.5 * x ** -1.5,
  ),
  cbrtSlope: one(
    (x) => Math.abs(x) ** (-2 / 3) / 3,
    (x) => (-2 / 9) * Math.sign(x) * Math.abs(x) ** (-5 / 3),
  ),
  /** At the counts of its samples, k = n = 1. */
  powDerivative: {
    value: (x = NaN, y = NaN) => x ** (y - 1) * (1 + y * Math.log(x)),
    gradients: [
      (x = NaN, y = NaN): number => x ** (y - 2) * (2 * y - 1 + y * (y - 1) * Math.log(x)),
      (x = NaN, y = NaN): number => x ** (y - 1) * (2 + y * Math.log(x)) * Math.log(x),
      (): number => 0,
      (): number => 0,
    ],
  },
  step: one(
    (x) => Number(0 < x),
    () => 0,
  ),
  share: two(
    (x, y) => (1 + Math.sign(x - y)) / 2,
    () => 0,
    () => 0,
  ),
  where: {
    value: (c = 0, x = 0, y = 0) => (c === 0 ? y : x),
    gradients: [
      (): number => 0,
      (c?: number): number => (c === 0 ? 0 : 1),
      (c?: number): number => (c === 0 ? 1 : 0),
    ],
  },
};

// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { ops } from "../ops/index.js";
import { CONSTANT, type GraphNode, type Rule } from "./node.js";
import type { Value } from "./value.js";

export interface Unary extends GraphNode {
  readonly x: Value;
}
export interface Binary extends Unary {
  readonly y: Value;
}
export interface Ternary extends GraphNode {
  readonly x: readonly [Value, Value, Value];
}
export interface Quaternary extends GraphNode {
  readonly x: readonly [Value, Value, Value, Value];
}
export interface List extends GraphNode {
  readonly x: readonly Value[];
}
export interface Lists extends List {
  readonly y: readonly Value[];
}

const reciprocal = ops.reciprocal.num;
const square = ops.square.num;
const powDerivative = ops.powDerivative.num;
const rsqrt = ops.rsqrt.num;
const cbrtSlope = ops.cbrtSlope.num;
const direction = ops.direction.num;
const exp = ops.exp.num;
const max = ops.max.num;
const abs = ops.abs.num;
const log = ops.log.num;
const cos = ops.cos.num;
const sin = ops.sin.num;
const oneMinusSquare = ops.oneMinusSquare.num;
const inversion = ops.inversion.num;
const cosh = ops.cosh.num;
const sinh = ops.sinh.num;
const sechSquared = ops.sechSquared.num;
const tanh = ops.tanh.num;
const gauss = ops.gauss.num;
const min = ops.min.num;
const normalPdf = ops.normalPdf.num;
const step = ops.step.num;
const expm1 = ops.expm1.num;
const sigmoid = ops.sigmoid.num;
const siluSlope = ops.siluSlope.num;
const geluSlope = ops.geluSlope.num;
const sign = ops.sign.num;
const share = ops.share.num;
const hypot = ops.hypot.num;
const differenceOfSquares = ops.differenceOfSquares.num;

/** Negation, −x. */
export const negRule: Rule = {
  name: "neg",
  op: ops.neg,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad -= g;
  },
};

/** Sum, x + y. */
export const addRule: Rule = {
  name: "add",
  op: ops.add,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g;
    if (y.rule !== CONSTANT) y.grad += g;
  },
};

/** Difference, x − y. */
export const subRule: Rule = {
  name: "sub",
  op: ops.sub,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g;
    if (y.rule !== CONSTANT) y.grad -= g;
  },
};

/** Product, x · y: the backward pass swaps the operands. */
export const mulRule: Rule = {
  name: "mul",
  op: ops.mul,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * y.data;
    if (y.rule !== CONSTANT) y.grad += g * x.data;
  },
};

/** Quotient, x / y. */
export const divRule: Rule = {
  name: "div",
  op: ops.div,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(y.data);
    if (y.rule !== CONSTANT) y.grad += g * -(out.data / y.data);
  },
};

/** Reciprocal, 1 / x. */
export const reciprocalRule: Rule = {
  name: "reciprocal",
  op: ops.reciprocal,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -square(out.data);
  },
};

/** Sum of a list, Σ xᵢ, from left to right; 0 for an empty list. */
export const sumRule: Rule = {
  name: "sum",
  op: ops.sum,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      if (x.rule !== CONSTANT) x.grad += g;
    }
  },
};

/** Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right. */
export const dotRule: Rule = {
  name: "dot",
  op: ops.dot,
  flat: 0,
  propagate(out: Lists) {
    const { x: xs, y: ys, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      if (x.rule !== CONSTANT) x.grad += g * y.data;
      if (y.rule !== CONSTANT) y.grad += g * x.data;
    }
  },
};

/** Power, x^y. */
export const powRule: Rule = {
  name: "pow",
  op: ops.pow,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * powDerivative(x.data, y.data, 1, 0);
    if (y.rule !== CONSTANT) y.grad += g * powDerivative(x.data, y.data, 0, 1);
  },
};

/** Square, x². */
export const squareRule: Rule = {
  name: "square",
  op: ops.square,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (2 * x.data);
  },
};

/** Square root, √x; its slope at 0 is +∞. */
export const sqrtRule: Rule = {
  name: "sqrt",
  op: ops.sqrt,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (0.5 * rsqrt(x.data));
  },
};

/** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
export const cbrtRule: Rule = {
  name: "cbrt",
  op: ops.cbrt,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * cbrtSlope(x.data);
  },
};

/** Length of the hypotenuse, √(x² + y²), without overflow. */
export const hypotRule: Rule = {
  name: "hypot",
  op: ops.hypot,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * direction(x.data, y.data);
    if (y.rule !== CONSTANT) y.grad += g * direction(y.data, x.data);
  },
};

/** Exponential, eˣ. */
export const expRule: Rule = {
  name: "exp",
  op: ops.exp,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * out.data;
  },
};

/** eˣ − 1, exact near 0. */
export const expm1Rule: Rule = {
  name: "expm1",
  op: ops.expm1,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * exp(x.data);
  },
};

/** Natural logarithm, ln x. */
export const logRule: Rule = {
  name: "log",
  op: ops.log,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(x.data);
  },
};

/** ln(1 + x), exact near 0. */
export const log1pRule: Rule = {
  name: "log1p",
  op: ops.log1p,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(1 + x.data);
  },
};

/** Logarithm to base 2. */
export const log2Rule: Rule = {
  name: "log2",
  op: ops.log2,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1.4426950408889634 / x.data);
  },
};

/** Logarithm to base 10. */
export const log10Rule: Rule = {
  name: "log10",
  op: ops.log10,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (0.4342944819032518 / x.data);
  },
};

/** ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part. */
export const logSumExpRule: Rule = {
  name: "logSumExp",
  op: ops.logSumExp,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let total = 0;
    const totals: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift);
      total = total + term;
      totals.push(term);
    }
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      if (x.rule !== CONSTANT) x.grad += g * ((totals[i] as number) / total);
    }
  },
};

/** Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size. */
export const crossEntropyRule: Rule = {
  name: "crossEntropy",
  op: ops.crossEntropy,
  flat: 0,
  propagate(out: Lists) {
    const { x: xs, y: ys, grad: g } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let ties = 0;
    for (let i = 0; i < xs.length; i++) ties = ties + ((xs[i] as Value).data === shift ? 1 : 0);
    let rest = 0;
    const rests: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift) - ((xs[i] as Value).data === shift ? 1 : 0);
      rest = rest + term;
      rests.push(term);
    }
    let weight = 0;
    for (let i = 0; i < xs.length; i++) weight = weight + (ys[i] as Value).data;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      const s0 = rest + (ties - 1);
      const s1 = 1 + s0;
      if (x.rule !== CONSTANT)
        x.grad +=
          g *
          ((weight * ((rests[i] as number) + (x.data === shift ? 1 : 0)) - y.data * ties - y.data * rest) /
            (ties + rest));
      if (y.rule !== CONSTANT) y.grad += g * (log(s1) + (s0 - (s1 - 1)) / s1 + (shift - x.data));
    }
  },
};

/** Sine. */
export const sinRule: Rule = {
  name: "sin",
  op: ops.sin,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * cos(x.data);
  },
};

/** Cosine. */
export const cosRule: Rule = {
  name: "cos",
  op: ops.cos,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -sin(x.data);
  },
};

/** Tangent. */
export const tanRule: Rule = {
  name: "tan",
  op: ops.tan,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1 + square(out.data));
  },
};

/** Arc sine, on [−1, 1]. */
export const asinRule: Rule = {
  name: "asin",
  op: ops.asin,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * rsqrt(oneMinusSquare(x.data));
  },
};

/** Arc cosine, on [−1, 1]. */
export const acosRule: Rule = {
  name: "acos",
  op: ops.acos,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -rsqrt(oneMinusSquare(x.data));
  },
};

/** Arc tangent. */
export const atanRule: Rule = {
  name: "atan",
  op: ops.atan,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * inversion(1, x.data);
  },
};

/** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
export const atan2Rule: Rule = {
  name: "atan2",
  op: ops.atan2,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * inversion(y.data, x.data);
    if (y.rule !== CONSTANT) y.grad += g * -inversion(x.data, y.data);
  },
};

/** Hyperbolic sine. */
export const sinhRule: Rule = {
  name: "sinh",
  op: ops.sinh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * cosh(x.data);
  },
};

/** Hyperbolic cosine. */
export const coshRule: Rule = {
  name: "cosh",
  op: ops.cosh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sinh(x.data);
  },
};

/** Hyperbolic tangent. */
export const tanhRule: Rule = {
  name: "tanh",
  op: ops.tanh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sechSquared(x.data);
  },
};

/** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
export const sechSquaredRule: Rule = {
  name: "sechSquared",
  op: ops.sechSquared,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (-2 * out.data * tanh(x.data));
  },
};

/** Inverse hyperbolic sine. */
export const asinhRule: Rule = {
  name: "asinh",
  op: ops.asinh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * direction(1, x.data);
  },
};

/** Inverse hyperbolic cosine, on [1, ∞). */
export const acoshRule: Rule = {
  name: "acosh",
  op: ops.acosh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (rsqrt(x.data - 1) * rsqrt(x.data + 1));
  },
};

/** Inverse hyperbolic tangent, on (−1, 1). */
export const atanhRule: Rule = {
  name: "atanh",
  op: ops.atanh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(oneMinusSquare(x.data));
  },
};

/** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
export const erfRule: Rule = {
  name: "erf",
  op: ops.erf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1.1283791670955126 * gauss(x.data));
  },
};

/** Complementary error function, 1 − erf x, accurate in the tail. */
export const erfcRule: Rule = {
  name: "erfc",
  op: ops.erfc,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (-1.1283791670955126 * gauss(x.data));
  },
};

/** Gaussian function, exp(−x²). */
export const gaussRule: Rule = {
  name: "gauss",
  op: ops.gauss,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (max(min(x.data, 4294967296), -4294967296) * out.data * -2);
  },
};

/** Density of the normal distribution, exp(−x²/2) / √(2π). */
export const normalPdfRule: Rule = {
  name: "normalPdf",
  op: ops.normalPdf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -(max(min(x.data, 4294967296), -4294967296) * out.data);
  },
};

/** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
export const normalCdfRule: Rule = {
  name: "normalCdf",
  op: ops.normalCdf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * normalPdf(x.data);
  },
};

/** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
export const reluRule: Rule = {
  name: "relu",
  op: ops.relu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * step(x.data);
  },
};

/** x where x > 0, else slope · x; its slope at 0 is the left one. */
export const leakyReluRule: Rule = {
  name: "leakyRelu",
  op: ops.leakyRelu,
  flat: 0,
  propagate(out: Binary) {
    const { x, y: slope, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (x.data > 0 ? 1 : slope.data * (1 - step(x.data)));
    if (slope.rule !== CONSTANT) slope.grad += g * (x.data > 0 ? 0 : x.data * (1 - step(x.data)));
  },
};

/** Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha. */
export const eluRule: Rule = {
  name: "elu",
  op: ops.elu,
  flat: 0,
  propagate(out: Binary) {
    const { x, y: alpha, grad: g } = out;
    if (x.rule !== CONSTANT)
      x.grad += g * (x.data > 0 ? 1 : alpha.data * exp(x.data > 0 ? 0 : x.data * (1 - step(x.data))));
    if (alpha.rule !== CONSTANT) alpha.grad += g * expm1(x.data > 0 ? 0 : x.data * (1 - step(x.data)));
  },
};

/** ln(1 + eˣ), without overflow. */
export const softplusRule: Rule = {
  name: "softplus",
  op: ops.softplus,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sigmoid(x.data);
  },
};

/** Logistic function, 1 / (1 + e⁻ˣ). */
export const sigmoidRule: Rule = {
  name: "sigmoid",
  op: ops.sigmoid,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (0.25 * sechSquared(0.5 * x.data));
  },
};

/** Sigmoid linear unit (swish), x · sigmoid(x). */
export const siluRule: Rule = {
  name: "silu",
  op: ops.silu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * siluSlope(x.data);
  },
};

/** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
export const geluRule: Rule = {
  name: "gelu",
  op: ops.gelu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * geluSlope(x.data);
  },
};

/** Absolute value, |x|; its slope at 0 is 0. */
export const absRule: Rule = {
  name: "abs",
  op: ops.abs,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sign(x.data);
  },
};

/** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const minRule: Rule = {
  name: "min",
  op: ops.min,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * share(y.data, x.data);
    if (y.rule !== CONSTANT) y.grad += g * share(x.data, y.data);
  },
};

/** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const maxRule: Rule = {
  name: "max",
  op: ops.max,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * share(x.data, y.data);
    if (y.rule !== CONSTANT) y.grad += g * share(y.data, x.data);
  },
};

/** Sign: −1, 0 or 1; flat. */
export const signRule: Rule = { name: "sign", op: ops.sign, flat: 1, propagate() {} };

/** 1 where x > y, else 0; flat. */
export const greaterRule: Rule = { name: "greater", op: ops.greater, flat: 3, propagate() {} };

/** 1 where x equals y, else 0; flat. */
export const equalRule: Rule = { name: "equal", op: ops.equal, flat: 3, propagate() {} };

/** y where the condition x is not 0, else z. */
export const whereRule: Rule = {
  name: "where",
  op: ops.where,
  flat: 1,
  propagate(out: Ternary) {
    const [x, y, z] = out.x;
    const g = out.grad;
    if (y.rule !== CONSTANT) y.grad += g * (x.data !== 0 ? 1 : 0);
    if (z.rule !== CONSTANT) z.grad += g * (x.data !== 0 ? 0 : 1);
  },
};

/** Cosine of the angle at the origin of the point with abscissa x and ordinate y, x / √(x² + y²); 0 at the origin. */
export const directionRule: Rule = {
  name: "direction",
  op: ops.direction,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    const s0 = direction(y.data, x.data);
    const s1 = hypot(x.data, y.data);
    const s2 = s0 / (s1 === 0 ? 1 : s1);
    if (x.rule !== CONSTANT) x.grad += g * (s2 * s0);
    if (y.rule !== CONSTANT) y.grad += g * -(s2 * out.data);
  },
};

/** First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²). */
export const inversionRule: Rule = {
  name: "inversion",
  op: ops.inversion,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    const s0 = inversion(y.data, x.data);
    if (x.rule !== CONSTANT) x.grad += g * differenceOfSquares(s0, out.data);
    if (y.rule !== CONSTANT) y.grad += g * -(2 * out.data * s0);
  },
};

/** x² − y² as (x − y)(x + y), with all its digits where x and y are close. */
export const differenceOfSquaresRule: Rule = {
  name: "differenceOfSquares",
  op: ops.differenceOfSquares,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (2 * x.data);
    if (y.rule !== CONSTANT) y.grad += g * -(2 * y.data);
  },
};

/** 1 − x², with all its digits near ±1. */
export const oneMinusSquareRule: Rule = {
  name: "oneMinusSquare",
  op: ops.oneMinusSquare,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -(2 * x.data);
  },
};

/** Reciprocal of the square root, 1 / √x. */
export const rsqrtRule: Rule = {
  name: "rsqrt",
  op: ops.rsqrt,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -((0.5 * out.data) / x.data);
  },
};

/** Slope of the cube root, 1 / (3 ∛x²). */
export const cbrtSlopeRule: Rule = {
  name: "cbrtSlope",
  op: ops.cbrtSlope,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * ((-0.6666666666666666 * out.data) / x.data);
  },
};

/** Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s. */
export const siluSlopeRule: Rule = {
  name: "siluSlope",
  op: ops.siluSlope,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    const s0 = 0.5 * x.data;
    if (x.rule !== CONSTANT)
      x.grad += g * (0.25 * sechSquared(s0) * (2 - max(min(x.data, 4294967296), -4294967296) * tanh(s0)));
  },
};

/** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
export const geluSlopeRule: Rule = {
  name: "geluSlope",
  op: ops.geluSlope,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    const s0 = normalPdf(x.data);
    const s1 = max(min(x.data, 4294967296), -4294967296);
    if (x.rule !== CONSTANT) x.grad += g * (2 * s0 - s1 * (s1 * s0));
  },
};

/** Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative. */
export const powDerivativeRule: Rule = {
  name: "powDerivative",
  op: ops.powDerivative,
  flat: 12,
  propagate(out: Quaternary) {
    const [x, y, k, n] = out.x;
    const g = out.grad;
    if (x.rule !== CONSTANT) x.grad += g * powDerivative(x.data, y.data, k.data + 1, n.data);
    if (y.rule !== CONSTANT) y.grad += g * powDerivative(x.data, y.data, k.data, n.data + 1);
  },
};

/** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
export const stepRule: Rule = { name: "step", op: ops.step, flat: 1, propagate() {} };

/** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
export const shareRule: Rule = { name: "share", op: ops.share, flat: 3, propagate() {} };

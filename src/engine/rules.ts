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
export interface List extends GraphNode {
  readonly x: readonly Value[];
}
export interface Lists extends List {
  readonly y: readonly Value[];
}

const reciprocal = ops.reciprocal.num;
const square = ops.square.num;
const pow = ops.pow.num;
const log = ops.log.num;
const exp = ops.exp.num;
const max = ops.max.num;
const abs = ops.abs.num;
const cos = ops.cos.num;
const sin = ops.sin.num;
const sqrt = ops.sqrt.num;
const cosh = ops.cosh.num;
const sinh = ops.sinh.num;
const hypot = ops.hypot.num;
const min = ops.min.num;
const expm1 = ops.expm1.num;
const sigmoid = ops.sigmoid.num;
const erfc = ops.erfc.num;
const sign = ops.sign.num;

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
    const s0 = y.data * pow(x.data, y.data - 1);
    if (x.rule !== CONSTANT) x.grad += g * (y.data === 0 ? (x.data === 0 ? 0 : s0) : s0);
    if (y.rule !== CONSTANT) y.grad += g * (x.data === 0 ? 0 : out.data * log(x.data === 0 ? 1 : x.data));
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
    if (x.rule !== CONSTANT) x.grad += g * (0.5 / out.data);
  },
};

/** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
export const cbrtRule: Rule = {
  name: "cbrt",
  op: ops.cbrt,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(3 * square(out.data));
  },
};

/** Length of the hypotenuse, √(x² + y²), without overflow. */
export const hypotRule: Rule = {
  name: "hypot",
  op: ops.hypot,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    const s0 = out.data === 0 ? 1 : out.data;
    if (x.rule !== CONSTANT) x.grad += g * (x.data / s0);
    if (y.rule !== CONSTANT) y.grad += g * (y.data / s0);
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
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(x.data * 0.6931471805599453);
  },
};

/** Logarithm to base 10. */
export const log10Rule: Rule = {
  name: "log10",
  op: ops.log10,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(x.data * 2.302585092994046);
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
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(sqrt((1 - x.data) * (1 + x.data)));
  },
};

/** Arc cosine, on [−1, 1]. */
export const acosRule: Rule = {
  name: "acos",
  op: ops.acos,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -reciprocal(sqrt((1 - x.data) * (1 + x.data)));
  },
};

/** Arc tangent. */
export const atanRule: Rule = {
  name: "atan",
  op: ops.atan,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(1 + square(x.data));
  },
};

/** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
export const atan2Rule: Rule = {
  name: "atan2",
  op: ops.atan2,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    const s0 = square(x.data) + square(y.data);
    if (x.rule !== CONSTANT) x.grad += g * (y.data / s0);
    if (y.rule !== CONSTANT) y.grad += g * -(x.data / s0);
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
    if (x.rule !== CONSTANT) x.grad += g * (1 - square(out.data));
  },
};

/** Inverse hyperbolic sine. */
export const asinhRule: Rule = {
  name: "asinh",
  op: ops.asinh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(hypot(x.data, 1));
  },
};

/** Inverse hyperbolic cosine, on [1, ∞). */
export const acoshRule: Rule = {
  name: "acosh",
  op: ops.acosh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal(sqrt((x.data - 1) * (x.data + 1)));
  },
};

/** Inverse hyperbolic tangent, on (−1, 1). */
export const atanhRule: Rule = {
  name: "atanh",
  op: ops.atanh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocal((1 - x.data) * (1 + x.data));
  },
};

/** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
export const reluRule: Rule = {
  name: "relu",
  op: ops.relu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (x.data > 0 ? 1 : 0);
  },
};

/** x where x > 0, else slope · x; its slope at 0 is the left one. */
export const leakyReluRule: Rule = {
  name: "leakyRelu",
  op: ops.leakyRelu,
  flat: 0,
  propagate(out: Binary) {
    const { x, y: slope, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (x.data > 0 ? 1 : slope.data);
    if (slope.rule !== CONSTANT) slope.grad += g * (x.data > 0 ? 0 : x.data);
  },
};

/** Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha. */
export const eluRule: Rule = {
  name: "elu",
  op: ops.elu,
  flat: 0,
  propagate(out: Binary) {
    const { x, y: alpha, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (x.data > 0 ? 1 : alpha.data * exp(min(x.data, 0)));
    if (alpha.rule !== CONSTANT) alpha.grad += g * (x.data > 0 ? 0 : expm1(min(x.data, 0)));
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
    if (x.rule !== CONSTANT) x.grad += g * (out.data * (1 - out.data));
  },
};

/** Sigmoid linear unit (swish), x · sigmoid(x). */
export const siluRule: Rule = {
  name: "silu",
  op: ops.silu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    const s0 = sigmoid(x.data);
    if (x.rule !== CONSTANT) x.grad += g * (s0 + out.data * (1 - s0));
  },
};

/** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
export const geluRule: Rule = {
  name: "gelu",
  op: ops.gelu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT)
      x.grad +=
        g *
        (0.5 * erfc(x.data * -0.7071067811865476) +
          x.data * (0.3989422804014327 * exp(-(square(x.data) * 0.5))));
  },
};

/** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
export const erfRule: Rule = {
  name: "erf",
  op: ops.erf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1.1283791670955126 * exp(-square(x.data)));
  },
};

/** Complementary error function, 1 − erf x, accurate in the tail. */
export const erfcRule: Rule = {
  name: "erfc",
  op: ops.erfc,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (-1.1283791670955126 * exp(-square(x.data)));
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
    if (x.rule !== CONSTANT) x.grad += g * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0));
    if (y.rule !== CONSTANT) y.grad += g * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0));
  },
};

/** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const maxRule: Rule = {
  name: "max",
  op: ops.max,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0));
    if (y.rule !== CONSTANT) y.grad += g * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0));
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

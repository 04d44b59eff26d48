// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { listOps, ops, totalOps } from "../../ops/index.js";
import { CONSTANT, type GraphNode, type Rule } from "../rule.js";

export interface Unary extends GraphNode {
  readonly x: GraphNode;
}
export interface Binary extends Unary {
  readonly y: GraphNode;
}
export interface Ternary extends GraphNode {
  readonly x: readonly [GraphNode, GraphNode, GraphNode];
}
export interface Quaternary extends GraphNode {
  readonly x: readonly [GraphNode, GraphNode, GraphNode, GraphNode];
}
export interface List extends GraphNode {
  readonly x: readonly GraphNode[];
}
export interface Lists extends List {
  readonly y: readonly GraphNode[];
}

const reciprocalNum = ops.reciprocal.num;
const squareNum = ops.square.num;
const powDerivativeNum = ops.powDerivative.num;
const rsqrtNum = ops.rsqrt.num;
const cbrtSlopeNum = ops.cbrtSlope.num;
const directionNum = ops.direction.num;
const expNum = ops.exp.num;
const cosNum = ops.cos.num;
const sinNum = ops.sin.num;
const oneMinusSquareNum = ops.oneMinusSquare.num;
const inversionNum = ops.inversion.num;
const coshNum = ops.cosh.num;
const sinhNum = ops.sinh.num;
const sechSquaredNum = ops.sechSquared.num;
const tanhNum = ops.tanh.num;
const gaussNum = ops.gauss.num;
const minNum = ops.min.num;
const maxNum = ops.max.num;
const normalPdfNum = ops.normalPdf.num;
const stepNum = ops.step.num;
const expm1Num = ops.expm1.num;
const sigmoidNum = ops.sigmoid.num;
const siluSlopeNum = ops.siluSlope.num;
const geluSlopeNum = ops.geluSlope.num;
const signNum = ops.sign.num;
const shareNum = ops.share.num;
const hypotNum = ops.hypot.num;
const differenceOfSquaresNum = ops.differenceOfSquares.num;
const absNum = ops.abs.num;
const logNum = ops.log.num;

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
    if (x.rule !== CONSTANT) x.grad += g * reciprocalNum(y.data);
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
    if (x.rule !== CONSTANT) x.grad += g * -squareNum(out.data);
  },
};

/** Power, x^y. */
export const powRule: Rule = {
  name: "pow",
  op: ops.pow,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * powDerivativeNum(x.data, y.data, 1, 0);
    if (y.rule !== CONSTANT) y.grad += g * powDerivativeNum(x.data, y.data, 0, 1);
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
    if (x.rule !== CONSTANT) x.grad += g * (0.5 * rsqrtNum(x.data));
  },
};

/** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
export const cbrtRule: Rule = {
  name: "cbrt",
  op: ops.cbrt,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * cbrtSlopeNum(x.data);
  },
};

/** Length of the hypotenuse, √(x² + y²), without overflow. */
export const hypotRule: Rule = {
  name: "hypot",
  op: ops.hypot,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * directionNum(x.data, y.data);
    if (y.rule !== CONSTANT) y.grad += g * directionNum(y.data, x.data);
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
    if (x.rule !== CONSTANT) x.grad += g * expNum(x.data);
  },
};

/** Natural logarithm, ln x. */
export const logRule: Rule = {
  name: "log",
  op: ops.log,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocalNum(x.data);
  },
};

/** ln(1 + x), exact near 0. */
export const log1pRule: Rule = {
  name: "log1p",
  op: ops.log1p,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocalNum(1 + x.data);
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

/** Sine. */
export const sinRule: Rule = {
  name: "sin",
  op: ops.sin,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * cosNum(x.data);
  },
};

/** Cosine. */
export const cosRule: Rule = {
  name: "cos",
  op: ops.cos,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -sinNum(x.data);
  },
};

/** Tangent. */
export const tanRule: Rule = {
  name: "tan",
  op: ops.tan,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1 + squareNum(out.data));
  },
};

/** Arc sine, on [−1, 1]. */
export const asinRule: Rule = {
  name: "asin",
  op: ops.asin,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * rsqrtNum(oneMinusSquareNum(x.data));
  },
};

/** Arc cosine, on [−1, 1]. */
export const acosRule: Rule = {
  name: "acos",
  op: ops.acos,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -rsqrtNum(oneMinusSquareNum(x.data));
  },
};

/** Arc tangent. */
export const atanRule: Rule = {
  name: "atan",
  op: ops.atan,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * inversionNum(1, x.data);
  },
};

/** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
export const atan2Rule: Rule = {
  name: "atan2",
  op: ops.atan2,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * inversionNum(y.data, x.data);
    if (y.rule !== CONSTANT) y.grad += g * -inversionNum(x.data, y.data);
  },
};

/** Hyperbolic sine. */
export const sinhRule: Rule = {
  name: "sinh",
  op: ops.sinh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * coshNum(x.data);
  },
};

/** Hyperbolic cosine. */
export const coshRule: Rule = {
  name: "cosh",
  op: ops.cosh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sinhNum(x.data);
  },
};

/** Hyperbolic tangent. */
export const tanhRule: Rule = {
  name: "tanh",
  op: ops.tanh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sechSquaredNum(x.data);
  },
};

/** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
export const sechSquaredRule: Rule = {
  name: "sechSquared",
  op: ops.sechSquared,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (-2 * out.data * tanhNum(x.data));
  },
};

/** Inverse hyperbolic sine. */
export const asinhRule: Rule = {
  name: "asinh",
  op: ops.asinh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * directionNum(1, x.data);
  },
};

/** Inverse hyperbolic cosine, on [1, ∞). */
export const acoshRule: Rule = {
  name: "acosh",
  op: ops.acosh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (rsqrtNum(x.data - 1) * rsqrtNum(x.data + 1));
  },
};

/** Inverse hyperbolic tangent, on (−1, 1). */
export const atanhRule: Rule = {
  name: "atanh",
  op: ops.atanh,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * reciprocalNum(oneMinusSquareNum(x.data));
  },
};

/** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
export const erfRule: Rule = {
  name: "erf",
  op: ops.erf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (1.1283791670955126 * gaussNum(x.data));
  },
};

/** Complementary error function, 1 − erf x, accurate in the tail. */
export const erfcRule: Rule = {
  name: "erfc",
  op: ops.erfc,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (-1.1283791670955126 * gaussNum(x.data));
  },
};

/** Gaussian function, exp(−x²). */
export const gaussRule: Rule = {
  name: "gauss",
  op: ops.gauss,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (maxNum(minNum(x.data, 4294967296), -4294967296) * out.data * -2);
  },
};

/** Density of the normal distribution, exp(−x²/2) / √(2π). */
export const normalPdfRule: Rule = {
  name: "normalPdf",
  op: ops.normalPdf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * -(maxNum(minNum(x.data, 4294967296), -4294967296) * out.data);
  },
};

/** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
export const normalCdfRule: Rule = {
  name: "normalCdf",
  op: ops.normalCdf,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * normalPdfNum(x.data);
  },
};

/** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
export const reluRule: Rule = {
  name: "relu",
  op: ops.relu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * stepNum(x.data);
  },
};

/** x where x > 0, else slope · x; its slope at 0 is the left one. */
export const leakyReluRule: Rule = {
  name: "leakyRelu",
  op: ops.leakyRelu,
  flat: 0,
  propagate(out: Binary) {
    const { x, y: slope, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (x.data > 0 ? 1 : slope.data * (1 - stepNum(x.data)));
    if (slope.rule !== CONSTANT) slope.grad += g * (x.data > 0 ? 0 : x.data * (1 - stepNum(x.data)));
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
      x.grad += g * (x.data > 0 ? 1 : alpha.data * expNum(x.data > 0 ? 0 : x.data * (1 - stepNum(x.data))));
    if (alpha.rule !== CONSTANT) alpha.grad += g * expm1Num(x.data > 0 ? 0 : x.data * (1 - stepNum(x.data)));
  },
};

/** ln(1 + eˣ), without overflow. */
export const softplusRule: Rule = {
  name: "softplus",
  op: ops.softplus,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * sigmoidNum(x.data);
  },
};

/** Logistic function, 1 / (1 + e⁻ˣ). */
export const sigmoidRule: Rule = {
  name: "sigmoid",
  op: ops.sigmoid,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * (0.25 * sechSquaredNum(0.5 * x.data));
  },
};

/** Sigmoid linear unit (swish), x · sigmoid(x). */
export const siluRule: Rule = {
  name: "silu",
  op: ops.silu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * siluSlopeNum(x.data);
  },
};

/** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
export const geluRule: Rule = {
  name: "gelu",
  op: ops.gelu,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * geluSlopeNum(x.data);
  },
};

/** Absolute value, |x|; its slope at 0 is 0. */
export const absRule: Rule = {
  name: "abs",
  op: ops.abs,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * signNum(x.data);
  },
};

/** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const minRule: Rule = {
  name: "min",
  op: ops.min,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * shareNum(y.data, x.data);
    if (y.rule !== CONSTANT) y.grad += g * shareNum(x.data, y.data);
  },
};

/** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const maxRule: Rule = {
  name: "max",
  op: ops.max,
  flat: 0,
  propagate(out: Binary) {
    const { x, y, grad: g } = out;
    if (x.rule !== CONSTANT) x.grad += g * shareNum(x.data, y.data);
    if (y.rule !== CONSTANT) y.grad += g * shareNum(y.data, x.data);
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
    const s0 = directionNum(y.data, x.data);
    const s1 = hypotNum(x.data, y.data);
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
    const s0 = inversionNum(y.data, x.data);
    if (x.rule !== CONSTANT) x.grad += g * differenceOfSquaresNum(s0, out.data);
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
      x.grad +=
        g * (0.25 * sechSquaredNum(s0) * (2 - maxNum(minNum(x.data, 4294967296), -4294967296) * tanhNum(s0)));
  },
};

/** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
export const geluSlopeRule: Rule = {
  name: "geluSlope",
  op: ops.geluSlope,
  flat: 0,
  propagate(out: Unary) {
    const { x, grad: g } = out;
    const s0 = normalPdfNum(x.data);
    const s1 = maxNum(minNum(x.data, 4294967296), -4294967296);
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
    if (x.rule !== CONSTANT) x.grad += g * powDerivativeNum(x.data, y.data, k.data + 1, n.data);
    if (y.rule !== CONSTANT) y.grad += g * powDerivativeNum(x.data, y.data, k.data, n.data + 1);
  },
};

/** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
export const stepRule: Rule = { name: "step", op: ops.step, flat: 1, propagate() {} };

/** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
export const shareRule: Rule = { name: "share", op: ops.share, flat: 3, propagate() {} };

/** Sum of a list, Σ xᵢ, from left to right; 0 for an empty list. */
export const sumOfListRule: Rule = {
  name: "sum",
  op: listOps.sum,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g;
    }
  },
};

/** Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right. */
export const dotOfListRule: Rule = {
  name: "dot",
  op: listOps.dot,
  flat: 0,
  propagate(out: Lists) {
    const { x: xs, y: ys, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * y.data;
      if (y.rule !== CONSTANT) y.grad += g * x.data;
    }
  },
};

/** Product of a list, Π xᵢ, from left to right; 1 for an empty list. The gradient of an element is the product of the others. */
export const prodOfListRule: Rule = {
  name: "prod",
  op: listOps.prod,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    let zerosTotal = 0;
    for (let i = 0; i < xs.length; i++) zerosTotal = zerosTotal + ((xs[i] as GraphNode).data === 0 ? 1 : 0);

    let firstTotal = 0;
    for (let i = 0; i < xs.length; i++)
      firstTotal = firstTotal + ((xs[i] as GraphNode).data === 0 ? (xs[i] as GraphNode).data : 0);

    let secondTotal = 0;
    for (let i = 0; i < xs.length; i++)
      secondTotal =
        secondTotal + ((xs[i] as GraphNode).data === 0 ? squareNum((xs[i] as GraphNode).data) : 0);

    let restTotal = 1;
    for (let i = 0; i < xs.length; i++)
      restTotal = restTotal * ((xs[i] as GraphNode).data === 0 ? 1 : (xs[i] as GraphNode).data);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const s0 = zerosTotal - 1;
      const s1 = firstTotal - x.data;
      if (x.rule !== CONSTANT)
        x.grad +=
          g *
          (x.data === 0
            ? (s0 === 0
                ? 1
                : s0 === 1
                  ? s1
                  : s0 === 2
                    ? (squareNum(s1) - (secondTotal - squareNum(x.data))) / 2
                    : 0) * restTotal
            : (zerosTotal === 0
                ? 1
                : zerosTotal === 1
                  ? firstTotal
                  : zerosTotal === 2
                    ? (squareNum(firstTotal) - secondTotal) / 2
                    : 0) *
              (restTotal / (x.data === 0 ? 1 : x.data)));
    }
  },
};

/** Arithmetic mean of a list, Σ xᵢ / n. */
export const meanOfListRule: Rule = {
  name: "mean",
  op: listOps.mean,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    let countTotal = 0;
    for (let i = 0; i < xs.length; i++) countTotal = countTotal + 1;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * reciprocalNum(countTotal);
    }
  },
};

/** Euclidean norm of a list, √Σ xᵢ², without overflow; 0 for an empty list. */
export const normOfListRule: Rule = {
  name: "norm",
  op: listOps.norm,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * (x.data / (out.data === 0 ? Infinity : out.data));
    }
  },
};

/** Greatest of a list. Elements that tie share the gradient evenly. NaN if an element is NaN. */
export const maxOfListRule: Rule = {
  name: "max",
  op: listOps.max,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;
    let bestTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = maxNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * ((x.data === out.data ? 1 : 0) / tiesTotal);
    }
  },
};

/** Least of a list. Elements that tie share the gradient evenly. NaN if an element is NaN. */
export const minOfListRule: Rule = {
  name: "min",
  op: listOps.min,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;
    let bestTotal = Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = minNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * ((x.data === out.data ? 1 : 0) / tiesTotal);
    }
  },
};

/** ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part. */
export const logSumExpOfListRule: Rule = {
  name: "logSumExp",
  op: listOps.logSumExp,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let totalTotal = 0;
    const totals: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = expNum((xs[i] as GraphNode).data - shiftTotal);
      totalTotal = totalTotal + term;
      totals.push(term);
    }

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * ((totals[i] as number) / totalTotal);
    }
  },
};

/** Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size. */
export const crossEntropyOfListRule: Rule = {
  name: "crossEntropy",
  op: listOps.crossEntropy,
  flat: 0,
  propagate(out: Lists) {
    const { x: xs, y: ys, grad: g } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);

    let restTotal = 0;
    const rests: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term =
        expNum((xs[i] as GraphNode).data - shiftTotal) - ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);
      restTotal = restTotal + term;
      rests.push(term);
    }

    let weightTotal = 0;
    for (let i = 0; i < xs.length; i++) weightTotal = weightTotal + (ys[i] as GraphNode).data;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
      const s0 = restTotal + (tiesTotal - 1);
      const s1 = 1 + s0;
      if (x.rule !== CONSTANT)
        x.grad +=
          g *
          ((weightTotal * ((rests[i] as number) + (x.data === shiftTotal ? 1 : 0)) -
            y.data * tiesTotal -
            y.data * restTotal) /
            (tiesTotal + restTotal));
      if (y.rule !== CONSTANT) y.grad += g * (logNum(s1) + (s0 - (s1 - 1)) / s1 + (shiftTotal - x.data));
    }
  },
};

/** The largest of a list as a number to measure from: no gradient passes. −∞ for an empty list; NaN if an element is NaN. */
export const largestOfListRule: Rule = { name: "largest", op: totalOps.largest, flat: 1, propagate() {} };

/** The least of a list as a number to measure from: no gradient passes. ∞ for an empty list; NaN if an element is NaN. */
export const smallestOfListRule: Rule = { name: "smallest", op: totalOps.smallest, flat: 1, propagate() {} };

/** Product of a list in which no element is 0. */
export const productOfListRule: Rule = {
  name: "product",
  op: totalOps.product,
  flat: 0,
  propagate(out: List) {
    const { x: xs, grad: g } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      if (x.rule !== CONSTANT) x.grad += g * (out.data / x.data);
    }
  },
};

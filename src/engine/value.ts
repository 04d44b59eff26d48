// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { elements, wrong } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";
import { ops } from "../ops/index.js";
import { detachRule } from "./detach.js";
import { CONSTANT, GraphNode, recording, type Rule, type Slot } from "./node.js";
import * as rules from "./rules.js";

/** What an operation takes: a Value, or a number, which becomes a constant and gets no gradient. */
export type Operand = Value | number;
/** What an operation on a list takes. The list is copied, so it may change afterwards. */
export type Operands = ArrayLike<Operand>;

const neg = ops.neg.num;
const add = ops.add.num;
const sub = ops.sub.num;
const mul = ops.mul.num;
const div = ops.div.num;
const reciprocal = ops.reciprocal.num;
const pow = ops.pow.num;
const square = ops.square.num;
const sqrt = ops.sqrt.num;
const cbrt = ops.cbrt.num;
const hypot = ops.hypot.num;
const exp = ops.exp.num;
const expm1 = ops.expm1.num;
const log = ops.log.num;
const log1p = ops.log1p.num;
const log2 = ops.log2.num;
const log10 = ops.log10.num;
const sin = ops.sin.num;
const cos = ops.cos.num;
const tan = ops.tan.num;
const asin = ops.asin.num;
const acos = ops.acos.num;
const atan = ops.atan.num;
const atan2 = ops.atan2.num;
const sinh = ops.sinh.num;
const cosh = ops.cosh.num;
const tanh = ops.tanh.num;
const sechSquared = ops.sechSquared.num;
const asinh = ops.asinh.num;
const acosh = ops.acosh.num;
const atanh = ops.atanh.num;
const erf = ops.erf.num;
const erfc = ops.erfc.num;
const gauss = ops.gauss.num;
const normalPdf = ops.normalPdf.num;
const normalCdf = ops.normalCdf.num;
const relu = ops.relu.num;
const leakyRelu = ops.leakyRelu.num;
const elu = ops.elu.num;
const softplus = ops.softplus.num;
const sigmoid = ops.sigmoid.num;
const silu = ops.silu.num;
const gelu = ops.gelu.num;
const abs = ops.abs.num;
const min = ops.min.num;
const max = ops.max.num;
const sign = ops.sign.num;
const greater = ops.greater.num;
const equal = ops.equal.num;
const where = ops.where.num;
const direction = ops.direction.num;
const inversion = ops.inversion.num;
const differenceOfSquares = ops.differenceOfSquares.num;
const oneMinusSquare = ops.oneMinusSquare.num;
const rsqrt = ops.rsqrt.num;
const cbrtSlope = ops.cbrtSlope.num;
const siluSlope = ops.siluSlope.num;
const geluSlope = ops.geluSlope.num;
const powDerivative = ops.powDerivative.num;
const step = ops.step.num;
const share = ops.share.num;

const record = (data: number, rule: Rule, x: Slot, y?: Slot): Value =>
  recording() ? new Value(data, "", rule, x, y) : new Value(data, "", CONSTANT, undefined, undefined);

/** A leaf that gets no gradient. */
export const constant = (data: number, label = ""): Value =>
  new Value(data, label, CONSTANT, undefined, undefined);

/** Whether it is a Value of this copy of the package; a Proxy of one is none. @internal */
export const isValue = (given: unknown): given is Value => GraphNode.isNode(given);

/** @internal */
export function toValue(given: unknown, op: string, operand: string): Value {
  if (isValue(given)) return given;
  if (typeof given === "number") return constant(given);
  throw wrong(`${op}: ${operand}`, given, "a Value or a number");
}

const kept = new WeakSet<Operands>();

/**
 * Marks a list that will never change: operations then refer to it where they would copy. (A frozen array would
 * say the same, but V8 reads one three times more slowly.) @internal
 */
export function keep(values: readonly Value[]): readonly Value[] {
  kept.add(values);
  return values;
}

/** The elements of a list as Values, in a list that does not change. @internal */
export function toValues(given: Operands, op: string, operand: string): readonly Value[] {
  if (kept.has(given)) return given as readonly Value[];
  try {
    if (Array.isArray(given)) {
      const values = (given as Operand[]).slice();
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        if (!isValue(value)) values[i] = constant(value as number);
      }
      return values as Value[];
    }
  } catch {
    // What is wrong is told below, element by element.
  }
  const values = elements(given, `${op}: ${operand}`, "an array of Values or numbers");
  for (let i = 0; i < values.length; i++) values[i] = toValue(values[i], op, `${operand}[${String(i)}]`);
  return values as Value[];
}

function checkLengths(xs: readonly Value[], ys: readonly Value[], op: string): void {
  if (xs.length !== ys.length) {
    throw new ChainruleError(
      `${op}: x has ${String(xs.length)} elements and y has ${String(ys.length)}, expected equal lengths`,
    );
  }
}

/**
 * A number that remembers how it was made: `data`, its parents, and the local gradient of the operation between
 * them. Write scalar code with its methods, then call `backward()` on the result.
 * @example
 * const apple = new Value(100, "apple"), count = new Value(2, "count"), tax = new Value(1.1, "tax");
 * const price = apple.mul(count).mul(tax);
 * price.backward();
 * apple.grad; // 2.2
 */
export class Value extends GraphNode {
  /** Negation, −x. */
  neg(): Value {
    return record(neg(this.data), rules.negRule, this);
  }

  /** Sum, x + y. */
  add(y: Operand): Value {
    const yValue = toValue(y, "add", "y");
    return record(add(this.data, yValue.data), rules.addRule, this, yValue);
  }

  /** Difference, x − y. */
  sub(y: Operand): Value {
    const yValue = toValue(y, "sub", "y");
    return record(sub(this.data, yValue.data), rules.subRule, this, yValue);
  }

  /** Product, x · y: the backward pass swaps the operands. */
  mul(y: Operand): Value {
    const yValue = toValue(y, "mul", "y");
    return record(mul(this.data, yValue.data), rules.mulRule, this, yValue);
  }

  /** Quotient, x / y. */
  div(y: Operand): Value {
    const yValue = toValue(y, "div", "y");
    return record(div(this.data, yValue.data), rules.divRule, this, yValue);
  }

  /** Reciprocal, 1 / x. */
  reciprocal(): Value {
    return record(reciprocal(this.data), rules.reciprocalRule, this);
  }

  /** Power, x^y. */
  pow(y: Operand): Value {
    const yValue = toValue(y, "pow", "y");
    return record(pow(this.data, yValue.data), rules.powRule, this, yValue);
  }

  /** Square, x². */
  square(): Value {
    return record(square(this.data), rules.squareRule, this);
  }

  /** Square root, √x; its slope at 0 is +∞. */
  sqrt(): Value {
    return record(sqrt(this.data), rules.sqrtRule, this);
  }

  /** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
  cbrt(): Value {
    return record(cbrt(this.data), rules.cbrtRule, this);
  }

  /** Length of the hypotenuse, √(x² + y²), without overflow. */
  hypot(y: Operand): Value {
    const yValue = toValue(y, "hypot", "y");
    return record(hypot(this.data, yValue.data), rules.hypotRule, this, yValue);
  }

  /** Exponential, eˣ. */
  exp(): Value {
    return record(exp(this.data), rules.expRule, this);
  }

  /** eˣ − 1, exact near 0. */
  expm1(): Value {
    return record(expm1(this.data), rules.expm1Rule, this);
  }

  /** Natural logarithm, ln x. */
  log(): Value {
    return record(log(this.data), rules.logRule, this);
  }

  /** ln(1 + x), exact near 0. */
  log1p(): Value {
    return record(log1p(this.data), rules.log1pRule, this);
  }

  /** Logarithm to base 2. */
  log2(): Value {
    return record(log2(this.data), rules.log2Rule, this);
  }

  /** Logarithm to base 10. */
  log10(): Value {
    return record(log10(this.data), rules.log10Rule, this);
  }

  /** Sine. */
  sin(): Value {
    return record(sin(this.data), rules.sinRule, this);
  }

  /** Cosine. */
  cos(): Value {
    return record(cos(this.data), rules.cosRule, this);
  }

  /** Tangent. */
  tan(): Value {
    return record(tan(this.data), rules.tanRule, this);
  }

  /** Arc sine, on [−1, 1]. */
  asin(): Value {
    return record(asin(this.data), rules.asinRule, this);
  }

  /** Arc cosine, on [−1, 1]. */
  acos(): Value {
    return record(acos(this.data), rules.acosRule, this);
  }

  /** Arc tangent. */
  atan(): Value {
    return record(atan(this.data), rules.atanRule, this);
  }

  /** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
  atan2(y: Operand): Value {
    const yValue = toValue(y, "atan2", "y");
    return record(atan2(this.data, yValue.data), rules.atan2Rule, this, yValue);
  }

  /** Hyperbolic sine. */
  sinh(): Value {
    return record(sinh(this.data), rules.sinhRule, this);
  }

  /** Hyperbolic cosine. */
  cosh(): Value {
    return record(cosh(this.data), rules.coshRule, this);
  }

  /** Hyperbolic tangent. */
  tanh(): Value {
    return record(tanh(this.data), rules.tanhRule, this);
  }

  /** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
  sechSquared(): Value {
    return record(sechSquared(this.data), rules.sechSquaredRule, this);
  }

  /** Inverse hyperbolic sine. */
  asinh(): Value {
    return record(asinh(this.data), rules.asinhRule, this);
  }

  /** Inverse hyperbolic cosine, on [1, ∞). */
  acosh(): Value {
    return record(acosh(this.data), rules.acoshRule, this);
  }

  /** Inverse hyperbolic tangent, on (−1, 1). */
  atanh(): Value {
    return record(atanh(this.data), rules.atanhRule, this);
  }

  /** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
  erf(): Value {
    return record(erf(this.data), rules.erfRule, this);
  }

  /** Complementary error function, 1 − erf x, accurate in the tail. */
  erfc(): Value {
    return record(erfc(this.data), rules.erfcRule, this);
  }

  /** Gaussian function, exp(−x²). */
  gauss(): Value {
    return record(gauss(this.data), rules.gaussRule, this);
  }

  /** Density of the normal distribution, exp(−x²/2) / √(2π). */
  normalPdf(): Value {
    return record(normalPdf(this.data), rules.normalPdfRule, this);
  }

  /** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
  normalCdf(): Value {
    return record(normalCdf(this.data), rules.normalCdfRule, this);
  }

  /** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
  relu(): Value {
    return record(relu(this.data), rules.reluRule, this);
  }

  /** x where x > 0, else slope · x; its slope at 0 is the left one. */
  leakyRelu(slope: Operand = 0.01): Value {
    const slopeValue = toValue(slope, "leakyRelu", "slope");
    return record(leakyRelu(this.data, slopeValue.data), rules.leakyReluRule, this, slopeValue);
  }

  /** Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha. */
  elu(alpha: Operand = 1): Value {
    const alphaValue = toValue(alpha, "elu", "alpha");
    return record(elu(this.data, alphaValue.data), rules.eluRule, this, alphaValue);
  }

  /** ln(1 + eˣ), without overflow. */
  softplus(): Value {
    return record(softplus(this.data), rules.softplusRule, this);
  }

  /** Logistic function, 1 / (1 + e⁻ˣ). */
  sigmoid(): Value {
    return record(sigmoid(this.data), rules.sigmoidRule, this);
  }

  /** Sigmoid linear unit (swish), x · sigmoid(x). */
  silu(): Value {
    return record(silu(this.data), rules.siluRule, this);
  }

  /** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
  gelu(): Value {
    return record(gelu(this.data), rules.geluRule, this);
  }

  /** Absolute value, |x|; its slope at 0 is 0. */
  abs(): Value {
    return record(abs(this.data), rules.absRule, this);
  }

  /** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
  min(y: Operand): Value {
    const yValue = toValue(y, "min", "y");
    return record(min(this.data, yValue.data), rules.minRule, this, yValue);
  }

  /** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
  max(y: Operand): Value {
    const yValue = toValue(y, "max", "y");
    return record(max(this.data, yValue.data), rules.maxRule, this, yValue);
  }

  /** Sign: −1, 0 or 1; flat. */
  sign(): Value {
    return record(sign(this.data), rules.signRule, this);
  }

  /** 1 where x > y, else 0; flat. */
  greater(y: Operand): Value {
    const yValue = toValue(y, "greater", "y");
    return record(greater(this.data, yValue.data), rules.greaterRule, this, yValue);
  }

  /** 1 where x equals y, else 0; flat. */
  equal(y: Operand): Value {
    const yValue = toValue(y, "equal", "y");
    return record(equal(this.data, yValue.data), rules.equalRule, this, yValue);
  }

  /** y where the condition x is not 0, else z. */
  where(y: Operand, z: Operand): Value {
    const yValue = toValue(y, "where", "y");
    const zValue = toValue(z, "where", "z");
    return record(where(this.data, yValue.data, zValue.data), rules.whereRule, [this, yValue, zValue]);
  }

  /** Cosine of the angle at the origin of the point with abscissa x and ordinate y, x / √(x² + y²); 0 at the origin. */
  direction(y: Operand): Value {
    const yValue = toValue(y, "direction", "y");
    return record(direction(this.data, yValue.data), rules.directionRule, this, yValue);
  }

  /** First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²). */
  inversion(y: Operand): Value {
    const yValue = toValue(y, "inversion", "y");
    return record(inversion(this.data, yValue.data), rules.inversionRule, this, yValue);
  }

  /** x² − y² as (x − y)(x + y), with all its digits where x and y are close. */
  differenceOfSquares(y: Operand): Value {
    const yValue = toValue(y, "differenceOfSquares", "y");
    return record(differenceOfSquares(this.data, yValue.data), rules.differenceOfSquaresRule, this, yValue);
  }

  /** 1 − x², with all its digits near ±1. */
  oneMinusSquare(): Value {
    return record(oneMinusSquare(this.data), rules.oneMinusSquareRule, this);
  }

  /** Reciprocal of the square root, 1 / √x. */
  rsqrt(): Value {
    return record(rsqrt(this.data), rules.rsqrtRule, this);
  }

  /** Slope of the cube root, 1 / (3 ∛x²). */
  cbrtSlope(): Value {
    return record(cbrtSlope(this.data), rules.cbrtSlopeRule, this);
  }

  /** Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s. */
  siluSlope(): Value {
    return record(siluSlope(this.data), rules.siluSlopeRule, this);
  }

  /** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
  geluSlope(): Value {
    return record(geluSlope(this.data), rules.geluSlopeRule, this);
  }

  /** Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative. */
  powDerivative(y: Operand, k: Operand, n: Operand): Value {
    const yValue = toValue(y, "powDerivative", "y");
    const kValue = toValue(k, "powDerivative", "k");
    const nValue = toValue(n, "powDerivative", "n");
    return record(powDerivative(this.data, yValue.data, kValue.data, nValue.data), rules.powDerivativeRule, [
      this,
      yValue,
      kValue,
      nValue,
    ]);
  }

  /** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
  step(): Value {
    return record(step(this.data), rules.stepRule, this);
  }

  /** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
  share(y: Operand): Value {
    const yValue = toValue(y, "share", "y");
    return record(share(this.data, yValue.data), rules.shareRule, this, yValue);
  }

  /**
   * The same number without its gradient (a stop-gradient): y = x, and ∂y/∂x is 0 by definition, at every order.
   *
   * It is an operation of the graph: a compiled program computes it anew in every run, and pictures show it. So it keeps the nodes
   * below it in memory. A loop that runs for ever has to drop its history: `state = constant(state.data)`.
   * @example
   * const x = new Value(3);
   * const out = x.mul(x.detach());
   * out.backward();
   * [out.data, x.grad]; // [9, 3]
   */
  detach(): Value {
    return record(this.data, detachRule, this);
  }
}

/**
 * V8 gives a field that has only ever held numbers a box for each of them when a node is made, and copies the boxes of a growing graph. A field that
 * has held something else refers to the number that the operation made, and to none while it is 0.
 */
Object.assign(constant(0), { data: undefined, grad: undefined });

/**
 * Sum of a list, Σ xᵢ, from left to right; 0 for an empty list.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function sum(x: Operands): Value {
  const xs = toValues(x, "sum", "x");

  let acc = 0;
  for (let i = 0; i < xs.length; i++) acc = acc + (xs[i] as Value).data;
  return record(acc, rules.sumRule, xs);
}

/**
 * Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right.
 * @throws ChainruleError if an element is neither a Value nor a number, or the lengths differ.
 */
export function dot(x: Operands, y: Operands): Value {
  const xs = toValues(x, "dot", "x");
  const ys = toValues(y, "dot", "y");
  checkLengths(xs, ys, "dot");
  let acc = 0;
  for (let i = 0; i < xs.length; i++) acc = acc + (xs[i] as Value).data * (ys[i] as Value).data;
  return record(acc, rules.dotRule, xs, ys);
}

/**
 * ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function logSumExp(x: Operands): Value {
  const xs = toValues(x, "logSumExp", "x");

  let top = -Infinity;
  for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
  const shift = abs(top) === Infinity ? 0 : top;
  let total = 0;
  for (let i = 0; i < xs.length; i++) total = total + exp((xs[i] as Value).data - shift);
  return record(shift + log(total), rules.logSumExpRule, xs);
}

/**
 * Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size.
 * @throws ChainruleError if an element is neither a Value nor a number, or the lengths differ.
 */
export function crossEntropy(x: Operands, y: Operands): Value {
  const xs = toValues(x, "crossEntropy", "x");
  const ys = toValues(y, "crossEntropy", "y");
  checkLengths(xs, ys, "crossEntropy");
  let top = -Infinity;
  for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
  const shift = abs(top) === Infinity ? 0 : top;
  let ties = 0;
  for (let i = 0; i < xs.length; i++) ties = ties + ((xs[i] as Value).data === shift ? 1 : 0);
  let rest = 0;
  for (let i = 0; i < xs.length; i++)
    rest = rest + (exp((xs[i] as Value).data - shift) - ((xs[i] as Value).data === shift ? 1 : 0));
  let weight = 0;
  for (let i = 0; i < xs.length; i++) weight = weight + (ys[i] as Value).data;
  let gap = 0;
  for (let i = 0; i < xs.length; i++)
    gap = gap + ((ys[i] as Value).data === 0 ? 0 : (ys[i] as Value).data * (shift - (xs[i] as Value).data));
  return record(
    weight *
      (log(1 + (rest + (ties - 1))) +
        (rest + (ties - 1) - (1 + (rest + (ties - 1)) - 1)) / (1 + (rest + (ties - 1)))) +
      gap,
    rules.crossEntropyRule,
    xs,
    ys,
  );
}

// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { ops } from "../../ops/index.js";
import type { Rule, Slot } from "../rule.js";
import { Shown } from "../shown.js";
import * as rules from "./rules.js";

const negNum = ops.neg.num;
const addNum = ops.add.num;
const subNum = ops.sub.num;
const mulNum = ops.mul.num;
const divNum = ops.div.num;
const reciprocalNum = ops.reciprocal.num;
const powNum = ops.pow.num;
const squareNum = ops.square.num;
const sqrtNum = ops.sqrt.num;
const cbrtNum = ops.cbrt.num;
const hypotNum = ops.hypot.num;
const expNum = ops.exp.num;
const expm1Num = ops.expm1.num;
const logNum = ops.log.num;
const log1pNum = ops.log1p.num;
const log2Num = ops.log2.num;
const log10Num = ops.log10.num;
const sinNum = ops.sin.num;
const cosNum = ops.cos.num;
const tanNum = ops.tan.num;
const asinNum = ops.asin.num;
const acosNum = ops.acos.num;
const atanNum = ops.atan.num;
const atan2Num = ops.atan2.num;
const sinhNum = ops.sinh.num;
const coshNum = ops.cosh.num;
const tanhNum = ops.tanh.num;
const sechSquaredNum = ops.sechSquared.num;
const asinhNum = ops.asinh.num;
const acoshNum = ops.acosh.num;
const atanhNum = ops.atanh.num;
const erfNum = ops.erf.num;
const erfcNum = ops.erfc.num;
const gaussNum = ops.gauss.num;
const normalPdfNum = ops.normalPdf.num;
const normalCdfNum = ops.normalCdf.num;
const reluNum = ops.relu.num;
const leakyReluNum = ops.leakyRelu.num;
const eluNum = ops.elu.num;
const softplusNum = ops.softplus.num;
const sigmoidNum = ops.sigmoid.num;
const siluNum = ops.silu.num;
const geluNum = ops.gelu.num;
const absNum = ops.abs.num;
const minNum = ops.min.num;
const maxNum = ops.max.num;
const signNum = ops.sign.num;
const greaterNum = ops.greater.num;
const equalNum = ops.equal.num;
const whereNum = ops.where.num;
const directionNum = ops.direction.num;
const inversionNum = ops.inversion.num;
const differenceOfSquaresNum = ops.differenceOfSquares.num;
const oneMinusSquareNum = ops.oneMinusSquare.num;
const rsqrtNum = ops.rsqrt.num;
const cbrtSlopeNum = ops.cbrtSlope.num;
const siluSlopeNum = ops.siluSlope.num;
const geluSlopeNum = ops.geluSlope.num;
const powDerivativeNum = ops.powDerivative.num;
const stepNum = ops.step.num;
const shareNum = ops.share.num;

/** A number with a method for each operation; `V` is Value, which says how an operation is recorded. */
export abstract class Methods<V extends { readonly data: number }> extends Shown {
  /** @internal */
  protected abstract operand(given: unknown, op: string, name: string): V;
  /** @internal */
  protected abstract record(data: number, rule: Rule, x: Slot<V>, y?: Slot<V>): V;

  /** Negation, −x. */
  neg(): V {
    return this.record(negNum(this.data), rules.negRule, this as unknown as V);
  }

  /** Sum, x + y. */
  add(y: V | number): V {
    const yValue = this.operand(y, "add", "y");
    return this.record(addNum(this.data, yValue.data), rules.addRule, this as unknown as V, yValue);
  }

  /** Difference, x − y. */
  sub(y: V | number): V {
    const yValue = this.operand(y, "sub", "y");
    return this.record(subNum(this.data, yValue.data), rules.subRule, this as unknown as V, yValue);
  }

  /** Product, x · y: the backward pass swaps the operands. */
  mul(y: V | number): V {
    const yValue = this.operand(y, "mul", "y");
    return this.record(mulNum(this.data, yValue.data), rules.mulRule, this as unknown as V, yValue);
  }

  /** Quotient, x / y. */
  div(y: V | number): V {
    const yValue = this.operand(y, "div", "y");
    return this.record(divNum(this.data, yValue.data), rules.divRule, this as unknown as V, yValue);
  }

  /** Reciprocal, 1 / x. */
  reciprocal(): V {
    return this.record(reciprocalNum(this.data), rules.reciprocalRule, this as unknown as V);
  }

  /** Power, x^y. */
  pow(y: V | number): V {
    const yValue = this.operand(y, "pow", "y");
    return this.record(powNum(this.data, yValue.data), rules.powRule, this as unknown as V, yValue);
  }

  /** Square, x². */
  square(): V {
    return this.record(squareNum(this.data), rules.squareRule, this as unknown as V);
  }

  /** Square root, √x; its slope at 0 is +∞. */
  sqrt(): V {
    return this.record(sqrtNum(this.data), rules.sqrtRule, this as unknown as V);
  }

  /** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
  cbrt(): V {
    return this.record(cbrtNum(this.data), rules.cbrtRule, this as unknown as V);
  }

  /** Length of the hypotenuse, √(x² + y²), without overflow. */
  hypot(y: V | number): V {
    const yValue = this.operand(y, "hypot", "y");
    return this.record(hypotNum(this.data, yValue.data), rules.hypotRule, this as unknown as V, yValue);
  }

  /** Exponential, eˣ. */
  exp(): V {
    return this.record(expNum(this.data), rules.expRule, this as unknown as V);
  }

  /** eˣ − 1, exact near 0. */
  expm1(): V {
    return this.record(expm1Num(this.data), rules.expm1Rule, this as unknown as V);
  }

  /** Natural logarithm, ln x. */
  log(): V {
    return this.record(logNum(this.data), rules.logRule, this as unknown as V);
  }

  /** ln(1 + x), exact near 0. */
  log1p(): V {
    return this.record(log1pNum(this.data), rules.log1pRule, this as unknown as V);
  }

  /** Logarithm to base 2. */
  log2(): V {
    return this.record(log2Num(this.data), rules.log2Rule, this as unknown as V);
  }

  /** Logarithm to base 10. */
  log10(): V {
    return this.record(log10Num(this.data), rules.log10Rule, this as unknown as V);
  }

  /** Sine. */
  sin(): V {
    return this.record(sinNum(this.data), rules.sinRule, this as unknown as V);
  }

  /** Cosine. */
  cos(): V {
    return this.record(cosNum(this.data), rules.cosRule, this as unknown as V);
  }

  /** Tangent. */
  tan(): V {
    return this.record(tanNum(this.data), rules.tanRule, this as unknown as V);
  }

  /** Arc sine, on [−1, 1]. */
  asin(): V {
    return this.record(asinNum(this.data), rules.asinRule, this as unknown as V);
  }

  /** Arc cosine, on [−1, 1]. */
  acos(): V {
    return this.record(acosNum(this.data), rules.acosRule, this as unknown as V);
  }

  /** Arc tangent. */
  atan(): V {
    return this.record(atanNum(this.data), rules.atanRule, this as unknown as V);
  }

  /** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
  atan2(y: V | number): V {
    const yValue = this.operand(y, "atan2", "y");
    return this.record(atan2Num(this.data, yValue.data), rules.atan2Rule, this as unknown as V, yValue);
  }

  /** Hyperbolic sine. */
  sinh(): V {
    return this.record(sinhNum(this.data), rules.sinhRule, this as unknown as V);
  }

  /** Hyperbolic cosine. */
  cosh(): V {
    return this.record(coshNum(this.data), rules.coshRule, this as unknown as V);
  }

  /** Hyperbolic tangent. */
  tanh(): V {
    return this.record(tanhNum(this.data), rules.tanhRule, this as unknown as V);
  }

  /** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
  sechSquared(): V {
    return this.record(sechSquaredNum(this.data), rules.sechSquaredRule, this as unknown as V);
  }

  /** Inverse hyperbolic sine. */
  asinh(): V {
    return this.record(asinhNum(this.data), rules.asinhRule, this as unknown as V);
  }

  /** Inverse hyperbolic cosine, on [1, ∞). */
  acosh(): V {
    return this.record(acoshNum(this.data), rules.acoshRule, this as unknown as V);
  }

  /** Inverse hyperbolic tangent, on (−1, 1). */
  atanh(): V {
    return this.record(atanhNum(this.data), rules.atanhRule, this as unknown as V);
  }

  /** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
  erf(): V {
    return this.record(erfNum(this.data), rules.erfRule, this as unknown as V);
  }

  /** Complementary error function, 1 − erf x, accurate in the tail. */
  erfc(): V {
    return this.record(erfcNum(this.data), rules.erfcRule, this as unknown as V);
  }

  /** Gaussian function, exp(−x²). */
  gauss(): V {
    return this.record(gaussNum(this.data), rules.gaussRule, this as unknown as V);
  }

  /** Density of the normal distribution, exp(−x²/2) / √(2π). */
  normalPdf(): V {
    return this.record(normalPdfNum(this.data), rules.normalPdfRule, this as unknown as V);
  }

  /** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
  normalCdf(): V {
    return this.record(normalCdfNum(this.data), rules.normalCdfRule, this as unknown as V);
  }

  /** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
  relu(): V {
    return this.record(reluNum(this.data), rules.reluRule, this as unknown as V);
  }

  /** x where x > 0, else slope · x; its slope at 0 is the left one. */
  leakyRelu(slope: V | number = 0.01): V {
    const slopeValue = this.operand(slope, "leakyRelu", "slope");
    return this.record(
      leakyReluNum(this.data, slopeValue.data),
      rules.leakyReluRule,
      this as unknown as V,
      slopeValue,
    );
  }

  /** Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha. */
  elu(alpha: V | number = 1): V {
    const alphaValue = this.operand(alpha, "elu", "alpha");
    return this.record(eluNum(this.data, alphaValue.data), rules.eluRule, this as unknown as V, alphaValue);
  }

  /** ln(1 + eˣ), without overflow. */
  softplus(): V {
    return this.record(softplusNum(this.data), rules.softplusRule, this as unknown as V);
  }

  /** Logistic function, 1 / (1 + e⁻ˣ). */
  sigmoid(): V {
    return this.record(sigmoidNum(this.data), rules.sigmoidRule, this as unknown as V);
  }

  /** Sigmoid linear unit (swish), x · sigmoid(x). */
  silu(): V {
    return this.record(siluNum(this.data), rules.siluRule, this as unknown as V);
  }

  /** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
  gelu(): V {
    return this.record(geluNum(this.data), rules.geluRule, this as unknown as V);
  }

  /** Absolute value, |x|; its slope at 0 is 0. */
  abs(): V {
    return this.record(absNum(this.data), rules.absRule, this as unknown as V);
  }

  /** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
  min(y: V | number): V {
    const yValue = this.operand(y, "min", "y");
    return this.record(minNum(this.data, yValue.data), rules.minRule, this as unknown as V, yValue);
  }

  /** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
  max(y: V | number): V {
    const yValue = this.operand(y, "max", "y");
    return this.record(maxNum(this.data, yValue.data), rules.maxRule, this as unknown as V, yValue);
  }

  /** Sign: −1, 0 or 1; flat. */
  sign(): V {
    return this.record(signNum(this.data), rules.signRule, this as unknown as V);
  }

  /** 1 where x > y, else 0; flat. */
  greater(y: V | number): V {
    const yValue = this.operand(y, "greater", "y");
    return this.record(greaterNum(this.data, yValue.data), rules.greaterRule, this as unknown as V, yValue);
  }

  /** 1 where x equals y, else 0; flat. */
  equal(y: V | number): V {
    const yValue = this.operand(y, "equal", "y");
    return this.record(equalNum(this.data, yValue.data), rules.equalRule, this as unknown as V, yValue);
  }

  /** y where the condition x is not 0, else z. */
  where(y: V | number, z: V | number): V {
    const yValue = this.operand(y, "where", "y");
    const zValue = this.operand(z, "where", "z");
    return this.record(whereNum(this.data, yValue.data, zValue.data), rules.whereRule, [
      this as unknown as V,
      yValue,
      zValue,
    ]);
  }

  /** Cosine of the angle at the origin of the point with abscissa x and ordinate y, x / √(x² + y²); 0 at the origin. */
  direction(y: V | number): V {
    const yValue = this.operand(y, "direction", "y");
    return this.record(
      directionNum(this.data, yValue.data),
      rules.directionRule,
      this as unknown as V,
      yValue,
    );
  }

  /** First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²). */
  inversion(y: V | number): V {
    const yValue = this.operand(y, "inversion", "y");
    return this.record(
      inversionNum(this.data, yValue.data),
      rules.inversionRule,
      this as unknown as V,
      yValue,
    );
  }

  /** x² − y² as (x − y)(x + y), with all its digits where x and y are close. */
  differenceOfSquares(y: V | number): V {
    const yValue = this.operand(y, "differenceOfSquares", "y");
    return this.record(
      differenceOfSquaresNum(this.data, yValue.data),
      rules.differenceOfSquaresRule,
      this as unknown as V,
      yValue,
    );
  }

  /** 1 − x², with all its digits near ±1. */
  oneMinusSquare(): V {
    return this.record(oneMinusSquareNum(this.data), rules.oneMinusSquareRule, this as unknown as V);
  }

  /** Reciprocal of the square root, 1 / √x. */
  rsqrt(): V {
    return this.record(rsqrtNum(this.data), rules.rsqrtRule, this as unknown as V);
  }

  /** Slope of the cube root, 1 / (3 ∛x²). */
  cbrtSlope(): V {
    return this.record(cbrtSlopeNum(this.data), rules.cbrtSlopeRule, this as unknown as V);
  }

  /** Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s. */
  siluSlope(): V {
    return this.record(siluSlopeNum(this.data), rules.siluSlopeRule, this as unknown as V);
  }

  /** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
  geluSlope(): V {
    return this.record(geluSlopeNum(this.data), rules.geluSlopeRule, this as unknown as V);
  }

  /** Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative. */
  powDerivative(y: V | number, k: V | number, n: V | number): V {
    const yValue = this.operand(y, "powDerivative", "y");
    const kValue = this.operand(k, "powDerivative", "k");
    const nValue = this.operand(n, "powDerivative", "n");
    return this.record(
      powDerivativeNum(this.data, yValue.data, kValue.data, nValue.data),
      rules.powDerivativeRule,
      [this as unknown as V, yValue, kValue, nValue],
    );
  }

  /** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
  step(): V {
    return this.record(stepNum(this.data), rules.stepRule, this as unknown as V);
  }

  /** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
  share(y: V | number): V {
    const yValue = this.operand(y, "share", "y");
    return this.record(shareNum(this.data, yValue.data), rules.shareRule, this as unknown as V, yValue);
  }
}

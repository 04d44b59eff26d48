/**
 * The error function, its complement and the normal distribution function for every double, by the rational approximations of W. J. Cody, "Rational
 * Chebyshev approximations for the error function", Mathematics of Computation 23 (1969), pp. 631–637.
 * Next: normal.ts and activations.ts, the rows.
 */
import { expOfMinusSquare } from "./precise.js";
import { HORIZON } from "./sym.js";

/** p(x) / q(x), the leading coefficients first. */
function ratio(p: readonly number[], q: readonly number[], x: number): number {
  let numerator = 0;
  let denominator = 0;
  for (const coefficient of p) numerator = numerator * x + coefficient;
  for (const coefficient of q) denominator = denominator * x + coefficient;
  return numerator / denominator;
}

/** |x| ≤ 0.46875, in x². */
const NEAR = [
  [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
] as const;
/** 0.46875 ≤ x ≤ 4. */
const MIDDLE = [
  [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
] as const;
/** x ≥ 4, in 1/x². */
const FAR = [
  [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
] as const;

const SPLIT = 0.46875;
/** Of Φ, in x. */
const EDGE = SPLIT * Math.SQRT2;
export const ONE_OVER_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

/** erfc(x) · exp(x²) for x > 0.46875. */
function scaledTail(x: number): number {
  if (x <= 4) return ratio(...MIDDLE, x);
  const s = 1 / (x * x);
  return (1 / Math.sqrt(Math.PI) - s * ratio(...FAR, s)) / x;
}

const tail = (x: number): number => expOfMinusSquare(x, 1) * scaledTail(x);

/** erf x = 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size > SPLIT)) return x * ratio(...NEAR, x * x);
  return Math.sign(x) * (1 - tail(size));
}

/** erfc x = 1 − erf x, accurate where that difference cancels. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (!(size > SPLIT)) return 1 - erf(x);
  return x > 0 ? tail(size) : 2 - tail(size);
}

/** Φ(x) exp(x²/2) for x < 0, away from 0: x/√2 may be rounded here, but not in the exponential. */
const scaledLowerTail = (x: number): number => 0.5 * scaledTail(-x * Math.SQRT1_2);

/** Φ(x) = erfc(−x/√2) / 2. */
export function normalCdf(x: number): number {
  if (!(Math.abs(x) > EDGE)) return 0.5 + 0.5 * erf(x * Math.SQRT1_2);
  const lower = scaledLowerTail(-Math.abs(x)) * expOfMinusSquare(x, 0.5);
  return x < 0 ? lower : 1 - lower;
}

export const normalPdf = (x: number): number => ONE_OVER_ROOT_TWO_PI * expOfMinusSquare(x, 0.5);

/** `factor` · exp(−x²/2) for a negative factor, far out, where the exponential alone would underflow. */
function timesBell(factor: number, x: number): number {
  const root = expOfMinusSquare(x, 0.25);
  return root === 0 ? -0 : factor * root * root;
}
const FAR_OUT = -37;

/** x · Φ(x). */
export const gelu = (x: number): number =>
  x < FAR_OUT ? timesBell(x * scaledLowerTail(x), x) : x * normalCdf(x);

/** The slope of `gelu`, Φ(x) + x φ(x) with the density φ. */
export const geluSlope = (x: number): number =>
  x < FAR_OUT
    ? timesBell(scaledLowerTail(x) + ONE_OVER_ROOT_TWO_PI * x, x)
    : normalCdf(x) + Math.min(x, HORIZON) * normalPdf(x);

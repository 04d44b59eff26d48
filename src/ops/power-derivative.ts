/** The derivatives of x^y by both operands, of any order, as numbers. Next: slopes.ts, where they are the row `powDerivative`. */
import { lostBySum } from "./precise.js";

/** ∂ᵏ⁺ⁿ/∂xᵏ∂yⁿ of x^y over x^(y−k): Σⱼ (n over j) · f⁽ʲ⁾(y) · ln(x)ⁿ⁻ʲ with f(y) = y (y − 1) … (y − k + 1). */
function powerFactor(x: number, y: number, k: number, n: number): number {
  // The Taylor coefficients of f at y.
  let coefficients = [1];
  for (let i = 0; i < k; i++) {
    coefficients = [0, ...coefficients].map((lower, j) => (y - i) * (coefficients[j] ?? 0) + lower);
  }
  const log = Math.log(x);
  let [total, weight] = [0, 1];
  for (let j = 0; j <= Math.min(n, k); j++) {
    const term = weight * (coefficients[j] as number);
    // Where ln x is infinite, the term with its highest power is the sum.
    if (term !== 0 && !Number.isFinite(log)) return term * log ** (n - j);
    if (term !== 0) total += term * log ** (n - j);
    weight *= n - j;
  }
  return total;
}

/** See the row. At x = 0 and where an operand is infinite, it is the limit from the side of the operands. */
export function powDerivative(x: number, y: number, kth: number, nth: number): number {
  const [k, n] = [Math.round(kth), Math.round(nth)];
  if (Number.isNaN(x) || Number.isNaN(y) || !(kth >= 0) || !(nth >= 0)) return NaN;
  const isWhole = Number.isInteger(y);
  if (x < 0 && (n > 0 || !(isWhole || Math.abs(y) === Infinity))) return NaN;
  const exponent = y - k;
  if (x === 0 && exponent === 0 && k === 0 && n > 0) return 0;
  const factor = k === 1 && n === 0 ? y : powerFactor(x, y, k, n);
  if (factor === 0) return 0;
  const size = Math.abs(x);
  const power = size ** exponent;
  const sign = x < 0 && isWhole && (y % 2 !== 0) !== (k % 2 !== 0) ? -1 : 1;
  if (size === 0 || size === Infinity || Math.abs(y) === Infinity) {
    const signed = size === 0 ? x ** exponent : sign * power;
    return power === 0 ? 0 : factor * signed;
  }
  // What the rounding of y − k lost is a factor x^lost by itself.
  const lost = lostBySum(y, -k, exponent);
  const correction = lost === 0 ? 0 : lost * Math.log(size);
  if (power > 1e-290 && power < Infinity) {
    return sign * factor * power * (1 + correction);
  }
  // The product may be a double though the power is none.
  const root = size ** (exponent / 2);
  if (root === 0) return 0;
  return sign * factor * root * (1 + correction) * root;
}

/** Every tolerance of the tests, relative to max(1, |expected|) unless it says otherwise. */
export const tolerances = {
  /** First derivatives against central differences with h = ∛ε · max(1, |x|). */
  firstDifference: 1e-7,
  /** Derivatives of first derivatives against central differences. */
  secondDifference: 1e-5,
  /** The same number by two formulas. */
  closedForm: 1e-12,
  /** Two ways of adding the same terms up. */
  reordered: 1e-12,
  /** The same in single precision. */
  reorderedSingle: 1e-5,
  /** A program in single precision against Values in double. */
  single: 1e-4,
} as const;

/** |actual − expected| / max(1, |expected|), and 0 where both are the same infinity or both NaN. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected) || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
}

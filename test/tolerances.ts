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

/**
 * How far an operation (order 0) and its derivatives (order 1 and 2) may be from the exact number, in units in the last place of the result,
 * times max(1, κ) where the problem itself is sensitive (see ops/golden.test.ts). The rest of the table says where it is more, and why.
 */
const ULPS = 4;
/** A factor of a product may lose digits below 2.2e-308 (in single precision 1.2e-38): so many of the least numbers are lost there. */
const UNDERFLOW = 2000;
const exceptions: Readonly<Record<string, Partial<Record<0 | 1 | 2, number>>>> = {
  // Φ(x) + x φ(x) cancels between −2 and −0.5.
  gelu: { 1: 8 },
  geluSlope: { 0: 8 },
  // Second derivatives of what are derivatives already: sums of terms that cancel in part.
  sechSquared: { 2: 8 },
  siluSlope: { 2: 8 },
  direction: { 2: 8 },
};

export const goldenBounds = (
  op: string,
  order: number,
): { readonly ulps: number; readonly units: number } => ({
  ulps: exceptions[op]?.[order as 0 | 1 | 2] ?? ULPS,
  units: UNDERFLOW,
});

/** Plain vectors and a solver, for the methods of this folder. */
export type Vector = readonly number[];

export const dot = (x: Vector, y: Vector): number =>
  x.reduce((total, each, i) => total + each * (y[i] ?? NaN), 0);
/** x + a · y. */
export const plus = (x: Vector, a: number, y: Vector): number[] =>
  x.map((each, i) => each + a * (y[i] ?? NaN));
export const times = (a: number, x: Vector): number[] => x.map((each) => a * each);
export const norm = (x: Vector): number => Math.sqrt(dot(x, x));
/** The largest |xᵢ|; NaN if one is NaN. */
export const largest = (x: Vector): number => x.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

/** The solution of A·x = b for a symmetric positive definite A, by Cholesky's decomposition; nothing if A is not. */
export function solve(matrix: readonly Vector[], b: Vector): number[] | undefined {
  const n = b.length;
  const factor = matrix.map(() => new Float64Array(n));
  const row = (i: number): Float64Array => factor[i] as Float64Array;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]?.[j] ?? NaN;
      for (let k = 0; k < j; k++) rest -= (row(i)[k] as number) * (row(j)[k] as number);
      if (i === j && !(rest > 0)) return undefined;
      row(i)[j] = i === j ? Math.sqrt(rest) : rest / (row(j)[j] as number);
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (row(i)[k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (row(i)[i] as number);
  }
  for (let i = n; i-- > 0;) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - (row(k)[i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (row(i)[i] as number);
  }
  return x;
}

/** A central difference of a plain function, written apart from the package's own. */
export function centralDifference(f: (x: number) => number, x: number): number {
  const h = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(x));
  const [above, below] = [x + h, x - h];
  return (f(above) - f(below)) / (above - below);
}

/** Numbers to compare a derivative with: the central difference of a function of numbers, and how far two derivatives are apart. Next: gradcheck.ts. */

/** The step of a central difference, relative to max(1, |x|), at which rounding and truncation come to about the same. */
export const CUBE_ROOT_EPSILON = Math.cbrt(Number.EPSILON);

/** (f(x + h) − f(x − h)) / 2h, divided by the distance of the two points as the numbers represent them. */
export function centralDifference(
  f: (x: number) => number,
  x: number,
  relativeStep = CUBE_ROOT_EPSILON,
): number {
  const step = relativeStep * Math.max(1, Math.abs(x));
  const [above, below] = [x + step, x - step];
  return (f(above) - f(below)) / (above - below);
}

/** |analytic − numeric| / max(1, |analytic|, |numeric|). */
export const relativeError = (analytic: number, numeric: number): number =>
  Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));

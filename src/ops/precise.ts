/**
 * Pairs of doubles: a number and what its rounding lost, where one double is not enough. In come doubles, out goes the rounded result of
 * twice the precision. Source: T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
 * 18 (1971), pp. 224–242. Next: slopes.ts and normal.ts, which compute with them.
 */

const SPLITTER = 2 ** 27 + 1;

/** What the rounded product `xy` = x · y lost, exactly; for |x|, |y| below 2^995, and while nothing underflows. */
export function lostByProduct(x: number, y: number, xy: number): number {
  const [a, b] = [SPLITTER * x, SPLITTER * y];
  const [highX, highY] = [a - (a - x), b - (b - y)];
  const [lowX, lowY] = [x - highX, y - highY];
  return highX * highY - xy + highX * lowY + lowX * highY + lowX * lowY;
}

/** What the rounded sum `sum` = x + y lost, exactly. Source: D. E. Knuth, The Art of Computer Programming, vol. 2, 4.2.2. */
export function lostBySum(x: number, y: number, sum: number): number {
  const part = sum - x;
  return x - (sum - part) + (y - part);
}

/** exp(−scale · x²) for a power of 2 as `scale`: the rounding of x² would grow with x. */
export function expOfMinusSquare(x: number, scale: number): number {
  const square = x * x;
  // Underflow, or NaN.
  if (!(scale * square < 800)) return Math.exp(-square);
  const rounded = Math.exp(-scale * square);
  return rounded - rounded * scale * lostByProduct(x, x, square);
}

/** Numbers so large or small that their squares leave the doubles are multiplied by a power of 2 first. */
const [LARGE, SMALL] = [2 ** 500, 2 ** -450];
const [DOWN, UP] = [2 ** -600, 2 ** 600];

/** Between these a sum of two squares has all its digits, and the plain formula errs by 2 units in the last place at most. */
const [LEAST_SQUARE, LARGEST_SQUARE] = [2 ** -900, 2 ** 1000];

/** The vector (x, y) relative to its length: x / √(x² + y²) for `power` 1, x / (x² + y²) for `power` 2. */
export function overLength(x: number, y: number, power: 1 | 2): number {
  const sum = x * x + y * y;
  if (sum > LEAST_SQUARE && sum < LARGEST_SQUARE) return x / (power === 1 ? Math.sqrt(sum) : sum);
  const size = Math.max(Math.abs(x), Math.abs(y));
  const scale = size > LARGE ? DOWN : size < SMALL ? UP : 1;
  const [X, Y] = [x * scale, y * scale];
  const [xx, yy] = [X * X, Y * Y];
  const square = xx + yy;
  const lost = lostBySum(xx, yy, square) + lostByProduct(X, X, xx) + lostByProduct(Y, Y, yy);
  // A numerator made smaller might lose digits; the quotient is made smaller instead.
  const isLarge = scale === DOWN;
  const numerator = isLarge ? x : X;
  if (power === 1) {
    const length = Math.sqrt(square);
    const rest =
      (square - length * length - lostByProduct(length, length, length * length) + lost) / (2 * length);
    const quotient = divided(numerator, length, rest);
    return isLarge ? quotient * scale : quotient;
  }
  const quotient = divided(numerator, square, lost) * scale;
  return isLarge ? quotient * scale : quotient;
}

/** x / (y + rest), rounded once. */
function divided(x: number, y: number, rest: number): number {
  const quotient = x / y;
  const product = quotient * y;
  return quotient + (x - product - lostByProduct(quotient, y, product) - quotient * rest) / y;
}

/** How a matrix shows itself: as text, to operators, and in a console. Next: matrix.ts. */
import { manyNumbers } from "../../arguments/checks.js";
import { textOnly } from "../../engine/guards.js";
import { ChainruleError, COPY, thisCopy } from "../../errors.js";

/** The shape of a matrix as messages give it: `2×3`. */
export const shapeOf = (matrix: { readonly rows: number; readonly columns: number }): string =>
  `${String(matrix.rows)}×${String(matrix.columns)}`;

/** The same of numbers that need no check. */
export function largestOf(numbers: ArrayLike<number>): number {
  let best = 0;
  // A NaN is not less than what comes behind it, and nothing takes its place.
  for (let i = 1; i < numbers.length && !Number.isNaN(numbers[best]); i++)
    if (!((numbers[i] as number) <= (numbers[best] as number))) best = i;
  return best;
}

/**
 * The index of the largest number; the first where several are equal; that of the first NaN where there is one, as in NumPy.
 * @throws ChainruleError if it is no list of numbers, or an empty one.
 */
export function argmax(given: ArrayLike<number>): number {
  const numbers = manyNumbers(given, "argmax: numbers");
  if (numbers.length > 0) return largestOf(numbers);
  throw new ChainruleError("argmax: numbers is empty, expected at least one number");
}

/** How many of the rows of scores, which lie one after the other, are largest in the class of the row. A row with a NaN has no largest. */
export function countRight(
  scores: Float64Array | Float32Array,
  rows: number,
  classOf: (row: number) => number | undefined,
): number {
  const classes = scores.length / rows;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const best = largestOf(scores.subarray(row * classes, (row + 1) * classes));
    if (best === classOf(row) && !Number.isNaN(scores[row * classes + best])) right++;
  }
  return right;
}

/** A text shows so many rows, and so many numbers of each. */
const SHOWN = 8;
const shortened = (texts: readonly string[]): string =>
  [...texts.slice(0, SHOWN), ...(texts.length > SHOWN ? ["…"] : [])].join(", ");

export abstract class Shown {
  /**
   * The shape and the numbers; of a large matrix the first of them.
   * @example
   * String(Matrix.from([[1, 2], [3, 4]])); // "Matrix 2×2 [[1, 2], [3, 4]]"
   */
  toString(): string {
    const rows = this.toJSON();
    const texts = rows.map((row) => `[${shortened(row.map(String))}]`);
    return `Matrix ${String(rows.length)}×${String(rows[0]?.length ?? 0)} [${shortened(texts)}]`;
  }

  /** `${matrix}` prints a matrix. @throws ChainruleError for an operator that needs a number. */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(hint, this.toString(), "write x.add(y), x.matmul(y) …, or x.data for its numbers");
  }

  /** @internal */
  get [COPY](): symbol {
    return thisCopy;
  }

  abstract toJSON(): number[][];

  /** `console.log` in Node shows the numbers and not the graph below them. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

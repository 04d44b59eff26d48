/** Classes as rows of targets. */
import { count, manyNumbers } from "../../arguments/checks.js";
import { ChainruleError } from "../../errors.js";
import { Matrix } from "./matrix.js";

/** Indices of classes, of which there are so many. */
export function checkClasses(given: unknown, most: number, name: string): ArrayLike<number> {
  const classes = manyNumbers(given, name, "a list of classes, or a Matrix of one-hot rows");
  for (let i = 0; i < classes.length; i++) {
    const c = classes[i] as number;
    if (Number.isInteger(c) && c >= 0 && c < most) continue;
    throw new ChainruleError(
      `${name}[${String(i)}] is ${String(c)}, expected a class from 0 to ${String(most - 1)}`,
    );
  }
  return classes;
}

/**
 * One row per class index, with 1 at the index and 0 elsewhere, as constants.
 * @example
 * oneHot([2, 0], 3).data; // [0, 0, 1, 1, 0, 0]
 */
export function oneHot(given: ArrayLike<number>, columns: number): Matrix {
  const classes = checkClasses(given, count(columns, "oneHot: columns"), "oneHot: classes");
  const data = new Float64Array(classes.length * columns);
  for (let i = 0; i < classes.length; i++) data[i * columns + (classes[i] as number)] = 1;
  return Matrix.constants(data, classes.length, columns);
}

/** Rows of Values from what a caller gives: numbers become constants, Values stay. Next: matrix.ts. */
import { count, elements, manyNumbers } from "../../arguments/checks.js";
import { toValue, type Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";

/** Rows of equal length; `columns` is that of each, also where there is none. */
export interface Rows {
  readonly lists: Value[][];
  readonly columns: number;
}

/** @throws ChainruleError if the rows differ in length or an element is neither a Value nor a number. */
export function rowsOf(given: unknown): Rows {
  let columns: number | undefined;
  const lists = elements(given, "Matrix: rows", "an array of rows").map((each, i) => {
    const expected = `a row, an array of numbers or Values${typeof each === "number" ? "; write [[1, 2]] for one row" : ""}`;
    const row = elements(each, `Matrix: row ${String(i)}`, expected);
    columns ??= row.length;
    if (row.length !== columns) {
      throw new ChainruleError(
        `Matrix: row ${String(i)} has ${String(row.length)} elements, row 0 has ${String(columns)}`,
      );
    }
    return Array.from(row, (item: unknown, j) =>
      toValue(item, "Matrix", `element (${String(i)}, ${String(j)})`),
    );
  });
  return { lists, columns: columns ?? 0 };
}

/** Numbers in row-major order, each as what `make` makes of it. @throws ChainruleError if there are not rows · columns of them. */
export function filled(given: unknown, rows: number, columns: number, make: (x: number) => Value): Rows {
  count(rows, "Matrix: rows");
  count(columns, "Matrix: columns");
  const data = manyNumbers(given, "Matrix: data");
  if (data.length !== rows * columns) {
    const shape = `${String(rows)}×${String(columns)}`;
    throw new ChainruleError(`Matrix: ${String(data.length)} numbers do not fill ${shape}`);
  }
  const lists = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_unused, j) => make(data[i * columns + j] as number)),
  );
  return { lists, columns };
}

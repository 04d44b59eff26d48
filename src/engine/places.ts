/**
 * Where leaves without labels belong: to which element of which matrix. A matrix writes it down when it is made or named, for messages that have
 * to name a leaf. What is written down refers to no node, so it keeps none in memory.
 */
import type { Value } from "./value.js";

/** A matrix as messages call it. */
export interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

/** The table that a leaf is an element of, and its place there. */
export interface Place {
  readonly table: Table;
  readonly row: number;
  readonly column: number;
}

/** Writes down that leaves are the elements of a table, row by row; what was written before of the same leaves no longer counts. */
export function place(values: readonly Value[], table: Table): void {
  values.forEach((value, i) => {
    value.place = { table, row: Math.floor(i / table.columns), column: i % table.columns };
  });
}

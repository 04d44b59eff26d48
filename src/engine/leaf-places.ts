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

/** Leaves of one page, from the place `from` to before `to`: elements of a table from the element `first` on, row by row. */
interface Span {
  readonly from: number;
  to: number;
  readonly first: number;
  readonly table: Table;
}

const spansOf = new WeakMap<Float64Array, Span[]>();
/** The distance of two leaves that were made one after the other. */
const NEXT = 2;

/** Writes down that Values are the elements of a table, row by row. What was written before of the same leaves no longer counts. */
export function place(values: readonly Value[], table: Table): void {
  let numbers: Float64Array | undefined;
  let span: Span | undefined;
  values.forEach(({ place: taken }, first) => {
    if (taken === undefined) return;
    const { at } = taken;
    if (span !== undefined && taken.numbers === numbers && at === span.to) {
      span.to += NEXT;
      return;
    }
    ({ numbers } = taken);
    span = { from: at, to: at + NEXT, first, table };
    const spans = spansOf.get(numbers);
    if (spans === undefined) spansOf.set(numbers, [span]);
    else spans.push(span);
  });
}

/** The table that a leaf is an element of, and its place there. */
export interface Place {
  readonly table: Table;
  readonly row: number;
  readonly column: number;
}

export function placeOf({ place: taken }: Value): Place | undefined {
  if (taken === undefined) return undefined;
  const { numbers, at } = taken;
  const span = spansOf.get(numbers)?.findLast(({ from, to }) => at >= from && at < to);
  if (span === undefined) return undefined;
  const { table, first, from } = span;
  const element = first + (at - from) / NEXT;
  return { table, row: Math.floor(element / table.columns), column: element % table.columns };
}

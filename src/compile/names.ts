/** What messages of the compiler call leaves: by label, by place in a matrix, or by number. */
import { placeOf, type Table } from "../engine/leaf-places.js";
import type { Value } from "../engine/value.js";

/** The label, or the place in a matrix, or what is given instead. */
export function nameOf(value: Value, otherwise: string): string {
  if (value.label !== "") return JSON.stringify(value.label);
  const place = placeOf(value);
  if (place === undefined) return otherwise;
  return `${place.table.name} (row ${String(place.row)}, column ${String(place.column)})`;
}

/** More than this are not listed one by one. */
const MOST_NAMED = 8;

/** `a, b, and 3 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(", ");
  return names.length > MOST_NAMED ? `${shown}, and ${String(names.length - MOST_NAMED)} more` : shown;
}

/** Names of leaves that are wrong together; where a matrix is wrong as a whole, it is named once. */
export function namesOf(leaves: readonly Value[]): string[] {
  const counts = new Map<Table, number>();
  for (const leaf of leaves) {
    const table = leaf.label === "" ? placeOf(leaf)?.table : undefined;
    if (table !== undefined) counts.set(table, (counts.get(table) ?? 0) + 1);
  }
  const named = new Set<Table>();
  return leaves.flatMap((leaf) => {
    const table = leaf.label === "" ? placeOf(leaf)?.table : undefined;
    const { rows = 0, columns = 0, name = "" } = table ?? {};
    if (table === undefined || rows * columns < 2 || counts.get(table) !== rows * columns) {
      return [nameOf(leaf, `one with data ${String(leaf.data)}`)];
    }
    if (named.has(table)) return [];
    named.add(table);
    return [`all ${String(rows * columns)} of ${name} (${String(rows)}×${String(columns)})`];
  });
}

/** The rows that code is printed for, with the names that stand for them in it. */
import { listOps, nameOf, ops, totalOps, type Op } from "../../src/ops/index.js";

export interface Named {
  readonly name: string;
  readonly row: Op;
  /** What the row, and its rule, are called in generated code. */
  readonly source: string;
  readonly rule: string;
}

const named = (table: string, suffix: string, rows: Readonly<Record<string, Op>>): Named[] =>
  Object.entries(rows).map(([name, row]) => ({
    name,
    row,
    source: `${table}.${name}`,
    rule: `${name}${suffix}`,
  }));

// `max` of two and `max` of a list are two operations.
export const rows = [
  ...named("ops", "", ops),
  ...named("listOps", "OfList", listOps),
  ...named("totalOps", "OfList", totalOps),
];

/** `const expNum = ops.exp.num;` for the operations that printed code calls. */
export const numberFunctions = (called: Iterable<Op>): string =>
  Array.from(called, (op) => `const ${nameOf(op)}Num = ops.${nameOf(op)}.num;`).join("\n");

/**
 * The operations of a program as data: how each is recorded on Values and how it is written in a reproduction. Those of the table are
 * found by their rows; an operation that a family defines is added with `known`. Next: tape.ts, which is made of them.
 */
import type { Value } from "chainrule";
import { listOps, ops, totalOps, type Op } from "../../src/ops/index.js";
import { appliedToList } from "../../src/engine/apply.js";
import { detachRow } from "../../src/engine/detach.js";
import { applied, lists, rows } from "../ops/rows.js";
import { piecewise } from "../../src/ops/piecewise.js";

export interface Operation<R extends Op = Op> {
  readonly name: string;
  readonly row: R;
  /** Records the operation; of a list operation, the operands are those of all lists, one list after the other. */
  readonly apply: (lists: readonly (readonly Value[])[]) => Value;
  /** The operation as TypeScript, on operands written as TypeScript. */
  readonly write: (lists: readonly (readonly string[])[]) => string;
  /** Whether a central difference says what its gradient is, wherever it is finite. */
  readonly isSmooth: boolean;
  /** A statement that must stand before the first use. */
  readonly definition?: string;
}

const KINKED = new Set<Op>([
  ...Object.values<Op>(piecewise),
  ops.relu,
  ops.leakyRelu,
  ops.elu,
  listOps.max,
  listOps.min,
  detachRow,
]);

const operations = new Map<Op, Operation>();

function ofTable(name: string, row: Op): Operation {
  if (row.kind === "list") {
    return {
      name,
      row,
      isSmooth: !KINKED.has(row),
      apply: (operands) => (lists[name] as (...x: Value[][]) => Value)(...(operands as Value[][])),
      write: (lists) => `${name}(${lists.map((list) => `[${list.join(", ")}]`).join(", ")})`,
    };
  }
  return {
    name,
    row,
    isSmooth: !KINKED.has(row),
    apply: ([operands]) => applied(name, operands as readonly Value[]),
    write: ([operands]) => {
      const [x, ...rest] = operands as readonly [string, ...string[]];
      return `${x}.${name}(${rest.join(", ")})`;
    },
  };
}

operations.set(totalOps.largest, {
  name: "largest",
  row: totalOps.largest,
  // What softmax makes with it does not depend on it.
  isSmooth: true,
  apply: ([x]) => appliedToList(totalOps.largest, x as Value[]),
  // The package has no function for it; this gives the same numbers.
  write: ([x = []]) => `max([${x.join(", ")}]).detach()`,
});
for (const [name, row] of [...rows, ["detach", detachRow] as const]) operations.set(row, ofTable(name, row));

/** Makes an operation that a user defined known, by a node that it has made. */
export function known(
  made: Value,
  apply: (...operands: Value[]) => Value,
  variable: string,
  definition: string,
): void {
  const row = rowOf(made);
  operations.set(row, {
    name: variable,
    row,
    isSmooth: false,
    apply: ([operands]) => apply(...(operands as Value[])),
    write: ([operands]) => `${variable}(${(operands as readonly string[]).join(", ")})`,
    definition,
  });
}

function rowOf(node: Value): Op {
  const { op } = node.rule;
  if (op === undefined) throw new Error(`${node.op} has no row`);
  return op;
}

/** The operation that made a node. */
export function operationOf(node: Value): Operation {
  const operation = operations.get(rowOf(node));
  if (operation === undefined)
    throw new Error(`${node.op} is unknown to the fuzzer: add it to test/fuzz/operations.ts`);
  return operation;
}

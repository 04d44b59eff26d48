/** The rows of the table and how a user calls them, for tests by loop. */
import * as chainrule from "chainrule";
import type { Value } from "chainrule";
import { listOps, ops, type FixedOp, type ListOp, type Op } from "../../src/ops/index.js";

export const fixed = Object.entries<FixedOp>(ops);
export const listRows = Object.entries<ListOp>(listOps);
export const rows: readonly (readonly [string, Op])[] = [...fixed, ...listRows];
/** The functions of the operations on lists; one list for each of their operands. */
export const lists: Readonly<Record<string, (...x: Value[][]) => Value>> = Object.fromEntries(
  listRows.map(([name, { operands }]) => {
    const of = Reflect.get(chainrule, name) as (...x: Value[][]) => Value;
    return [name, (...x) => of(...operands.map((_, k) => x[k] ?? []))];
  }),
);

/** Calls the method of an operation as a user without types would. */
export function call(name: string, receiver: Value, ...rest: unknown[]): Value {
  const method = (receiver as unknown as Record<string, (...operands: unknown[]) => Value>)[name];
  if (method === undefined) throw new Error(`Value has no method ${name}`);
  return method.apply(receiver, rest);
}

export function applied(name: string, operands: readonly Value[]): Value {
  const [receiver, ...rest] = operands as [Value, ...Value[]];
  return call(name, receiver, ...rest);
}

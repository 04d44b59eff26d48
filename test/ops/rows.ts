/** The rows of the table and how a user calls them, for tests by loop. */
import { crossEntropy, dot, logSumExp, sum, type Value } from "chainrule";
import { ops, type FixedOp, type ListOp } from "../../src/ops/index.js";

export const rows = Object.entries<FixedOp | ListOp>(ops);
export const fixed = rows.filter((row): row is [string, FixedOp] => row[1].kind === "fixed");
/** The functions of the operations on lists; one list for each of their operands. */
export const lists: Readonly<Record<string, (...x: Value[][]) => Value>> = {
  sum: (x = []) => sum(x),
  dot: (x = [], y = []) => dot(x, y),
  logSumExp: (x = []) => logSumExp(x),
  crossEntropy: (x = [], y = []) => crossEntropy(x, y),
};

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

/** The local gradients of a node as numbers, from its row. */
import { evaluate } from "../ops/index.js";
import { totalsAt } from "../ops/stages.js";
import type { GraphNode } from "./rule.js";

/** ∂(node)/∂(parent) for each parent, from the numbers at hand. */
export function localGradientsOf({ rule: { op }, parents, data: out }: GraphNode): number[] {
  if (op === undefined) return [];
  const data = parents.map((parent) => parent.data);
  const length = data.length / op.operands.length;
  const totals = op.kind === "list" ? totalsAt(op, data.slice(0, length), data.slice(length)) : [];
  const at = (operands: readonly number[]): number[] => {
    const numbers = new Map([...totals, ["out", out]]);
    op.operands.forEach((name, i) => numbers.set(name, operands[i] ?? NaN));
    return op.gradients().map((gradient) => evaluate(gradient, numbers));
  };
  if (op.kind === "fixed") return at(data);
  const pairs = data.slice(0, length).map((x, i) => at([x, data[length + i] ?? NaN]));
  return op.operands.flatMap((_, list) => pairs.map((pair) => pair[list] ?? NaN));
}

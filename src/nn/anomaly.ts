/** Where a loss that is no number comes from: the first bad node of its graph, in topological order. */
import { topologicalOrder } from "../engine/graph.js";
import type { Value } from "../engine/value.js";

const isBad = (value: Value): boolean => !Number.isFinite(value.data);

/** A sentence on the first node that is not finite, or undefined if all are. `nameOf` names parameters. */
export function firstAnomaly(root: Value, nameOf: (value: Value) => string | undefined): string | undefined {
  const bad = topologicalOrder(root).find(isBad);
  if (bad === undefined) return undefined;
  const name = nameOf(bad);
  if (name !== undefined)
    return `${name} is ${String(bad.data)}: the step before made it so (try a smaller learning rate, or clip gradients)`;
  const operands = bad.parents.slice(0, 3).map((parent) => String(parent.data));
  const more = bad.parents.length > 3 ? `, … ${String(bad.parents.length)} operands` : "";
  const label = bad.label === "" ? "" : ` (${bad.label})`;
  return `the first value that is not finite is ${bad.op}(${operands.join(", ")}${more}) = ${String(bad.data)}${label}`;
}

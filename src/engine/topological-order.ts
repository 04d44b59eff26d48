/** The order of a graph for callers: order.ts finds it. */
import { aValue } from "./value-checks.js";
import { innerNodes, withLeaves } from "./order.js";
import type { Value } from "./value.js";

/**
 * Every node that `root` was computed from, and `root` itself last: parents come before children, each node once.
 * @throws ChainruleError if `root` is not a Value.
 * @example
 * const x = new Value(2, "x");
 * topologicalOrder(x.add(x).exp()).map((node) => node.op); // ["leaf", "add", "exp"]
 */
export function topologicalOrder(root: Value): Value[] {
  aValue(root, "topologicalOrder: root");
  const inner = innerNodes([root]);
  return inner.length === 0 ? [root] : withLeaves(inner);
}

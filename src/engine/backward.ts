/** Reverse mode: the chain rule, from a root to the leaves. */
import { orderInPieces } from "./graph.js";
import type { Value } from "./value.js";
import { watching } from "./watch.js";

/** See `Value.backward`; the root is no constant. */
export function backward(root: Value, seed: number): void {
  const pieces = orderInPieces([root], "clear");
  root.grad += seed;
  for (const order of pieces.reverse()) propagate(order);
}

/** Carries the `grad` of each node to its parents, from the last node of a topological order to the first. */
export function propagate(order: readonly Value[]): void {
  const watch = watching();
  for (let i = order.length; i > 0;) {
    const node = order[--i] as Value;
    node.rule.propagate(node);
    watch?.propagated(node);
  }
}

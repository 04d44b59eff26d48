/** Reverse mode: the chain rule, from a root to the leaves. */
import { ChainruleError } from "../errors.js";
import { watching } from "./hooks.js";
import { innerNodes, orderInPieces, withLeaves } from "./order.js";
import type { GraphNode } from "./rule.js";

type Order = readonly GraphNode[];
/** The nodes of the passes under way: of more than one where the local gradients of a user's operation start another. */
let underWay: readonly Order[] = [];

/**
 * See `Value.backward`; the root is no constant.
 * @throws ChainruleError inside of a pass over some of the same nodes, whose gradients it would clear or add to.
 */
export function backward(root: GraphNode, seed: number): void {
  if (underWay.length > 0) checkApart(root);
  const pieces = orderInPieces([root], "clear");
  root.grad += seed;
  propagate(pieces.reverse());
}

/** Carries the `grad` of each node to its parents, from the last node of a topological order to the first; the last piece of it comes first. */
export function propagate(pieces: readonly Order[]): void {
  const watch = watching();
  const outer = underWay;
  underWay = outer.length === 0 ? pieces : [...outer, ...pieces];
  try {
    for (const order of pieces) {
      for (let i = order.length; i > 0;) {
        const node = order[--i] as GraphNode;
        node.rule.propagate(node);
        watch?.propagated(node);
      }
    }
  } finally {
    underWay = outer;
  }
}

function checkApart(root: GraphNode): void {
  const busy = new Set(underWay.flatMap(withLeaves));
  if (![root, ...withLeaves(innerNodes([root]))].some((node) => busy.has(node))) return;
  throw new ChainruleError(
    "backward: called inside of a backward pass over the same nodes; write gradients(y, [x]), which changes no grad",
  );
}

/** The nodes of a graph in the order in which its formula is read: operands before what is made of them, the first operand first. */
import type { Value } from "../../engine/value.js";

/** Like `topologicalOrder`, which is faster but free to take operands in any order. */
export function readingOrder(root: Value): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const stack: { node: Value; parents: readonly Value[]; next: number }[] = [];
  const enter = (node: Value): void => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, parents: node.parents, next: 0 });
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const parent = top.parents[top.next++];
    if (parent !== undefined) enter(parent);
    else order.push((stack.pop() as typeof top).node);
  }
  return order;
}

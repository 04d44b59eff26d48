/** Operands that no gradient passes to, such as the condition of `where`. Next: order.ts, which does not lead gradients below them. */
import { isFlat } from "../ops/index.js";
import type { GraphNode } from "./rule.js";

/** Visits the operands of a node from the last to the first, each with the number of its place in the row. */
function eachOperand(
  { parents, rule: { op } }: GraphNode,
  visit: (operand: GraphNode, k: number) => void,
): void {
  const length = op?.kind === "list" ? parents.length / op.operands.length : 1;
  for (let i = parents.length; i > 0;) {
    i--;
    visit(parents[i] as GraphNode, Math.floor(i / length));
  }
}

/** Visits the operands of a node that gradients reach, and keeps the others. */
export function visitCarrying(
  node: GraphNode,
  visit: (operand: GraphNode) => void,
  unreached: GraphNode[],
): void {
  const { flat } = node.rule;
  eachOperand(node, (operand, k) => {
    if (isFlat(flat, k)) unreached.push(operand);
    else visit(operand);
  });
}

/** Sets the `grad` of nodes to 0, and of all below them that bear no mark from `seen` on: no gradient reaches these. */
export function clearBelow(stack: GraphNode[], seen: number): void {
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.x === undefined || node.mark >= seen) continue;
    node.mark = seen;
    node.grad = 0;
    eachOperand(node, (operand) => stack.push(operand));
  }
}

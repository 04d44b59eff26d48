/**
 * The order of the graph: from any root, every node below it, parents before children. No recursion, so depth is
 * bounded by memory only. Next: backward.ts walks it.
 */
import { clearBelow, visitCarrying } from "./flat-operands.js";
import { nextMarks } from "./numbering.js";
import type { GraphNode } from "./rule.js";

/** Kept in pieces: one array of millions of nodes would be copied, again and again, while it grows. Only the first piece grows. */
const PIECE = 4096;

/**
 * Which nodes a search is for: all, or those that gradients reach, which is not so below a flat operand (what is given to `detach`, or
 * the condition of `where`). "clear" is for these too, and sets the `grad` of all nodes to 0 on its way, which saves `backward` a pass over memory.
 */
type Search = "all" | "carrying" | "clear";

/**
 * The nodes below and including the roots that have parents, in topological order: a depth-first search, post-order; in pieces that
 * follow each other. Nodes in `ends` are not among them, and the search does not look below these.
 */
export function orderInPieces(
  roots: readonly GraphNode[],
  search: Search,
  ends: readonly GraphNode[] = [],
): GraphNode[][] {
  const [isForGradients, clear] = [search !== "all", search === "clear"];
  const unreached: GraphNode[] = [];
  let piece: GraphNode[] = [];
  let length = 0;
  const pieces = [piece];
  const { open, closed } = nextMarks();
  for (const end of ends) end.mark = closed;
  const stack = roots.filter((root) => root.x !== undefined).reverse();
  const visit = (parent: GraphNode): void => {
    if (parent.x !== undefined && parent.mark < open) stack.push(parent);
  };
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as GraphNode;
    if (node.mark < open) {
      node.mark = open;
      if (clear) node.grad = 0;
      const { x, y } = node;
      if (isForGradients && node.rule.flat !== 0) {
        visitCarrying(node, visit, unreached);
        continue;
      }
      if (Array.isArray(x)) for (let i = x.length; i > 0;) visit(x[--i] as GraphNode);
      else visit(x as GraphNode);
      if (Array.isArray(y)) for (let i = y.length; i > 0;) visit(y[--i] as GraphNode);
      else if (y !== undefined) visit(y as GraphNode);
    } else {
      stack.pop();
      if (node.mark === open) {
        node.mark = closed;
        if (length === PIECE) {
          pieces.push((piece = new Array<GraphNode>(PIECE)));
          length = 0;
        }
        piece[length++] = node;
      }
    }
  }
  piece.length = length;
  if (clear) clearBelow(unreached, open);
  return pieces;
}

/** The same in one array. (`flat` takes five times as long.) */
export const innerNodes = <N extends GraphNode>(roots: readonly N[], ends?: readonly N[]): N[] =>
  ([] as GraphNode[]).concat(...orderInPieces(roots, "all", ends)) as N[];

/** Those of them that a gradient of the roots reaches. */
export const carryingNodes = <N extends GraphNode>(roots: readonly N[], ends?: readonly N[]): N[] =>
  ([] as GraphNode[]).concat(...orderInPieces(roots, "carrying", ends)) as N[];

/** Inner nodes in topological order, each leaf put before the first node that reads it. */
export function withLeaves<N extends GraphNode>(inner: readonly N[]): N[] {
  const order: N[] = [];
  const { open: seen } = nextMarks();
  for (const node of inner) {
    for (const parent of node.parents as readonly N[]) {
      if (parent.x === undefined && parent.mark < seen) {
        parent.mark = seen;
        order.push(parent);
      }
    }
    order.push(node);
  }
  return order;
}

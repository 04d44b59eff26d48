/**
 * The order of the graph: from any root, every node below it, parents before children. No recursion, so depth is
 * bounded by memory only.
 */
import { isFlat } from "../ops/index.js";
import type { Value } from "./value.js";

let traversals = 0;

/** Marks of a new traversal; nodes that bear any other mark have not been seen by it. */
function nextMarks(): { open: number; closed: number } {
  traversals += 2;
  return { open: traversals, closed: traversals + 1 };
}

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
  roots: readonly Value[],
  search: Search,
  ends: readonly Value[] = [],
): Value[][] {
  const [isForGradients, clear] = [search !== "all", search === "clear"];
  const unreached: Value[] = [];
  let piece: Value[] = [];
  let length = 0;
  const pieces = [piece];
  const { open, closed } = nextMarks();
  for (const end of ends) end.mark = closed;
  const stack = roots.filter((root) => root.x !== undefined).reverse();
  const visit = (parent: Value): void => {
    if (parent.x !== undefined && parent.mark < open) stack.push(parent);
  };
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Value;
    if (node.mark < open) {
      node.mark = open;
      if (clear) node.grad = 0;
      const { x, y } = node;
      if (isForGradients && node.rule.flat !== 0) {
        visitCarrying(node, visit, unreached);
        continue;
      }
      if (Array.isArray(x)) for (let i = x.length; i > 0;) visit(x[--i] as Value);
      else visit(x as Value);
      if (Array.isArray(y)) for (let i = y.length; i > 0;) visit(y[--i] as Value);
      else if (y !== undefined) visit(y as Value);
    } else {
      stack.pop();
      if (node.mark === open) {
        node.mark = closed;
        if (length === PIECE) {
          pieces.push((piece = new Array<Value>(PIECE)));
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

/** Visits the operands of a node from the last to the first, each with the number of its place in the row. */
function eachOperand({ parents, rule: { op } }: Value, visit: (operand: Value, k: number) => void): void {
  const length = op?.kind === "list" ? parents.length / op.operands.length : 1;
  for (let i = parents.length; i > 0;) {
    i--;
    visit(parents[i] as Value, Math.floor(i / length));
  }
}

/** Visits the operands of a node that gradients reach, and keeps the others. */
function visitCarrying(node: Value, visit: (operand: Value) => void, unreached: Value[]): void {
  const { flat } = node.rule;
  eachOperand(node, (operand, k) => {
    if (isFlat(flat, k)) unreached.push(operand);
    else visit(operand);
  });
}

/** Sets the `grad` of nodes to 0, and of all below them that bear no mark from `seen` on: no gradient reaches these. */
function clearBelow(stack: Value[], seen: number): void {
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.x === undefined || node.mark >= seen) continue;
    node.mark = seen;
    node.grad = 0;
    eachOperand(node, (operand) => stack.push(operand));
  }
}

/** The same in one array. (`flat` takes five times as long.) */
export const innerNodes = (roots: readonly Value[], ends?: readonly Value[]): Value[] =>
  ([] as Value[]).concat(...orderInPieces(roots, "all", ends));

/** Those of them that a gradient of the roots reaches. */
export const carryingNodes = (roots: readonly Value[], ends?: readonly Value[]): Value[] =>
  ([] as Value[]).concat(...orderInPieces(roots, "carrying", ends));

/** Inner nodes in topological order, each leaf put before the first node that reads it. */
export function withLeaves(inner: readonly Value[]): Value[] {
  const order: Value[] = [];
  const { open: seen } = nextMarks();
  for (const node of inner) {
    for (const parent of node.parents) {
      if (parent.x === undefined && parent.mark < seen) {
        parent.mark = seen;
        order.push(parent);
      }
    }
    order.push(node);
  }
  return order;
}

/** Numbers nodes by their marks: a map from node to number without a hash table. It lasts until the next traversal. */
export class Numbering {
  /** The mark of the node with the number 0. */
  readonly first = traversals + 2;
  private next = this.first;

  add(node: Value): number {
    node.mark = this.next;
    return this.reserve();
  }

  /** Takes the next number, for a node or for something that is none. */
  reserve(): number {
    traversals = this.next;
    return this.next++ - this.first;
  }

  /** The number of a node, negative if it has none. */
  of(node: Value): number {
    return node.mark - this.first;
  }
}

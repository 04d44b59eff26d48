/** Numbers that nodes bear: a traversal knows by them where it has been. Next: order.ts. */
import type { GraphNode } from "./rule.js";

let traversals = 0;

/** Marks of a new traversal; nodes that bear any other mark have not been seen by it. */
export function nextMarks(): { open: number; closed: number } {
  traversals += 2;
  return { open: traversals, closed: traversals + 1 };
}

/** Numbers nodes by their marks: a map from node to number without a hash table. It lasts until the next traversal. */
export class Numbering {
  /** The mark of the node with the number 0. */
  readonly first = traversals + 2;
  private next = this.first;

  add(node: GraphNode): number {
    node.mark = this.next;
    return this.reserve();
  }

  /** Takes the next number, for a node or for something that is none. */
  reserve(): number {
    traversals = this.next;
    return this.next++ - this.first;
  }

  /** The number of a node, negative if it has none. */
  of(node: GraphNode): number {
    return node.mark - this.first;
  }
}

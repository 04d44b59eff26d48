/**
 * Which nodes of a large graph are alike, so that each class is drawn as one box. Nodes start in one class per operation; then, round by
 * round, a class splits where its nodes read from, or are read by, different classes (colour refinement, as in the Weisfeiler–Leman test).
 * How many operands a node has does not matter, only of which classes. Next: overview.ts, which draws the classes.
 */
import type { Value } from "../../engine/value.js";

/** A class for every node of an order, by index. */
export interface Classes {
  readonly classOf: Int32Array;
  readonly count: number;
}

/** The operands of every node by index into the order, with the slot that each fills: list or position. */
interface Operands {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
  readonly slots: Int8Array;
}

/** Chains split by one level a round and would go on for as many rounds as they are long. */
const MOST_ROUNDS = 8;
const MOST_SLOTS = 4;

function operandsOf(order: readonly Value[]): Operands {
  const indices = new Map<Value, number>();
  order.forEach((node, i) => indices.set(node, i));
  const starts = new Int32Array(order.length + 1);
  order.forEach((node, i) => (starts[i + 1] = (starts[i] ?? 0) + node.parents.length));
  const total = starts[order.length] ?? 0;
  const [nodes, slots] = [new Int32Array(total), new Int8Array(total)];
  order.forEach((node, i) => {
    const { parents } = node;
    const perSlot = node.rule.op?.kind === "list" ? parents.length / node.rule.op.operands.length : 1;
    parents.forEach((parent, k) => {
      const at = (starts[i] ?? 0) + k;
      nodes[at] = indices.get(parent) ?? 0;
      slots[at] = Math.min(Math.floor(k / perSlot), MOST_SLOTS - 1);
    });
  });
  return { starts, nodes, slots };
}

function numbered(count: number, keyOf: (i: number) => string): Classes {
  const known = new Map<string, number>();
  const classOf = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const key = keyOf(i);
    let number = known.get(key);
    if (number === undefined) known.set(key, (number = known.size));
    classOf[i] = number;
  }
  return { classOf, count: known.size };
}

/** Splits every class by what its nodes read and what reads them. */
function refined({ classOf, count }: Classes, { starts, nodes, slots }: Operands): Classes {
  const seen = Array.from(classOf, (): number[] => []);
  const note = (node: number, code: number): void => {
    const codes = seen[node] as number[];
    if (!codes.includes(code)) codes.push(code);
  };
  for (let i = 0; i < classOf.length; i++) {
    for (let at = starts[i] ?? 0; at < (starts[i + 1] ?? 0); at++) {
      const [parent, slot] = [nodes[at] ?? 0, slots[at] ?? 0];
      note(i, (classOf[parent] ?? 0) * MOST_SLOTS + slot);
      note(parent, ((classOf[i] ?? 0) + count) * MOST_SLOTS + slot);
    }
  }
  return numbered(classOf.length, (i) => {
    const codes = seen[i] as number[];
    return `${String(classOf[i])}:${codes.sort((a, b) => a - b).join()}`;
  });
}

/**
 * The finest classes that are at most `most`; `kindOf` says what never comes into one class. `order` is topological, the root last.
 */
export function fold(order: readonly Value[], most: number, kindOf: (node: Value) => string): Classes {
  const last = order.length - 1;
  const kind = (node: Value, i: number): string => {
    if (i === last) return "root";
    return node.x === undefined ? node.op : "operation";
  };
  const coarsest = numbered(order.length, (i) => kind(order[i] as Value, i));
  let classes = numbered(order.length, (i) => {
    const node = order[i] as Value;
    return `${kind(node, i)} ${node.op} ${kindOf(node)}`;
  });
  if (classes.count > most) return coarsest;
  const operands = operandsOf(order);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = refined(classes, operands);
    if (next.count > most || next.count === classes.count) return classes;
    classes = next;
  }
  return classes;
}

/** One path from an input to the root, and what the chain rule says along it. */
import { isValue, type Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";

/** One edge of a path: a node, and which of its operands the path comes from. */
export interface PathEdge {
  readonly node: Value;
  readonly operand: number;
  /** ∂(node)/∂(operand). */
  readonly local: number;
}

/**
 * The path between an input and the root along which the product of local derivatives is greatest in size, from the root down.
 * @throws ChainruleError if the input is not below the root.
 */
export function strongestPath(order: readonly Value[], input: Value): PathEdge[] {
  const best = new Map<Value, { size: number; edge?: PathEdge }>();
  const root = order.at(-1) as Value;
  best.set(root, { size: 1 });
  for (let i = order.length; i > 0;) {
    const node = order[--i] as Value;
    const size = best.get(node)?.size ?? 0;
    node.localGradients().forEach((local, operand) => {
      const parent = node.parents[operand] as Value;
      const through = Math.abs(local) * size;
      const known = best.get(parent);
      if (known === undefined || through > known.size) best.set(parent, { size: through, edge: { node, operand, local } }); // prettier-ignore
    });
  }
  if (!best.has(input)) {
    throw new ChainruleError(`draw: highlight is ${input.toString()}, expected a Value that root was computed from`); // prettier-ignore
  }
  const path: PathEdge[] = [];
  for (let at = input; at !== root;) {
    const { edge } = best.get(at) as { edge: PathEdge };
    path.push(edge);
    at = edge.node;
  }
  return path.reverse();
}

/** @throws ChainruleError if the Values, from an input to the root, are not each an operand of the next. */
function givenPath(order: readonly Value[], values: readonly Value[]): PathEdge[] {
  if (values.at(-1) !== order.at(-1)) throw new ChainruleError("draw: highlight does not end at the root");
  const edges = values.slice(1).map((node, i): PathEdge => {
    const operand = node.parents.indexOf(values[i] as Value);
    if (operand < 0) {
      const [from, to] = [values[i] as Value, node];
      throw new ChainruleError(`draw: highlight: ${from.toString()} is no operand of ${to.toString()}`);
    }
    return { node, operand, local: node.localGradients()[operand] ?? NaN };
  });
  return edges.reverse();
}

/** The edges to highlight, from the root down. */
export function highlighted(
  order: readonly Value[],
  highlight: Value | readonly Value[] | undefined,
): readonly PathEdge[] {
  if (highlight === undefined) return [];
  return isValue(highlight) ? strongestPath(order, highlight) : givenPath(order, highlight);
}

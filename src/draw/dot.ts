/**
 * A graph of Values as a ts-graphviz model and as DOT text: a box for every leaf, an ellipse with the symbol for every operation, each
 * with its number and its gradient. Next: svg.ts, which turns the text into a picture.
 */
import { attribute as _, digraph, toDot as print, type RootGraphModel } from "ts-graphviz";
import { topologicalOrder } from "../engine/graph.js";
import { Value } from "../engine/value.js";
import { ChainruleError, describe } from "../errors.js";
import { escapeLabel, formatNumber } from "./format.js";

export interface DrawOptions {
  /** Significant digits of numbers. Default 5. */
  readonly digits?: number;
  /** Whether gradients are shown. Default true. */
  readonly gradients?: boolean;
  /** The direction of the forward pass. Default `"LR"`. */
  readonly direction?: "LR" | "TB" | "RL" | "BT";
}

/**
 * The graph below a root as a ts-graphviz model, for changes of your own. Nodes are named `n0`, `n1`, … in topological order, so the same
 * graph always gets the same names.
 * @throws ChainruleError if the root is not a Value.
 */
export function toGraph(
  root: Value,
  { digits = 5, gradients = true, direction = "LR" }: DrawOptions = {},
): RootGraphModel {
  if (!((root as unknown) instanceof Value)) {
    throw new ChainruleError(`draw: root is ${describe(root)}, expected a Value`);
  }
  const graph = digraph("computation", { [_.rankdir]: direction });
  const ids = new Map<Value, string>();
  for (const value of topologicalOrder(root)) {
    const id = `n${String(ids.size)}`;
    ids.set(value, id);
    const { op } = value.rule;
    const lines = [
      ...(op === undefined ? [] : [op.notation.symbol]),
      ...(value.label === "" ? [] : [value.label]),
      formatNumber(value.data, digits),
      // A constant has no gradient to show.
      ...(gradients && value.op !== "constant" ? [`grad ${formatNumber(value.grad, digits)}`] : []),
    ];
    const shape = op === undefined ? "box" : "ellipse";
    graph.createNode(id, { [_.shape]: shape, [_.label]: escapeLabel(lines.join("\n")) });
    for (const parent of value.parents) graph.createEdge([ids.get(parent) ?? "", id]);
  }
  return graph;
}

/**
 * The graph below a root as DOT text.
 * @throws ChainruleError if the root is not a Value.
 * @example
 * toDot(new Value(3, "x").square()).includes("digraph"); // true
 */
export const toDot = (root: Value, options: DrawOptions = {}): string => print(toGraph(root, options));

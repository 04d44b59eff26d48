/**
 * A graph of Values as a ts-graphviz model and as DOT text: a small graph node by node, a large one folded. Next: svg.ts, which turns
 * the text into a picture.
 */
import { toDot as print } from "ts-graphviz";
import type { RootGraphModel } from "ts-graphviz" with { "resolution-mode": "import" };
import type { Value } from "../../engine/value.js";
import { drawGraph, finished, type Pass } from "./graph.js";
import { checkRoot, settings, type DrawOptions, type Settings } from "../options.js";
import { readingOrder } from "./order.js";
import { drawOverview } from "./overview.js";
import { reachesTooFar } from "./arrow-length.js";
import { drawRecord } from "./record.js";
import { drawTextbook } from "./textbook.js";

/** @internal */
export function draw(order: readonly Value[], options: Settings, pass: Pass = finished): RootGraphModel {
  const drawing = isTooLarge(order, options) ? drawOverview(order, options) : drawGraph(order, options, pass);
  return options.style === "record" ? drawRecord(drawing, options) : drawTextbook(drawing, options);
}

/** Few nodes can have very many edges between them. */
const MOST_EDGES_PER_NODE = 4;

/** @internal */
export function isTooLarge(order: readonly Value[], { maxNodes }: Settings): boolean {
  if (order.length > maxNodes) return true;
  let edges = 0;
  for (const node of order) edges += node.parents.length;
  return edges > MOST_EDGES_PER_NODE * maxNodes || reachesTooFar(order);
}

/**
 * The graph below a root as a ts-graphviz model, for changes of your own. Nodes are named `n0`, `n1`, … in the order of `readingOrder`, so the same
 * graph always gets the same names.
 * @throws ChainruleError if the root is not a Value.
 */
export function toGraph(root: Value, options?: DrawOptions): RootGraphModel {
  checkRoot(root, "draw");
  return draw(readingOrder(root), settings(options));
}

/**
 * The graph below a root as DOT text.
 * @throws ChainruleError if the root is not a Value.
 * @example
 * toDot(new Value(3, "x").square()).includes("digraph"); // true
 */
export const toDot = (root: Value, options?: DrawOptions): string => print(toGraph(root, options));

/**
 * How far the arrows of a graph reach: the ranks between both ends, added up. Graphviz puts an unseen node on every rank that an arrow passes, and its work
 * grows much faster than their number. dot.ts folds a graph whose arrows reach too far, canvas.ts gives a simpler layout to one where they reach far.
 */
import type { Value } from "../../engine/value.js";
import type { Drawing } from "./model.js";

/** From and to, as numbers of nodes. */
type Ends = readonly [from: number, to: number];

/** Above this the best layout takes seconds, and at twice as much a quarter of a minute. */
const FAR = 1000;
/** Above this a simple layout takes more than ten seconds. */
const TOO_FAR = 40_000;

function reach(count: number, edges: readonly Ends[]): number {
  const ranks = new Int32Array(count);
  // Where boxes of a folded graph read each other in a circle, an arrow counts as one onwards.
  const onwards = edges.map(([from, to]): Ends => (from < to ? [from, to] : [to, from]));
  onwards.sort(([, to], [, otherTo]) => to - otherTo);
  for (const [from, to] of onwards) ranks[to] = Math.max(ranks[to] as number, (ranks[from] as number) + 1);
  return onwards.reduce((total, [from, to]) => total + (ranks[to] as number) - (ranks[from] as number), 0);
}

/** Whether the arrows of a graph, its nodes in topological order, reach too far to draw it node by node. */
export function reachesTooFar(order: readonly Value[]): boolean {
  const numbers = new Map(order.map((node, i) => [node, i]));
  const edges = order.flatMap((node, to) =>
    node.parents.map((parent): Ends => [numbers.get(parent) ?? to, to]),
  );
  return reach(order.length, edges) > TOO_FAR;
}

/** Whether the arrows of a drawing reach so far that its layout must be a simple one. */
export function reachesFar({ nodes, edges }: Drawing): boolean {
  const numbers = new Map(nodes.map(({ id }, i) => [id, i]));
  const ends = edges.map(({ from, to }): Ends => [numbers.get(from) ?? 0, numbers.get(to) ?? 0]);
  return reach(nodes.length, ends) > FAR;
}

/** Which named frame each node belongs to: those that the caller listed, and the operations that lead to them and nowhere else. */
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";

/**
 * @throws ChainruleError if a cluster holds a Value that is not in the graph, or a Value of another cluster.
 */
export function clusterOf(
  order: readonly Value[],
  clusters: Readonly<Record<string, readonly Value[]>>,
): ReadonlyMap<Value, string> {
  const home = new Map<Value, string>();
  if (Object.keys(clusters).length === 0) return home;
  const known = new Set(order);
  for (const [name, values] of Object.entries(clusters)) {
    values.forEach((value, i) => {
      const where = `draw: clusters.${name}[${String(i)}]`;
      if (!known.has(value)) throw new ChainruleError(`${where} is not in the graph: ${value.toString()}`);
      const other = home.get(value);
      if (other !== undefined && other !== name) throw new ChainruleError(`${where} is in ${JSON.stringify(other)} too, expected one cluster a Value`); // prettier-ignore
      home.set(value, name);
    });
  }
  return absorb(order, home);
}

/** Consumers come before what they read, so one pass from the root is enough. */
function absorb(order: readonly Value[], listed: ReadonlyMap<Value, string>): ReadonlyMap<Value, string> {
  const home = new Map<Value, string>(listed);
  /** Where the consumers of a node are: one cluster, or no single one. */
  const wanted = new Map<Value, string | undefined>();
  for (let i = order.length; i > 0;) {
    const node = order[--i] as Value;
    if (!home.has(node) && node.x !== undefined) {
      const cluster = wanted.get(node);
      if (cluster !== undefined) home.set(node, cluster);
    }
    const own = home.get(node);
    for (const parent of node.parents) {
      wanted.set(parent, !wanted.has(parent) || wanted.get(parent) === own ? own : undefined);
    }
  }
  return home;
}

/** A large graph as something to draw: one box for all nodes that are alike, with their count and the range of their numbers. */
import { CONSTANT } from "../../engine/rule.js";
import type { Value } from "../../engine/value.js";
import { clusterOf } from "./clusters.js";
import { fold } from "./folding.js";
import type { DrawnEdge, DrawnNode, Drawing } from "./model.js";
import type { Settings } from "../options.js";

/** What is known of a class of nodes. */
interface Group {
  readonly first: Value;
  readonly last: Value;
  readonly count: number;
  readonly data: Range;
  readonly grad: Range;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const NOTHING: Range = { min: Infinity, max: -Infinity };
/** NaN, once met, stays. */
const widened = ({ min, max }: Range, x: number): Range => ({ min: Math.min(min, x), max: Math.max(max, x) });

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** `order` is the graph in topological order, the root last. */
export function drawOverview(order: readonly Value[], options: Settings): Drawing {
  const { format, values, maxNodes } = options;
  const clusters = clusterOf(order, options.clusters);
  const { classOf, count } = fold(order, maxNodes, (node) => clusters.get(node) ?? "");
  const showsGradients = options.gradients ?? order.some((value) => value.grad !== 0);
  const groups = new Array<Group | undefined>(count).fill(undefined);
  const arrows = new Map<string, { from: number; to: number; count: number }>();
  const indices = new Map<Value, number>();
  order.forEach((value, i) => {
    indices.set(value, i);
    const to = classOf[i] ?? 0;
    const { first, count: before, data, grad } = groups[to] ?? { first: value, count: 0, data: NOTHING, grad: NOTHING }; // prettier-ignore
    groups[to] = { first, last: value, count: before + 1, data: widened(data, value.data), grad: widened(grad, value.grad) }; // prettier-ignore
    for (const parent of value.parents) {
      const from = classOf[indices.get(parent) ?? 0] ?? 0;
      const key = `${String(from)} ${String(to)}`;
      const arrow = arrows.get(key);
      if (arrow === undefined) arrows.set(key, { from, to, count: 1 });
      else arrow.count++;
    }
  });
  const range = ({ min, max }: Range): string => (min === max || Number.isNaN(min) ? format(min) : `${format(min)} … ${format(max)}`); // prettier-ignore
  const id = (group: number): string => `n${String(group)}`;
  const nodes = (groups as Group[]).map(({ first, last, count: size, data, grad }, i): DrawnNode => {
    const { op } = first.rule;
    const name = size === 1 || first.label === last.label ? first.label : `${first.label} … ${last.label}`;
    const what = op === undefined ? first.op : op.notation.symbol;
    const cluster = clusters.get(first);
    const lines = [
      size === 1 ? what : `${what}, ${grouped(size)} nodes`,
      ...(name === "" ? [] : [name]),
      ...(values ? [range(data)] : []),
      ...(showsGradients && first.rule !== CONSTANT ? [`grad ${range(grad)}`] : []),
    ];
    return {
      id: id(i),
      kind: "group",
      name: lines.join("\n"),
      captions: [],
      tooltip: lines.join(", "),
      ...(cluster !== undefined && { cluster }),
      isBold: size > 1,
    };
  });
  const edges = Array.from(arrows.values(), ({ from, to, count: size }): DrawnEdge => {
    const label = size > 1 ? { value: grouped(size) } : {};
    return { from: id(from), to: id(to), ...label, isPending: false, isBold: false };
  });
  // A line each: a single one would be wider than most of these pictures.
  const notes = [
    `folded: ${grouped(order.length)} nodes in ${String(count)} boxes.`,
    "A double box stands for nodes of the same operation on the same kinds of operands,",
    "with the range of their numbers; a number on an arrow counts the edges it stands for.",
  ];
  return { nodes, edges, notes };
}

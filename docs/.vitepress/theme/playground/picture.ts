/**
 * The graph as the SVG of the textbook, laid out once per structure, every node and edge with an id; and what stands on its arrows, which
 * is all that changes while a slider moves. Next: view.ts puts it on the page.
 */
import type { Value } from "chainrule";
import { dotToSvg, themes, toGraph, toSvg } from "chainrule/draw";
import { toDot as print, type GraphBaseModel, type RootGraphModel } from "ts-graphviz";
import { formatNumber } from "../../../../src/draw/format.js";
import type { Evaluated } from "./evaluated.js";

/** Larger graphs are folded, and then nothing in them can be stepped through or pointed at. */
export const MOST_NODES = 250;
/** Larger pictures have no captions: local derivatives are said beside them, for the node that is chosen. */
const MOST_CAPTIONS = 30;
const DIGITS = 5;

export type Scheme = "light" | "dark";

/** An arrow of the picture. */
export interface Arrow {
  readonly id: string;
  readonly way: "forward" | "backward";
  /** Index of the node it starts at on the way forward. */
  readonly from: number;
  /** Index of the operation it leads to, and of its operand; none for the arrow out of the root. */
  readonly to?: { readonly node: number; readonly operand: number };
  /** `t = `, before the number. */
  readonly prefix: string;
}

export interface Picture {
  readonly svg: string;
  readonly arrows: readonly Arrow[];
  readonly scheme: Scheme;
  readonly isFolded: boolean;
}

export const format = (x: number): string => formatNumber(x, DIGITS);

const model = (
  { root, nodes }: Evaluated,
  scheme: Scheme,
  mostNodes: number,
  highlight?: Value,
): RootGraphModel =>
  toGraph(root, {
    gradients: true,
    format,
    theme: { ...themes[scheme], background: "transparent" },
    maxNodes: mostNodes,
    localDerivatives: nodes.length <= MOST_CAPTIONS,
    ...(highlight !== undefined && { highlight }),
  });

/** The arrows in the order in which the picture has them: into each node, by operand, forward and then backward. */
function expectedArrows({ nodes, root }: Evaluated): Omit<Arrow, "id" | "prefix">[] {
  const indices = new Map(nodes.map((node, i) => [node, i]));
  const arrows = nodes.flatMap((node, to) =>
    node.parents.flatMap((parent, operand) => {
      const ends = { from: indices.get(parent) ?? NaN, to: { node: to, operand } };
      const forward = { way: "forward" as const, ...ends };
      return parent.op === "constant" ? [forward] : [forward, { way: "backward" as const, ...ends }];
    }),
  );
  if (root.parents.length === 0) return arrows;
  const from = nodes.length - 1;
  return [...arrows, { way: "forward", from }, { way: "backward", from }];
}

function everyNode(graph: GraphBaseModel): GraphBaseModel["nodes"][number][] {
  return [...graph.nodes, ...graph.subgraphs.flatMap(everyNode)];
}

const said = (escaped: string): string =>
  escaped.replaceAll("&lt;", "<").replaceAll("&amp;", "&").replaceAll("\\\\", "\\");

/** Gives ids to all that is drawn, and takes off the tooltips, which view.ts keeps up to date as titles. */
function identified(graph: RootGraphModel, at: Evaluated): { arrows: Arrow[]; isFolded: boolean } {
  const expected = expectedArrows(at);
  const isFolded = graph.edges.length !== expected.length;
  if (isFolded) return { arrows: [], isFolded };
  for (const { id, attributes } of everyNode(graph)) {
    attributes.set("id", `graph-${id}`);
    attributes.delete("tooltip");
  }
  const arrows = graph.edges.map(({ attributes }, i): Arrow => {
    const id = `graph-e${String(i)}`;
    attributes.set("id", id);
    const parts = said(attributes.get("label") ?? "").split(" = ");
    const prefix = parts
      .slice(0, -1)
      .map((part) => `${part} = `)
      .join("");
    return { id, prefix, ...(expected[i] as Omit<Arrow, "id" | "prefix">) };
  });
  return { arrows, isFolded };
}

export async function pictureOf(at: Evaluated, scheme: Scheme, mostNodes = MOST_NODES): Promise<Picture> {
  const graph = model(at, scheme, mostNodes);
  const marks = identified(graph, at);
  return { ...marks, scheme, svg: await dotToSvg(print(graph)) };
}

/** A picture to take away: as `toSvg` gives it, on paper of its own. */
export const fileOf = async ({ root }: Evaluated, maxNodes: number): Promise<Picture> => ({
  svg: await toSvg(root, { gradients: true, maxNodes }),
  arrows: [],
  scheme: "light",
  isFolded: false,
});

/** A large picture stays as it is laid out while the values change; a small one is laid out anew for longer numbers and captions. */
export const stays = (picture: Picture, at: Evaluated, scheme: Scheme): boolean =>
  !picture.isFolded && at.nodes.length > MOST_CAPTIONS && picture.scheme === scheme;

/** Each node as a sentence: `price = v1 · tax = 220, gradient 1`. */
export const sayings = ({ explanation }: Evaluated, gradientWord: string): string[] =>
  explanation.nodes.map(({ name, definition, value }) => {
    const parts = [name, ...(definition === undefined ? [] : [definition.text]), format(value.data)];
    const sentence = parts.filter((part, i) => part !== parts[i - 1]).join(" = ");
    if (value.op === "constant") return sentence;
    return `${sentence}, ${gradientWord} ${format(explanation.gradients.get(value) ?? NaN)}`;
  });

/** What stands on each arrow, at the values of now. */
export function arrowTexts(arrows: readonly Arrow[], { nodes, explanation, stepsOf }: Evaluated): string[] {
  const products = new Map<Value, number[]>();
  for (const [through, steps] of stepsOf) {
    const list: number[] = [];
    for (const { operand, product } of steps) list[operand] = product;
    products.set(through, list);
  }
  return arrows.map(({ way, from, to, prefix }) => {
    const node = nodes[from] as Value;
    if (way === "forward") return `${prefix}${format(node.data)}`;
    if (to === undefined) return format(explanation.gradients.get(node) ?? NaN);
    return format(products.get(nodes[to.node] as Value)?.[to.operand] ?? NaN);
  });
}

/** The ids of what lies on the path from a node to the root that carries most of the gradient. */
export function boldIds(at: Evaluated, node: Value): ReadonlySet<string> {
  const graph = model(at, "light", MOST_NODES, node);
  identified(graph, at);
  const nodes = everyNode(graph).filter(({ attributes }) => isBold(attributes.get("penwidth")));
  const edges = graph.edges.filter(({ attributes }) => isBold(attributes.get("penwidth")));
  const ids = [...nodes.map(({ attributes }) => attributes.get("id")), ...edges.map(({ attributes }) => attributes.get("id"))]; // prettier-ignore
  return new Set(ids.map(String));
}

const isBold = (penwidth: unknown): boolean => Number(penwidth ?? 0) > 1;

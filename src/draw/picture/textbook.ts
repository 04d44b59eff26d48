/**
 * The picture of the textbook: leaves in boxes, operations in circles; along each edge the value forward on a solid arrow, and below it
 * the gradient back on a dashed one. Koki Saitoh, "Deep Learning from Scratch", chapter 5.
 */
import {
  attribute as _,
  digraph,
  type EdgeAttributesObject,
  type GraphBaseModel,
  type NodeAttributesObject,
  type RootGraphModel,
} from "ts-graphviz";
import { escapeLabel } from "../format.js";
import { bold, clusterGraphs, groupBox, setUp } from "./canvas.js";
import type { DrawnEdge, DrawnNode, Drawing } from "./model.js";
import type { Settings } from "../options.js";
import type { Theme } from "./theme.js";

const SYMBOL_SIZE = 18;
const SMALL_SYMBOL_SIZE = 12;
const CAPTION_SIZE = 9;
const CIRCLE = 0.45;

export function drawTextbook(drawing: Drawing, settings: Settings): RootGraphModel {
  const { theme } = settings;
  const graph = digraph("computation");
  setUp(graph, drawing, settings);
  const home = clusterGraphs(graph, theme);
  for (const node of drawing.nodes) {
    const attributes = nodeAttributes(node, drawing, theme);
    if (node.captions.length === 0) home(node).createNode(node.id, attributes);
    else withCaption(home(node), node, attributes, theme);
  }
  if (drawing.output !== undefined) {
    graph.createNode("output", {
      [_.shape]: "plaintext",
      [_.width]: 0,
      [_.label]: escapeLabel(drawing.output.name),
    });
  }
  for (const edge of [...drawing.edges, ...(drawing.output ? [drawing.output.edge] : [])]) {
    const ends = [edge.from, edge.to] as const;
    graph.createEdge([...ends], {
      ...bold(edge.isBold),
      ...(edge.value !== undefined && { [_.label]: escapeLabel(edge.value) }),
    });
    if (edge.gradient !== undefined) {
      graph.createEdge([...ends], backward(edge, edge.gradient, theme));
    }
  }
  return graph;
}

/** Captions are nodes beside their node, held there by an arrow that is not seen, so that nothing is drawn across them. */
function withCaption(
  graph: GraphBaseModel,
  { id, captions }: DrawnNode,
  attributes: NodeAttributesObject,
  theme: Theme,
): void {
  const rank = graph.createSubgraph(`${id}_rank`, { [_.rank]: "same" });
  rank.createNode(id, attributes);
  rank.createNode(`${id}_caption`, {
    [_.shape]: "plaintext",
    [_.fontsize]: CAPTION_SIZE,
    [_.fontcolor]: theme.muted,
    [_.margin]: 0,
    [_.height]: 0,
    [_.label]: escapeLabel(captions.join("\n")),
  });
  rank.createEdge([id, `${id}_caption`], { [_.style]: "invis", [_.weight]: 10, [_.minlen]: 0 });
}

function backward({ isPending, isBold }: DrawnEdge, gradient: string, theme: Theme): EdgeAttributesObject {
  // A pending gradient is there, unseen, so that the picture stays where it is when it arrives.
  const colour = isPending ? "transparent" : theme.gradient;
  return {
    [_.dir]: "back",
    [_.style]: "dashed",
    [_.color]: colour,
    [_.fontcolor]: colour,
    [_.label]: escapeLabel(gradient),
    ...bold(isBold),
  };
}

function nodeAttributes(node: DrawnNode, drawing: Drawing, theme: Theme): NodeAttributesObject {
  const common = {
    [_.tooltip]: escapeLabel(node.tooltip),
    ...bold(node.isBold),
  };
  if (node.kind === "group") return groupBox(node, theme);
  if (node.kind === "operation") {
    const { symbol = "" } = node;
    const isShort = Array.from(symbol).length <= 2;
    return {
      ...common,
      [_.shape]: isShort ? "circle" : "ellipse",
      [_.style]: "filled",
      [_.fillcolor]: theme.operation,
      [_.fontsize]: isShort ? SYMBOL_SIZE : SMALL_SYMBOL_SIZE,
      [_.label]: escapeLabel(symbol),
      ...(isShort && { [_.width]: CIRCLE, [_.fixedsize]: true }),
      ...(!isShort && { [_.margin]: 0.04 }),
    };
  }
  // A lone leaf has no arrow to write its numbers on.
  const isLone = drawing.edges.length === 0;
  const lines = [
    node.name,
    ...(isLone && node.value !== undefined && node.value !== node.name ? [node.value] : []),
    ...(isLone && node.gradient !== undefined ? [`grad ${node.gradient}`] : []),
  ];
  const isConstant = node.kind === "constant";
  return {
    ...common,
    [_.shape]: "box",
    [_.style]: isConstant ? "rounded,dashed" : "rounded,filled",
    ...(!isConstant && { [_.fillcolor]: theme.leaf }),
    [_.label]: escapeLabel(lines.join("\n")),
  };
}

/** What every style shares: the sheet of paper, the frames of clusters and the notes below. */
import {
  attribute as _,
  type GraphBaseModel,
  type NodeAttributesObject,
  type RootGraphModel,
} from "ts-graphviz";
import { escapeLabel } from "../format.js";
import type { DrawnNode, Drawing } from "./model.js";
import type { Settings } from "../options.js";
import { reachesFar } from "./arrow-length.js";
import type { Theme } from "./theme.js";

const FINE = 1.1;
const BOLD = 2.6;
/** What makes a node or an edge stand out. */
export const bold = (isBold: boolean): { penwidth?: number } => (isBold ? { [_.penwidth]: BOLD } : {});

/** Graphviz knows how wide its letters are, and adds sans-serif in SVG for machines without it. */
const FONT = "Helvetica";

/** A layout after few rounds, with straight arrows: a curve round every node on its way takes longer than all the rest. */
const SIMPLE_LAYOUT = { [_.mclimit]: 0.1, [_.nslimit]: 0.1, [_.nslimit1]: 1, [_.splines]: "line" } as const;

/** Sets up a graph: direction, background, and the font of everything in it. */
export function setUp(graph: RootGraphModel, drawing: Drawing, { theme, direction }: Settings): void {
  const { notes } = drawing;
  graph.apply({
    [_.rankdir]: direction,
    // Operands from top to bottom, as they are read.
    [_.ordering]: "in",
    [_.bgcolor]: theme.background,
    [_.fontname]: FONT,
    [_.fontsize]: 11,
    [_.fontcolor]: theme.muted,
    [_.nodesep]: 0.35,
    [_.ranksep]: 0.55,
    ...(reachesFar(drawing) && SIMPLE_LAYOUT),
    ...(notes.length > 0 && { [_.label]: escapeLabel(notes.join("\n")), [_.labelloc]: "b" }),
  });
  const ink = { [_.fontname]: FONT, [_.color]: theme.ink, [_.fontcolor]: theme.ink, [_.penwidth]: FINE };
  graph.attributes.node.apply({ ...ink, [_.fontsize]: 13 });
  graph.attributes.edge.apply({ ...ink, [_.fontsize]: 12, [_.arrowsize]: 0.7 });
}

/** Where each node is created: in the graph, or in the frame of its cluster. */
export function clusterGraphs(graph: RootGraphModel, theme: Theme): (node: DrawnNode) => GraphBaseModel {
  const made = new Map<string, GraphBaseModel>();
  return ({ cluster }) => {
    if (cluster === undefined) return graph;
    const known = made.get(cluster);
    if (known !== undefined) return known;
    const subgraph = graph.createSubgraph(`cluster${String(made.size)}`, {
      [_.label]: escapeLabel(cluster),
      [_.style]: "rounded,dashed",
      [_.color]: theme.frame,
      [_.fontcolor]: theme.muted,
    });
    made.set(cluster, subgraph);
    return subgraph;
  };
}

/** A box that stands for nodes that are alike; the bold ones for more than one. */
export const groupBox = ({ name, tooltip, isBold }: DrawnNode, theme: Theme): NodeAttributesObject => ({
  [_.shape]: "box",
  [_.style]: "rounded,filled",
  [_.fillcolor]: theme.group,
  [_.fontsize]: 11,
  [_.label]: escapeLabel(name),
  [_.tooltip]: escapeLabel(tooltip),
  ...(isBold && { [_.peripheries]: 2 }),
});

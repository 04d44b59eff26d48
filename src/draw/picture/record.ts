/** The picture of micrograd: a box of name, value and gradient for every node, and a circle for the operation that made it. */
import { attribute as _, digraph, type RootGraphModel } from "ts-graphviz";
import { escapeRecord, escapeLabel } from "../format.js";
import type { DrawnNode, Drawing } from "./model.js";
import type { Settings } from "../options.js";
import { bold, clusterGraphs, groupBox, setUp } from "./canvas.js";

const OPERATION_SIZE = 14;

export function drawRecord(drawing: Drawing, settings: Settings): RootGraphModel {
  const { theme } = settings;
  const graph = digraph("computation");
  setUp(graph, drawing, settings);
  const home = clusterGraphs(graph, theme);
  /** Where arrows into a node end: at the circle of its operation, if it has one. */
  const entrances = new Map<string, string>();
  for (const node of drawing.nodes) {
    const place = home(node);
    if (node.kind === "group") {
      place.createNode(node.id, groupBox(node, theme));
      continue;
    }
    place.createNode(node.id, {
      [_.shape]: "record",
      [_.style]: node.kind === "constant" ? "dashed" : "filled",
      ...(node.kind !== "constant" && { [_.fillcolor]: theme.leaf }),
      [_.tooltip]: escapeLabel(node.tooltip),
      [_.label]: fields(node),
      ...bold(node.isBold),
    });
    if (node.symbol === undefined) continue;
    const entrance = `${node.id}_op`;
    entrances.set(node.id, entrance);
    place.createNode(entrance, {
      [_.shape]: Array.from(node.symbol).length > 2 ? "ellipse" : "circle",
      [_.style]: "filled",
      [_.fillcolor]: theme.operation,
      [_.fontsize]: OPERATION_SIZE,
      [_.margin]: 0.04,
      [_.tooltip]: escapeLabel(node.tooltip),
      [_.label]: escapeLabel([node.symbol, ...node.captions].join("\n")),
      ...bold(node.isBold),
    });
    place.createEdge([entrance, node.id], bold(node.isBold));
  }
  for (const { from, to, isBold } of drawing.edges) {
    graph.createEdge([from, entrances.get(to) ?? to], bold(isBold));
  }
  return graph;
}

const fields = ({ name, kind, value, gradient }: DrawnNode): string =>
  [
    ...(kind === "constant" && name === value ? [] : [name]),
    ...(value === undefined ? [] : [`data ${value}`]),
    ...(gradient === undefined ? [] : [`grad ${gradient}`]),
  ]
    .map(escapeRecord)
    .join("|");

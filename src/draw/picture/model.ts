/** What is drawn, whatever the style: nodes and edges with the texts they show. graph.ts and overview.ts make it, textbook.ts and record.ts draw it. */

export interface DrawnNode {
  readonly id: string;
  readonly kind: "leaf" | "constant" | "operation" | "group";
  /** The label, or a name that stands for it in captions. */
  readonly name: string;
  /** The symbol of an operation. */
  readonly symbol?: string;
  /** The number, unless numbers are not shown. */
  readonly value?: string;
  readonly gradient?: string;
  /** Local derivatives, and what the node's gradient is the sum of. */
  readonly captions: readonly string[];
  /** The whole node as a sentence, for whoever points at it. */
  readonly tooltip: string;
  readonly cluster?: string;
  readonly isBold: boolean;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly value?: string;
  /** What flows back along the edge. */
  readonly gradient?: string;
  /** In a frame of the backward pass: not there yet, but room is kept for it. */
  readonly isPending: boolean;
  readonly isBold: boolean;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** The node that everything leads to, with the texts of the arrow that leaves it; none if it is a leaf. */
  readonly output?: { readonly name: string; readonly edge: DrawnEdge };
  /** Lines below the picture. */
  readonly notes: readonly string[];
}

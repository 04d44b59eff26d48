/** Colours of a picture. None of them says anything that a shape, a line or a word does not say too. */

import type { Color } from "ts-graphviz" with { "resolution-mode": "import" };

/** Colours as Graphviz takes them: `"#1b1b1b"`, `"white"`, `"transparent"`. */
export interface Theme {
  /** Behind the whole picture. */
  readonly background: Color;
  /** Values, forward arrows and outlines. */
  readonly ink: Color;
  /** Gradients and backward arrows. */
  readonly gradient: Color;
  /** Captions. */
  readonly muted: Color;
  /** Inside of a leaf. */
  readonly leaf: Color;
  /** Inside of an operation. */
  readonly operation: Color;
  /** Inside of a box that stands for many nodes. */
  readonly group: Color;
  /** Frames of clusters. */
  readonly frame: Color;
}

/** The colours of a picture, on light and dark paper and for print. */
export const themes = {
  light: {
    background: "white",
    ink: "#1f2933",
    gradient: "#b4231f",
    muted: "#5b6670",
    leaf: "#e8f0f8",
    operation: "#fff7e0",
    group: "#f0ecf7",
    frame: "#9aa5b1",
  },
  dark: {
    background: "#14181d",
    ink: "#e6eaee",
    gradient: "#ff9d8a",
    muted: "#a9b4bf",
    leaf: "#22364a",
    operation: "#3d3620",
    group: "#352e47",
    frame: "#6b7783",
  },
  print: {
    background: "white",
    ink: "black",
    gradient: "black",
    muted: "black",
    leaf: "white",
    operation: "white",
    group: "white",
    frame: "black",
  },
} as const satisfies Record<string, Theme>;

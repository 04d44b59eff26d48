/** What a caller may choose about a picture, with every default filled in. Next: graph.ts, which reads the graph by it. */
import { boolean, fn, integer, listOf, oneOf, text, type Check } from "../arguments/checks.js";
import { byName, options, optional, or, record, type ChecksOf } from "../arguments/options.js";
import { aValue } from "../engine/value-checks.js";
import { isValue, type Value } from "../engine/value.js";
import { formatNumber } from "./format.js";
import { themes, type Theme } from "./picture/theme.js";

const STYLES = ["textbook", "record"] as const;
const DIRECTIONS = ["LR", "TB", "RL", "BT"] as const;

/** How a graph is drawn. */
export interface DrawOptions {
  /** `"textbook"`: circles and two arrows an edge; `"record"`: a box of value and gradient per node, as in micrograd. Default textbook. */
  readonly style?: (typeof STYLES)[number];
  /** Whether numbers are shown. Default true. */
  readonly values?: boolean;
  /** Whether gradients are shown, as `backward()` left them. Default: if any node of the graph has one that is not 0. */
  readonly gradients?: boolean;
  /** Whether each operation has its local derivatives beside it, in symbols and numbers. Default: in textbook style. */
  readonly localDerivatives?: boolean;
  /** The direction of the forward pass. Default `"LR"`. */
  readonly direction?: (typeof DIRECTIONS)[number];
  /** Significant digits of numbers. Default 5. */
  readonly digits?: number;
  /** How a number is written; overrides `digits`. */
  readonly format?: (x: number) => string;
  /** `"light"`, `"dark"`, `"print"` (black on white), or colours of your own. Default light. */
  readonly theme?: keyof typeof themes | Theme;
  /** An input: the path from it that carries most of the gradient is drawn bold. Or the Values of a path, from input to root. */
  readonly highlight?: Value | readonly Value[];
  /** Named frames: each holds the Values listed, and the operations that lead to them and nowhere else. */
  readonly clusters?: Readonly<Record<string, readonly Value[]>>;
  /**
   * A graph of more nodes is folded: equal nodes become one box with a count. So is one of fewer nodes where Graphviz would take minutes, since very many
   * arrows pass very many nodes. Default 100, at least 4.
   */
  readonly maxNodes?: number;
}

/** How the backward pass is drawn, picture by picture. */
export type FrameOptions = Omit<DrawOptions, "gradients" | "highlight">;

/** The options with their defaults; `gradients` stays open until the graph is known. */
export interface Settings {
  readonly style: (typeof STYLES)[number];
  readonly values: boolean;
  readonly gradients: boolean | undefined;
  readonly localDerivatives: boolean;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly format: (x: number) => string;
  readonly theme: Theme;
  readonly highlight: Value | readonly Value[] | undefined;
  readonly clusters: Readonly<Record<string, readonly Value[]>>;
  readonly maxNodes: number;
}

const DIGITS = 5;
const MOST_DIGITS = 17;
const MOST_NODES = 100;
/** The kinds of node that are never put into one box: root, operation, leaf and constant. */
const FEWEST_NODES = 4;

/** Colours by their names, or the name of a theme. */
const theme: Check<Theme> = (given, name) => {
  if (typeof given !== "object")
    return themes[oneOf(Object.keys(themes) as (keyof typeof themes)[])(given, name)];
  const colours = record(Object.fromEntries(Object.keys(themes.light).map((colour) => [colour, text])));
  return colours(given, name) as unknown as Theme;
};
const path = listOf(aValue, "a Value or a path of Values");
const highlight: Check<Value | readonly Value[]> = (given, name) =>
  isValue(given) ? given : path(given, name);
const format: Check<(x: number) => string> = (given, name) => {
  const written = fn<(x: number) => unknown>()(given, name);
  return (x) => text(written(x), `${name}(${String(x)})`);
};

const FRAME_CHECKS = {
  style: or(oneOf(STYLES), "textbook"),
  values: or(boolean, true),
  localDerivatives: optional(boolean),
  direction: or(oneOf(DIRECTIONS), "LR"),
  digits: or(integer(1, MOST_DIGITS), DIGITS),
  format: optional(format),
  theme: or(theme, themes.light),
  clusters: or(byName(listOf(aValue, "a list of Values"), "lists of Values by name"), {}),
  maxNodes: or(integer(FEWEST_NODES), MOST_NODES),
} satisfies ChecksOf<FrameOptions>;

const CHECKS = {
  ...FRAME_CHECKS,
  gradients: optional(boolean),
  highlight: optional(highlight),
} satisfies ChecksOf<DrawOptions>;

/** @throws ChainruleError that names the option, what was given and what is expected. */
export function settings(given: DrawOptions | undefined): Settings {
  return filled(options("draw", given, CHECKS));
}

/** Those of `frames`, which shows every gradient. @throws ChainruleError as for a picture. */
export function frameSettings(given: FrameOptions | undefined): Settings {
  const chosen = options("frames", given, FRAME_CHECKS);
  return filled({ ...chosen, gradients: true, highlight: undefined });
}

type Chosen = { readonly [K in keyof typeof CHECKS]: ReturnType<(typeof CHECKS)[K]> };

function filled({ style, digits, format: written, localDerivatives, ...chosen }: Chosen): Settings {
  return {
    ...chosen,
    style,
    localDerivatives: localDerivatives ?? style === "textbook",
    format: written ?? ((x) => formatNumber(x, digits)),
  };
}

/** @throws ChainruleError if a root is not a Value. */
export function checkRoot(root: unknown, caller: string): asserts root is Value {
  aValue(root, `${caller}: root`);
}

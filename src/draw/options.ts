/** What a caller may choose about a picture, with every default filled in. Next: graph.ts, which reads the graph by it. */
import { Value } from "../engine/value.js";
import { ChainruleError, describe } from "../errors.js";
import { formatNumber } from "./format.js";
import { themes, type Theme } from "./theme.js";

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

function oneOf<T extends string>(option: string, given: T, allowed: readonly T[]): T {
  if (allowed.includes(given)) return given;
  throw new ChainruleError(`draw: ${option} is ${describe(given)}, expected one of ${allowed.join(", ")}`);
}

function whole(option: string, given: number, least: number, most = Infinity): number {
  if (Number.isInteger(given) && given >= least && given <= most) return given;
  const range = most === Infinity ? `from ${String(least)}` : `from ${String(least)} to ${String(most)}`;
  throw new ChainruleError(`draw: ${option} is ${describe(given)}, expected a whole number ${range}`);
}

/** @throws ChainruleError that names the option, what was given and what is expected. */
export function settings(options: DrawOptions): Settings {
  const style = oneOf("style", options.style ?? "textbook", STYLES);
  const digits = whole("digits", options.digits ?? DIGITS, 1, MOST_DIGITS);
  const theme = options.theme ?? "light";
  return {
    style,
    values: options.values ?? true,
    gradients: options.gradients,
    localDerivatives: options.localDerivatives ?? style === "textbook",
    direction: oneOf("direction", options.direction ?? "LR", DIRECTIONS),
    format: options.format ?? ((x) => formatNumber(x, digits)),
    theme: typeof theme === "object" ? theme : themes[oneOf("theme", theme, Object.keys(themes) as (keyof typeof themes)[])], // prettier-ignore
    highlight: options.highlight,
    clusters: options.clusters ?? {},
    maxNodes: whole("maxNodes", options.maxNodes ?? MOST_NODES, FEWEST_NODES),
  };
}

/** @throws ChainruleError if a root is not a Value. */
export function checkRoot(root: unknown, caller: string): asserts root is Value {
  if (root instanceof Value) return;
  throw new ChainruleError(`${caller}: root is ${describe(root)}, expected a Value`);
}

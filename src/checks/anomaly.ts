/** Where a number went wrong: the first operation that made a NaN or an infinity, in the forward pass or on the way back. */
import { callable } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";
import { aValue } from "../engine/value-checks.js";
import { topologicalOrder } from "../engine/topological-order.js";
import { localGradientsOf } from "../engine/local-gradients.js";
import type { GraphNode } from "../engine/rule.js";
import { finished } from "../engine/guards.js";
import type { Value } from "../engine/value.js";
import { watched } from "../engine/hooks.js";

/** Where each node was made, while `detectAnomaly` runs. */
const origins = new WeakMap<GraphNode, string | undefined>();
/** Frames of a call stack to keep; the package's own are among them. */
const STACK_FRAMES = 50;

/**
 * Finds the first number below `root` that is NaN or infinite: first among the `data`, from the leaves on; then, if a backward pass
 * has been made, among the `grad`, from the root on.
 * @throws ChainruleError that names the operation or leaf, its label, the numbers of its operands, and, for a gradient, the gradient that
 * came in and the local gradient. For a node made inside `detectAnomaly` it names the line as well.
 * @example
 * assertFinite(new Value(2).log()); // passes: log 2 is finite
 * const x = new Value(0, "x"), y = x.log();
 * let message = "";
 * try { assertFinite(y); } catch (error) { message = error.message; }
 * message; // "assertFinite: log made -Infinity of x = 0 (leaf \"x\")"
 */
export function assertFinite(root: Value): void {
  aValue(root, "assertFinite: root");
  const order = topologicalOrder(root);
  for (const node of order) {
    if (!Number.isFinite(node.data)) throw forwardError("assertFinite", node);
  }
  if (!Number.isFinite(root.grad)) {
    throw new ChainruleError(
      `assertFinite: the gradient of ${titled(root)} is ${String(root.grad)} from the start: backward was given it as seed`,
    );
  }
  for (const node of order.reverse()) checkParents("assertFinite", node);
}

/**
 * Runs `f` and throws at the first operation that makes a NaN or an infinity, as it is recorded, or as `backward()` passes it. Every node keeps
 * the call stack of its making meanwhile, so this is slow: for finding a fault, not for training. Leaves and constants may hold
 * any number.
 * @throws ChainruleError as `assertFinite` does, with the line of the caller's code that made the node.
 * @example
 * detectAnomaly(() => new Value(2).sqrt().data); // 1.4142135623730951
 */
export function detectAnomaly<T>(f: () => T): T {
  callable(f, "detectAnomaly: f");
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = STACK_FRAMES;
  const made = (node: GraphNode): void => {
    origins.set(node, callerLine());
    if (node.rule.op !== undefined && !Number.isFinite(node.data)) throw forwardError("detectAnomaly", node);
  };
  const propagated = (node: GraphNode): void => {
    checkParents("detectAnomaly", node);
  };
  try {
    return finished(watched({ made, propagated }, f), "detectAnomaly");
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The first line of the call stack that is outside of this package. */
function callerLine(): string | undefined {
  const frames = String(new Error().stack)
    .split("\n")
    .filter((line) => /:\d+:\d+/.test(line));
  // The first frame is this function's. With source maps on it names the source, whatever file runs; so do the others.
  // In the CommonJS build, dist/node, several files are one.
  const [, folder] =
    /([^(\s]*[\\/])(?:checks[\\/]anomaly\.[cm]?[jt]s|node[\\/](?:shared[\\/])?[\w-]+\.js)/.exec(
      frames[0] ?? "",
    ) ?? [];
  const outside = folder === undefined ? undefined : frames.find((line) => !line.includes(folder));
  return (outside ?? frames[0])?.trim().replace(/^at /, "");
}

const madeAt = (node: GraphNode): string => {
  const origin = origins.get(node);
  return origin === undefined ? "" : `\n    made at ${origin}`;
};

/** `log "loss"`. */
const titled = ({ op, label }: GraphNode): string => (label === "" ? op : `${op} ${JSON.stringify(label)}`);

/** More operands than this are not written out. */
const MOST_OPERANDS = 8;

/** `x = −1 (leaf "a"), y = 2 (constant)`; of lists, what is not finite comes first. */
function operandsOf(node: GraphNode): string {
  const { parents, rule } = node;
  const names = rule.op?.operands ?? [];
  const isList = rule.op?.kind === "list";
  const length = parents.length / names.length;
  const all = parents.map((parent, i) => {
    const name = isList
      ? `${names[Math.floor(i / length)] as string}[${String(i % length)}]`
      : (names[i] as string);
    return {
      text: `${name} = ${String(parent.data)} (${titled(parent)})`,
      isBad: !Number.isFinite(parent.data),
    };
  });
  const shown = (isList ? [...all].sort((a, b) => Number(b.isBad) - Number(a.isBad)) : all).slice(
    0,
    MOST_OPERANDS,
  );
  const rest = all.length - shown.length;
  return shown.map(({ text }) => text).join(", ") + (rest > 0 ? `, and ${String(rest)} more` : "");
}

function forwardError(caller: string, node: GraphNode): ChainruleError {
  const what =
    node.rule.op === undefined
      ? `the ${titled(node)} is ${String(node.data)}`
      : `${titled(node)} made ${String(node.data)} of ${operandsOf(node) || "no operands"}`;
  return new ChainruleError(`${caller}: ${what}${madeAt(node)}`);
}

/** Throws if a node with a finite gradient has given one of its parents a gradient that is not. */
function checkParents(caller: string, node: GraphNode): void {
  if (!Number.isFinite(node.grad)) return;
  const { parents } = node;
  const bad = parents.findIndex(({ grad }) => !Number.isFinite(grad));
  if (bad < 0) return;
  const local = localGradientsOf(node)[bad];
  const parent = parents[bad] as GraphNode;
  throw new ChainruleError(
    `${caller}: the backward pass of ${titled(node)} made the gradient ${String(parent.grad)} for operand ${String(bad)} ` +
      `(${titled(parent)}): upstream gradient ${String(node.grad)}, local gradient ${String(local)}, ${operandsOf(node)}, ` +
      `out = ${String(node.data)}${madeAt(node)}`,
  );
}

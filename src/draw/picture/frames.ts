/** The backward pass as a series of pictures, one per operation, each laid out like the last. */
import { toDot as print } from "ts-graphviz";
import type { RootGraphModel } from "ts-graphviz" with { "resolution-mode": "import" };
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { draw, isTooLarge } from "./dot.js";
import { explain } from "../derive/explain.js";
import { checkRoot, frameSettings, type FrameOptions } from "../options.js";
import { readingOrder } from "./order.js";
import { plain, stepLine } from "../derive/text.js";

/** One picture of the backward pass. */
export interface Frame {
  /** What happens in this frame: a line per step of the backward pass. */
  readonly caption: string;
  /** The operation that passes its gradient on; none in the first frame. */
  readonly node: Value | undefined;
  /** The picture as a model of ts-graphviz. */
  readonly graph: RootGraphModel;
  /** The picture as DOT. */
  readonly dot: string;
}

/**
 * The pictures of the backward pass, step by step: first the forward pass alone with the gradient 1 at the root, then one frame for every
 * operation, the last of them the whole picture. Every `grad` is left as it is.
 * @throws ChainruleError if `root` is not a Value, or its graph has more than `maxNodes` nodes.
 * @example
 * const x = new Value(3, "x"), z = x.square().exp();
 * frames(z).length; // 3
 */
export function frames(root: Value, options?: FrameOptions): Frame[] {
  checkRoot(root, "frames");
  const chosen = frameSettings(options);
  const order = readingOrder(root);
  if (isTooLarge(order, chosen)) {
    throw new ChainruleError(`frames: the graph has ${String(order.length)} nodes, expected at most maxNodes = ${String(chosen.maxNodes)}`); // prettier-ignore
  }
  const explanation = explain(root);
  const done = new Set<Value>();
  const frame = (node: Value | undefined, caption: string): Frame => {
    if (node !== undefined) done.add(node);
    const pass = {
      gradientOf: (value: Value) => explanation.gradients.get(value) ?? 0,
      isDone: (value: Value) => done.has(value),
      ...(node !== undefined && { current: node }),
    };
    const graph = draw(order, chosen, pass);
    return { caption, node, graph, dot: print(graph) };
  };
  const name = explanation.nameOf(root);
  const inner = order.filter((value) => value.rule.op !== undefined).reverse();
  return [
    frame(undefined, `${plain.derivative(name, name)} = 1`),
    ...inner.map((node) => {
      const steps = explanation.steps.filter(({ through }) => through === node);
      return frame(node, steps.map((step) => stepLine(explanation, step, plain)).join("\n"));
    }),
  ];
}

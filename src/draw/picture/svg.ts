/** DOT → SVG with Graphviz compiled to WebAssembly, so that nothing has to be installed. */
import { instance, type RenderResult, type Viz } from "@viz-js/viz";
import { text } from "../../arguments/checks.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { toDot } from "./dot.js";
import type { DrawOptions } from "../options.js";

let graphviz: Promise<Viz> | undefined;

/**
 * DOT text as SVG, from `<svg` on.
 * @throws ChainruleError with the message of Graphviz if it does not accept the text.
 */
export async function dotToSvg(dot: string): Promise<string> {
  text(dot, "dotToSvg: dot");
  const viz = await (graphviz ??= instance());
  const result = rendered(viz, dot);
  // Without the XML prolog the text is a file of its own all the same, and can stand in a page or a notebook.
  if (result.status === "success") return result.output.slice(result.output.indexOf("<svg"));
  throw new ChainruleError(`Graphviz: ${result.errors.map(({ message }) => message).join("; ")}`);
}

function rendered(viz: Viz, dot: string): RenderResult {
  try {
    return viz.render(dot, { format: "svg" });
  } catch (cause) {
    // A crash leaves its memory in disorder: the next picture gets a new Graphviz.
    graphviz = undefined;
    throw new ChainruleError(`Graphviz: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The graph below a root as SVG, in Node and in a browser.
 * @throws ChainruleError if the root is not a Value.
 * @example
 * (await toSvg(new Value(3, "x").square())).includes("<svg"); // true
 */
export const toSvg = async (root: Value, options?: DrawOptions): Promise<string> =>
  dotToSvg(toDot(root, options));

/** Pictures and derivations of computational graphs. */
export { toDot, toGraph } from "./dot.js";
export {
  explain,
  type Chain,
  type ExplainedNode,
  type ExplainOptions,
  type Explanation,
  type Step,
} from "./explain.js";
export { frames, type Frame } from "./frames.js";
export type { DrawOptions, FrameOptions } from "./options.js";
export { dotToSvg, toSvg } from "./svg.js";
export type { Formula } from "./symbols.js";
export { toTex } from "./tex.js";
export { toText } from "./text.js";
export { themes, type Theme } from "./theme.js";

/** Pictures and derivations of computational graphs. */
export { toDot, toGraph } from "./picture/dot.js";
export {
  explain,
  type Chain,
  type ExplainedNode,
  type ExplainOptions,
  type Explanation,
  type Step,
} from "./derive/explain.js";
export { frames, type Frame } from "./picture/frames.js";
export type { DrawOptions, FrameOptions } from "./options.js";
export { dotToSvg, toSvg } from "./picture/svg.js";
export type { Formula } from "./derive/symbols.js";
export { toTex } from "./derive/tex.js";
export { toText } from "./derive/text.js";
export { themes, type Theme } from "./picture/theme.js";

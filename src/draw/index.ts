/** Pictures of computational graphs. */
export { toDot, toGraph } from "./dot.js";
export type { DrawOptions } from "./options.js";
export { dotToSvg, toSvg } from "./svg.js";
export { themes, type Theme } from "./theme.js";

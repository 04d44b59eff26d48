/** Pictures of computational graphs. */
export { toDot, toGraph, type DrawOptions } from "./dot.js";
export { dotToSvg, toSvg } from "./svg.js";

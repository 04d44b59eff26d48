/** Scalar graphs as WebAssembly: `compile` records what a graph does and replays it, forward and backward, in loops. */
export { compile, Program, type CompileOptions, type Numbers } from "./program.js";
export type { Description, Timings } from "./describe.js";

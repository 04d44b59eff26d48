/** Scalar graphs as WebAssembly: `compile` records what a graph does and replays it, forward and backward, in loops. */
export type { CompileOptions } from "./options.js";
export { compile, Program, type Numbers } from "./program.js";
export type { Description, Timings } from "./describe.js";
export type { Access, Affine, Slot, Statement, Term } from "./statement.js";

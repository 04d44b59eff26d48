/** Scalar graphs as WebAssembly: `compile` records what a graph does and replays it, forward and backward, in loops. */
export type { Numbers } from "./backend.js";
export type { BackendName, CompileOptions } from "./options.js";
export { compile, Program } from "./program.js";
export type { Description, Timings } from "./describe.js";
export type { Access, Affine, Slot, Statement, Term } from "./statement.js";

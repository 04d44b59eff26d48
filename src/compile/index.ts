/** Scalar graphs as WebAssembly: `compile` records what a graph does and replays it, forward and backward, in loops. */
export type { Numbers } from "./backend.js";
export type { BackendName } from "./options.js";
export { compile, Program, type CompileOptions } from "./program.js";
export type { Timings } from "./clock.js";
export type { Description } from "./describe.js";
export type { Access, Affine, Slot, Statement, Term } from "./ir/statement.js";

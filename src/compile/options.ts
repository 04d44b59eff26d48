/** What a caller of `compile` says. Next: program.ts. */
import type { Value } from "../engine/value.js";

/** What runs a program: WebAssembly, or plain JavaScript that does what the compiler planned step by step, to check the other by. */
export type BackendName = "wasm" | "reference";

/** Which leaves a program takes, what it gives out, and in which precision; `Shared` is a program. */
export interface OptionsWith<Shared> {
  /** The leaves whose gradients are wanted. */
  readonly parameters: readonly Value[];
  /** The leaves that change from run to run without a gradient. Default none. */
  readonly inputs?: readonly Value[];
  /** Values of the graph to be read after each run, besides the roots. Default none. */
  readonly outputs?: readonly Value[];
  /** What the program computes in. Default `"f64"`, as Values do. */
  readonly precision?: "f64" | "f32";
  /** What runs the program. Default `"wasm"`; `"reference"` gives the same numbers slowly, for tests. */
  readonly backend?: BackendName;
  /**
   * A program over the same parameters, whose `parameters`, `gradients` and optimizer this one shall use, so that several graphs
   * train one model: the same sentences at several lengths, batches of several sizes. Default none.
   */
  readonly shared?: Shared;
}

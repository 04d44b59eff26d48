/**
 * What runs a program. A backend is given a plan, which says what is to be computed and nothing of how, and gives typed arrays and functions.
 * `wasm/` emits WebAssembly; `reference/` runs the plan as it stands, to check the others by. Next: plan.ts makes plans, program.ts runs
 * what a backend makes.
 */
import type { Clock } from "./clock.js";
import type { Slot, Statement } from "./ir/statement.js";
import type { Stretch } from "./plan/steps.js";

/** What a program computes in, and the size of a number. */
export interface Numeric {
  readonly type: "f32" | "f64";
  readonly bytes: number;
}

export const NUMERICS: Readonly<Record<Numeric["type"], Numeric>> = {
  f64: { type: "f64", bytes: 8 },
  f32: { type: "f32", bytes: 4 },
};

/** Doubles or singles, as the precision of a program says. */
export type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** A part of a pass: statements in loops, or the records from one to before another. */
export type Action =
  | { readonly kind: "loops"; readonly statements: readonly Statement[] }
  | { readonly kind: "table"; readonly from: number; readonly to: number };

/** What is to be computed. In single precision a term that calls a number function is computed in double precision and rounded once. */
export interface Plan {
  readonly numeric: Numeric;
  /** How many values there are, and as many adjoints. Those of the parameters come first. */
  readonly slots: number;
  readonly parameters: number;
  /** In order; the way back follows the way forward. */
  readonly forward: readonly Action[];
  /** In order; a run of records goes from its last to its first. */
  readonly backward: readonly Action[];
  /** What does not run in loops: the records, each of units that are alike. They are made as they are asked for: there may be a million. */
  readonly records: Iterable<Stretch>;
  /** Before the way back: the adjoints that are cleared, by the first of each range and how many, */
  readonly cleared: readonly (readonly [first: Slot, count: number])[];
  /** and the values whose adjoints are then 1, or how often they stand here. */
  readonly roots: readonly Slot[];
}

/** Statements over the values, the adjoints and a state of their own. */
export interface Update {
  readonly state: Numbers;
  run(): void;
}

/** A plan that can be run. */
export interface Machine {
  readonly values: Numbers;
  readonly adjoints: Numbers;
  /** The records as they are kept, the code and all memory, in bytes. */
  readonly bytes: { readonly code: number; readonly table: number; readonly memory: number };
  readonly forward: () => void;
  /** Forward and backward. */
  readonly run: () => void;
  /** Makes an update rule: its statements, over so many numbers of state, which start at 0. */
  update(statements: readonly Statement[], state: number): Update;
  /** Lets go what is not left to the garbage collector. */
  readonly release?: () => void;
}

export interface Backend {
  /** Makes a plan ready to run; the clock is told what takes the time. `operations` is how many the graph has, for messages. */
  load(plan: Plan, clock: Clock, operations: number): Machine;
}

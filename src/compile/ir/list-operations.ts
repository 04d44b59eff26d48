/**
 * List operations for the compiler: what the loops over their elements do, read from their rows. In loops a total is kept in registers and
 * combined by one instruction; the interpreter runs any step. Next: list-statements.ts makes statements, wasm/records.ts emits the interpreter's part.
 */
import { fold, isZero, ops, reads, type FixedOp, type ListOp, type Op, type Sym } from "../../ops/index.js";
import { stagesOf, type Stage, type Stages } from "../../ops/stages.js";
import type { Term } from "./statement.js";
import { applied, callsOf, chained, load, termOf } from "./term.js";

/** What changes nothing, bit for bit, where it is combined (0 + (−0) would be 0), by each operation that may combine the elements of a loop. */
const NEUTRAL: ReadonlyMap<Op, number> = new Map([
  [ops.add, -0],
  [ops.mul, 1],
  [ops.min, Infinity],
  [ops.max, -Infinity],
]);

export const neutralOf = (op: FixedOp): number => NEUTRAL.get(op) as number;

/** A total as one instruction over an expression of each element. */
export interface Reduction {
  readonly by: FixedOp;
  readonly of: Sym;
}

export const stages = (op: ListOp): Stages => stagesOf(op) as Stages;

/** The step of a stage as a reduction, if it is `acc` combined with what does not read `acc`. */
export function reductionOf({ step: { term } }: Stage): Reduction | undefined {
  if (term.kind !== "apply") return undefined;
  const { op: by } = term;
  const [acc, of] = term.args;
  if (acc?.term.kind !== "variable" || acc.term.name !== "acc" || of === undefined || reads(of, "acc"))
    return undefined;
  return NEUTRAL.has(by) ? { by: by as FixedOp, of } : undefined;
}

/** True if every total is one instruction over its elements, so that it can be kept in registers. */
export const isReducible = (op: ListOp): boolean =>
  stages(op).stages.every((stage) => stage.initial === undefined || reductionOf(stage) !== undefined);

const LOADS = Array.from({ length: 8 }, (_, i) => load(i));

/** True of an expression that calls a function: it is computed once for each element, and the backward pass reads it again. */
export const isCostly = (sym: Sym): boolean =>
  fold<boolean>(sym, {
    variable: () => false,
    constant: () => false,
    apply: (op, args) => args.some(Boolean) || callsOf(applied(op as FixedOp, LOADS)).length > 0,
  });

/** How many totals and how many numbers for each element an operation keeps until the backward pass. */
export function keptBy(op: ListOp): { totals: number; elements: number } {
  if (op.step) return { totals: 0, elements: 0 };
  const all = stages(op).stages;
  return { totals: all.length, elements: all.filter((stage) => isStored(stage)).length };
}

export const isStored = (stage: Stage): boolean => {
  const reduction = stage.initial === undefined ? undefined : reductionOf(stage);
  return reduction !== undefined && isCostly(reduction.of);
};

/** The places of what the terms of a `Kernel` read; totals follow. */
export const [X, Y, OUT, UPSTREAM, FIRST_TOTAL] = [0, 1, 2, 3, 4] as const;

/** A list operation as the interpreter runs it. */
export interface Kernel {
  /** In order; the term of a stage reads the elements and the totals up to its own. */
  readonly stages: readonly { readonly initial: number | undefined; readonly step: Term }[];
  readonly result: Term;
  /** What goes back to an element of each list; undefined where nothing does. */
  readonly contributions: readonly (Term | undefined)[];
}

const kernels = new WeakMap<ListOp, Kernel>();

export function kernelOf(op: ListOp): Kernel {
  const known = kernels.get(op) ?? makeKernel(op);
  kernels.set(op, known);
  return known;
}

function makeKernel(op: ListOp): Kernel {
  const { stages: all, result } = stages(op);
  const totals = Object.fromEntries(all.map(({ name }, k) => [name, load(FIRST_TOTAL + k)]));
  const bindings = { ...totals, x: load(X), y: load(Y), out: load(OUT) };
  return {
    stages: all.map(({ initial, step }, k) => ({
      initial,
      step: termOf(step, { ...bindings, acc: load(FIRST_TOTAL + k) }),
    })),
    result: termOf(result, bindings),
    contributions: op
      .gradients()
      .map((gradient) =>
        isZero(gradient) ? undefined : chained(load(UPSTREAM), termOf(gradient, bindings)),
      ),
  };
}

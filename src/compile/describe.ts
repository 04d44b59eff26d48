/** The program as its author would read it: counts, sizes, times, and the listing. */
import { nameOf, ops } from "../ops/index.js";
import type { Action, Machine } from "./backend.js";
import type { Built } from "./build.js";
import type { Timings } from "./clock.js";
import { COPY } from "./plan/schedule.js";
import { isActive, type Flat } from "./plan/flat-graph.js";
import type { Access, Statement } from "./ir/statement.js";
import { written } from "./ir/term.js";

/** What was made of a graph. */
export interface Description {
  /** Operations of the graph, without its leaves. */
  readonly nodes: number;
  /** Statements left after chains of additions have been joined. */
  readonly units: number;
  /** Nests of loops in the forward pass, and records of the table. */
  readonly groups: { readonly loops: number; readonly records: number };
  /** The part of the operations, forward and backward, that runs in loops, from 0 to 1. An element of a list is one operation. */
  readonly inLoops: number;
  /** Sizes of the code, of the table, and of the whole memory with the table in it. */
  readonly bytes: { readonly code: number; readonly table: number; readonly memory: number };
  /** How long the compiler took. */
  readonly milliseconds: Timings & { readonly total: number };
  /** What runs in loops, in the order in which it runs. */
  readonly forward: readonly Statement[];
  readonly backward: readonly Statement[];
  /** The same as text, one statement a line, with the records of the table between them. */
  readonly text: string;
}

export function describeProgram(
  { flat, schedule, plan, clock: { timings } }: Omit<Built, "machine">,
  bytes: Machine["bytes"],
): Description {
  const loops = schedule.steps.filter((step) => step.kind === "loops");
  const looped = loops.reduce((sum, { loops: { op, count, length, active } }) => sum + (op === COPY ? 0 : count * work(length, active)), 0); // prettier-ignore
  const all = totalWork(flat);
  const total = timings.flatten + timings.schedule + timings.emit + timings.module;
  return {
    nodes: flat.inner,
    units: flat.units.length,
    groups: { loops: loops.length, records: recordsOf(plan.forward) },
    inLoops: all === 0 ? 1 : looped / all,
    bytes,
    milliseconds: { ...timings, total },
    forward: statementsOf(plan.forward),
    backward: statementsOf(plan.backward),
    text: [
      `; ${plan.numeric.type}`,
      "forward:",
      ...lines(plan.forward),
      "backward:",
      ...lines(plan.backward),
    ].join("\n"),
  };
}

/** How many operations a unit on lists of a length is, forward and, where gradients pass it, backward. */
const work = (length: number, active: boolean): number => Math.max(1, length) * (active ? 2 : 1);

function totalWork(flat: Flat): number {
  const { units } = flat;
  let sum = 0;
  for (let unit = 0; unit < units.length; unit++)
    sum += work(units.listLength(unit), isActive(flat, units.nodeOf(unit)));
  return sum;
}

const recordsOf = (actions: readonly Action[]): number =>
  actions.reduce((sum, action) => sum + (action.kind === "table" ? action.to - action.from : 0), 0);

const statementsOf = (actions: readonly Action[]): Statement[] =>
  actions.flatMap((action) => (action.kind === "loops" ? action.statements : []));

const lines = (actions: readonly Action[]): string[] =>
  actions.flatMap((action) =>
    action.kind === "loops"
      ? action.statements.map((statement) => `  ${line(statement)}`)
      : [`  table ${String(action.from)} … ${String(action.to - 1)}`],
  );

const LETTERS = { value: "v", adjoint: "d", state: "s" } as const;
const INDICES = "ijklmnopqrtuwxyz";

/** `for i < 100, j < 50: v[40 + 50i + j] += mul(…)`. */
function line({ loops, target, mode, initial, loads, term }: Statement): string {
  const access = ({ space, first, strides }: Access): string => {
    const moves = strides.map((stride, i) => {
      if (stride === 0 || loops[i] === 1) return "";
      const size = Math.abs(stride);
      return ` ${stride < 0 ? "-" : "+"} ${size === 1 ? "" : String(size)}${INDICES[i] ?? "?"}`;
    });
    return `${LETTERS[space]}[${String(first)}${moves.join("")}]`;
  };
  const heads = loops.flatMap((extent, i) =>
    extent === 1 ? [] : [`${INDICES[i] ?? "?"} < ${String(extent)}`],
  );
  const isSum = mode === ops.add;
  const isSet = mode === "assign" || (isSum && initial !== undefined);
  const sign = isSet ? "=" : isSum ? "+=" : `${nameOf(mode)}=`;
  const head = heads.length > 0 ? `for ${heads.join(", ")}: ` : "";
  return `${head}${access(target)} ${sign} ${written(term, (i) => access(loads[i] as Access))}`;
}

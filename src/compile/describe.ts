/** The program as its author would read it: counts, sizes, times, and the listing. */
import type { Action } from "./actions.js";
import type { Assembly } from "./assemble.js";
import { COPY, type Schedule } from "./schedule.js";
import { isActive, type Flat } from "./units.js";
import type { Access, Statement } from "./statements.js";
import { written } from "./term.js";
import type { Numeric } from "./wasm/numeric.js";

/** Milliseconds of each stage of the compiler. */
export interface Timings {
  /** From the graph to units. */
  readonly flatten: number;
  /** From units to nests of loops and records of the table. */
  readonly schedule: number;
  /** From the schedule to WebAssembly. */
  readonly emit: number;
  /** What the engine takes to compile and instantiate the module. */
  readonly module: number;
}

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
  /** Sizes of the module, of the table, and of the whole memory with the table in it. */
  readonly bytes: { readonly code: number; readonly table: number; readonly memory: number };
  /** How long the compiler took. */
  readonly milliseconds: Timings & { readonly total: number };
  /** The statements, one a line, forward then backward. */
  readonly text: string;
}

interface Details {
  readonly flat: Flat;
  readonly plan: Schedule;
  readonly assembly: Assembly;
  readonly timings: Timings;
  readonly numeric: Numeric;
}

export function describeProgram({ flat, plan, assembly, timings, numeric }: Details): Description {
  const loops = plan.steps.filter((step) => step.kind === "loops");
  const looped = loops.reduce((sum, { loops: { op, count, length, active } }) => sum + (op === COPY ? 0 : count * work(length, active)), 0); // prettier-ignore
  const all = totalWork(flat);
  const total = timings.flatten + timings.schedule + timings.emit + timings.module;
  return {
    nodes: flat.inner,
    units: flat.units.length,
    groups: { loops: loops.length, records: assembly.table.records },
    inLoops: all === 0 ? 1 : looped / all,
    bytes: { code: assembly.bytes.length, table: assembly.table.bytes, memory: assembly.layout.end },
    milliseconds: { ...timings, total },
    text: [
      `; ${numeric.type}`,
      "forward:",
      ...lines(assembly.forward),
      "backward:",
      ...lines(assembly.backward),
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

const lines = (actions: readonly Action[]): string[] =>
  actions.flatMap((action) =>
    action.kind === "loops"
      ? action.statements.map((statement) => `  ${line(statement)}`)
      : [`  table ${String(action.from)} … ${String(action.to - 1)}`],
  );

const LETTERS = { value: "v", adjoint: "d", state: "s" } as const;
const INDICES = "ijklmnop";

/** `for i < 100, j < 50: v[40 + 50i + j] += mul(…)`. */
function line({ extents, target, mode, initial, loads, term }: Statement): string {
  const access = ({ space, first, strides }: Access): string => {
    const moves = strides.flatMap((stride, i) =>
      stride === 0 || extents[i] === 1 ? [] : [`${stride === 1 ? "" : String(stride)}${INDICES[i] ?? "?"}`],
    );
    return `${LETTERS[space]}[${[String(first), ...moves].join(" + ")}]`;
  };
  const loops = extents.flatMap((extent, i) =>
    extent === 1 ? [] : [`${INDICES[i] ?? "?"} < ${String(extent)}`],
  );
  const isSet = mode === "assign" || (mode === "add" && initial !== undefined);
  const sign = isSet ? "=" : mode === "add" ? "+=" : `${mode}=`;
  const head = loops.length > 0 ? `for ${loops.join(", ")}: ` : "";
  return `${head}${access(target)} ${sign} ${written(term, (i) => access(loads[i] as Access))}`;
}

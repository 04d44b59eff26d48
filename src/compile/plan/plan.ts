/**
 * Steps → a plan: nests become statements, the rest records, forward and then backward. Next: backend.ts says what runs it.
 */
import type { Action, Numeric, Plan } from "../backend.js";
import type { Schedule } from "./schedule.js";
import { adjointStatements, forwardStatements } from "./statements.js";
import type { Step, Stretch } from "./steps.js";
import { Touched } from "./first-writes.js";
import type { Flat } from "./flat-graph.js";

type LoopsAction = Extract<Action, { kind: "loops" }>;

interface TableAction {
  readonly kind: "table";
  from: number;
  to: number;
}

type TableStep = Exclude<Step, { kind: "loops" }>;

/** How many records a step of the table is, and the stretch of each. */
const recordsOf = (step: TableStep): number => (step.kind === "table" ? 1 : step.to - step.from);
const stretchOf = (step: TableStep, k: number, schedule: Schedule): Stretch =>
  step.kind === "table" ? step.stretch : schedule.small(step.from + k);

export function planOf(flat: Flat, schedule: Schedule, numeric: Numeric): Plan {
  const forward = forwardActions(schedule);
  const touched = new Touched(schedule.slots, flat.parameters);
  for (const root of schedule.roots) touched.preset(root);
  const backward = backwardActions(schedule, forward.records, touched);
  touched.addParameters();
  return {
    numeric,
    slots: schedule.slots,
    parameters: flat.parameters,
    forward: forward.actions,
    backward,
    records: { [Symbol.iterator]: () => eachRecord(schedule) },
    cleared: touched.ranges(),
    roots: schedule.roots,
  };
}

function* eachRecord(schedule: Schedule): Iterator<Stretch> {
  for (const step of schedule.steps) {
    if (step.kind === "loops") continue;
    for (let k = 0; k < recordsOf(step); k++) yield stretchOf(step, k, schedule);
  }
}

/** The actions of the forward pass, and by step the first record that it became, if it did. */
function forwardActions({ steps }: Schedule): { actions: Action[]; records: readonly number[] } {
  const actions: (LoopsAction | TableAction)[] = [];
  const records: number[] = [];
  let next = 0;
  steps.forEach((step, i) => {
    if (step.kind === "loops") {
      actions.push({ kind: "loops", statements: forwardStatements(step.loops) });
      return;
    }
    records[i] = next;
    for (let k = 0; k < recordsOf(step); k++) pushRecord(actions, next++);
  });
  return { actions, records };
}

/** Joins neighbouring records into one run. In place: a deep graph has a million of them. */
function pushRecord(actions: (LoopsAction | TableAction)[], record: number): void {
  const last = actions.at(-1);
  if (last?.kind === "table" && last.to === record) last.to++;
  else if (last?.kind === "table" && last.from === record + 1) last.from--;
  else actions.push({ kind: "table", from: record, to: record + 1 });
}

function backwardActions(schedule: Schedule, records: readonly number[], touched: Touched): Action[] {
  const actions: (LoopsAction | TableAction)[] = [];
  for (let i = schedule.steps.length - 1; i >= 0; i--) {
    const step = schedule.steps[i] as Step;
    if (step.kind === "loops") {
      const statements = adjointStatements(step.loops).map((statement) => touched.resolve(statement));
      if (statements.length > 0) actions.push({ kind: "loops", statements });
      continue;
    }
    for (let k = recordsOf(step); k > 0;) {
      const { active, scalars, lists } = stretchOf(step, --k, schedule);
      if (!active) continue;
      for (const slots of scalars) touched.add(slots);
      for (const list of lists) for (const slots of list) touched.add(slots);
      pushRecord(actions, (records[i] as number) + k);
    }
  }
  return actions;
}

/**
 * Steps → actions: nests become statements, the rest records of the table, forward and then backward. Next: assemble.ts emits them.
 */
import type { Schedule } from "./schedule.js";
import type { Statement } from "./statement.js";
import { adjointStatements, forwardStatements } from "./statements.js";
import type { Step, Stretch } from "./steps.js";
import type { Table } from "./table.js";
import type { Touched } from "./touch.js";

/** A step as it will run: statements in loops, or the records of the table from one to before another. */
export type Action = LoopsAction | Readonly<TableAction>;

interface LoopsAction {
  readonly kind: "loops";
  readonly statements: readonly Statement[];
}

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

/** The actions of the forward pass, and by step the first record of the table that it became, if it did. */
export function forwardActions(
  schedule: Schedule,
  table: Table,
): { actions: Action[]; records: readonly number[] } {
  const actions: (LoopsAction | TableAction)[] = [];
  const records: number[] = [];
  schedule.steps.forEach((step, i) => {
    if (step.kind === "loops") {
      actions.push({ kind: "loops", statements: forwardStatements(step.loops) });
      return;
    }
    records[i] = table.records;
    for (let k = 0; k < recordsOf(step); k++) pushRecord(actions, table.add(stretchOf(step, k, schedule)));
  });
  return { actions, records };
}

/** Joins neighbouring records into one run of the table. In place: a deep graph has a million of them. */
function pushRecord(actions: (LoopsAction | TableAction)[], record: number): void {
  const last = actions.at(-1);
  if (last?.kind === "table" && last.to === record) last.to++;
  else if (last?.kind === "table" && last.from === record + 1) last.from--;
  else actions.push({ kind: "table", from: record, to: record + 1 });
}

export function backwardActions(schedule: Schedule, records: readonly number[], touched: Touched): Action[] {
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

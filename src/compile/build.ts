/** The stages of the compiler, one after the other, each on a graph that it has room for. Next: program.ts runs the machine. */
import { innerNodes } from "../engine/order.js";
import type { Value } from "../engine/value.js";
import type { Backend, Machine, Numeric, Plan } from "./backend.js";
import { checkSize } from "./checks.js";
import { Clock } from "./clock.js";
import { flatten, type Leaves } from "./plan/flatten.js";
import { compiled } from "./memory.js";
import { planOf } from "./plan/plan.js";
import { schedule, type Schedule } from "./plan/schedule.js";
import type { Flat } from "./plan/flat-graph.js";

export interface Built {
  readonly flat: Flat;
  readonly schedule: Schedule;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly clock: Clock;
}

export function build(
  roots: readonly Value[],
  outputs: readonly Value[],
  leaves: Leaves,
  numeric: Numeric,
  backend: Backend,
): Built {
  const clock = new Clock();
  const operations = (): number => innerNodes([...roots, ...outputs]).length;
  const stage = <T>(name: "flatten" | "schedule" | "emit", work: () => T): T =>
    clock.time(name, () => compiled(operations, work));
  const flat = stage("flatten", () => flatten(roots, outputs, leaves));
  const fits = (slots: number): void => {
    checkSize(slots * 2 * numeric.bytes, flat.inner);
  };
  // Every unit has a slot of its own, so this is known before the work on them begins.
  fits(flat.units.length + flat.parameters + flat.inputs);
  const scheduled = stage("schedule", () => schedule(flat));
  fits(scheduled.slots);
  const plan = stage("emit", () => planOf(flat, scheduled, numeric));
  const machine = compiled(operations, () => backend.load(plan, clock, flat.inner));
  for (const [slot, value] of scheduled.constants) machine.values[slot] = value;
  return { flat, schedule: scheduled, plan, machine, clock };
}

/** The stages of the compiler up to the module, one after the other, each on a graph that it has room for. Next: program.ts runs the module. */
import { innerNodes } from "../engine/order.js";
import type { Value } from "../engine/value.js";
import { assemble, type Assembly } from "./assemble.js";
import { checkSize } from "./checks.js";
import { Clock } from "./clock.js";
import { flatten, type Leaves } from "./flatten.js";
import { compiled } from "./memory.js";
import { schedule, type Schedule } from "./schedule.js";
import type { Flat } from "./units.js";
import type { Numeric } from "./wasm/numeric.js";

interface Built {
  readonly flat: Flat;
  readonly plan: Schedule;
  readonly assembly: Assembly;
  readonly clock: Clock;
}

export function build(
  roots: readonly Value[],
  outputs: readonly Value[],
  leaves: Leaves,
  numeric: Numeric,
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
  const plan = stage("schedule", () => schedule(flat));
  fits(plan.slots);
  const assembly = stage("emit", () => assemble(flat, plan, numeric));
  checkSize(assembly.layout.end, flat.inner);
  return { flat, plan, assembly, clock };
}

/**
 * Units → steps. Units are ordered by level (the longest path from a leaf), those of one level grouped by operation and
 * shape, and every group is given consecutive slots. Where the slots of a group's operands are affine, the group is a
 * nest of loops; the rest of it is a stretch of the table that the interpreter runs.
 * Next: statements.ts turns nests into loop statements and their adjoints, table.ts writes the rest down.
 */
import { one, type Op } from "../ops/index.js";
import { named } from "../ops/notation.js";
import { unary } from "../ops/row.js";
import { findNests } from "./nests.js";
import { Slots } from "./slots.js";
import { bounded, isTooSmall, scratchOf, stepsOf, type Slot, type Step, type Stretch } from "./steps.js";
import type { Flat, List, Ref, Unit } from "./units.js";

/** How an output reaches its place beside the others: no operation of the graph. */
export const COPY = unary({
  doc: "The same number in another place.",
  num: (x) => x,
  grad: () => [one],
  lowered: (x) => x,
  notation: named("copy"),
  domain: [],
});

export interface Schedule {
  readonly steps: readonly Step[];
  /** How many slots there are; parameters come first, then inputs. */
  readonly slots: number;
  readonly constants: readonly (readonly [slot: Slot, value: number])[];
  readonly roots: readonly Slot[];
  readonly outputs: Slot;
  slotOf(ref: Ref): Slot;
}

export function schedule(flat: Flat): Schedule {
  return new Scheduler(flat).run();
}

class Scheduler {
  private readonly slots: Slots;

  constructor(private readonly flat: Flat) {
    this.slots = new Slots(flat);
  }

  run(): Schedule {
    const groups = groupsOf(this.flat);
    const candidates = groups.flatMap((group) => this.place(group));
    const steps = bounded(candidates, this.flat.units.length);
    const roots = this.flat.roots.map((ref) => this.slots.of(ref));
    const { destination, steps: outputSteps } = this.outputs();
    return {
      steps: [...steps, ...outputSteps],
      slots: this.slots.count,
      constants: this.slots.constants,
      roots,
      outputs: destination,
      slotOf: (ref) => this.slots.of(ref),
    };
  }

  /** Outputs are copied to consecutive slots at the end. */
  private outputs(): { destination: Slot; steps: Step[] } {
    const { outputs } = this.flat;
    // Constants among them are given slots here, so that the destination comes after.
    const slots = outputs.map((ref) => this.slots.of(ref));
    const destination = this.slots.take(outputs.length);
    if (outputs.length === 0) return { destination, steps: [] };
    const units = outputs.map((ref): Unit => ({
      op: COPY,
      node: ref,
      scalars: [ref],
      lists: [],
      scalarsLast: false,
      initial: 0,
      level: 0,
      active: false,
    }));
    const stretch = {
      op: COPY,
      scalarsLast: false,
      initial: 0,
      units,
      destination,
      scratch: destination,
      scalars: [slots],
      inputLists: [],
      lists: [],
    };
    return { destination, steps: stepsOf(stretch, findNests([slots], units.length)) };
  }

  /** Gives a group its slots and cuts it into steps, in the order (as recorded, or by operands) that needs fewer. */
  private place(group: readonly Unit[]): Step[] {
    const [shape] = group as [Unit];
    for (let k = 0; k < shape.scalars.length; k++)
      this.slots.placeConstants(group.map((unit) => unit.scalars[k] as Ref));
    if (isTooSmall(group)) {
      const scalars = this.scalarsOf(group);
      return [{ kind: "table", stretch: this.stretch(group, scalars) }];
    }
    const recorded = this.features(group);
    let order = group;
    let features = recorded;
    let nests = findNests(recorded, group.length);
    if (nests.length > 1) {
      const permutation = sortedBy(recorded, group.length);
      const sorted = recorded.map((feature) => Array.from(permutation, (i) => feature[i] as number));
      const other = findNests(sorted, group.length);
      if (other.length < nests.length) {
        nests = other;
        features = sorted;
        order = Array.from(permutation, (i) => group[i] as Unit);
      }
    }
    return stepsOf(this.stretch(order, features.slice(0, shape.scalars.length)), nests);
  }

  /** The slots of each scalar operand. */
  private scalarsOf(units: readonly Unit[]): Slot[][] {
    const [shape] = units as [Unit];
    return shape.scalars.map((_, k) => units.map((unit) => this.slots.of(unit.scalars[k] as Ref)));
  }

  /** What must be affine over a nest: the slots of the scalars, and of each list its first slot and its stride. */
  private features(units: readonly Unit[]): Slot[][] {
    const [shape] = units as [Unit];
    const lists = shape.lists.flatMap((_, k) => {
      const resolved = units.map((unit) => this.slots.resolve(unit.lists[k] as List));
      return [
        resolved.map(({ slots }) => slots[0] ?? 0),
        // A list that is not affine is made different from its neighbours, so that no nest takes it in.
        resolved.map(({ stride }, i) => stride ?? IRREGULAR + i * i),
      ];
    });
    return [...this.scalarsOf(units), ...lists];
  }

  /** Units in their final order, with slots for their results. */
  private stretch(units: readonly Unit[], scalars: readonly (readonly Slot[])[]): Stretch {
    const [shape] = units as [Unit];
    const lists = shape.lists.map((_, k) => units.map((unit) => this.slots.resolve(unit.lists[k] as List)));
    const destination = this.slots.take(units.length);
    const scratch = this.slots.take(units.length * scratchOf(shape.op, shape.lists[0]?.refs.length ?? 0));
    units.forEach((unit, i) => {
      this.slots.assign(unit.node, destination + i);
    });
    return {
      op: shape.op,
      scalarsLast: shape.scalarsLast,
      initial: shape.initial,
      units,
      destination,
      scratch,
      scalars,
      inputLists: lists.map((resolved) => resolved.every(({ isOfInputs }) => isOfInputs)),
      lists: lists.map((resolved) => resolved.map(({ slots }) => slots)),
    };
  }
}

const IRREGULAR = 1 << 28;

/** Units by level, then by operation, number of operands, which of these carry gradients, and whether the unit itself does. */
function groupsOf(flat: Flat): Unit[][] {
  const levels: Unit[][] = [];
  for (const unit of flat.units) (levels[unit.level] ??= []).push(unit);
  return levels.flatMap((level) => {
    // A chain is a million levels of one unit each.
    if (level.length === 1) return [level];
    const groups = new Map<string, Unit[]>();
    const ops = new Map<Op, number>();
    for (const unit of level) {
      const scalars = unit.scalars.map((ref) => (flat.isActive(ref) ? "a" : "c")).join("");
      const lists = unit.lists
        .map(({ refs, active }) => `${active ? "a" : "c"}${String(refs.length)}`)
        .join(",");
      const op = ops.get(unit.op) ?? ops.size;
      ops.set(unit.op, op);
      const start = Object.is(unit.initial, -0) ? "-0" : String(unit.initial);
      const key = `${String(op)} ${scalars} ${lists} ${start}${unit.scalarsLast ? " last" : ""}${unit.active ? " active" : ""}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [unit]);
      else group.push(unit);
    }
    return [...groups.values()];
  });
}

function sortedBy(features: readonly (readonly number[])[], count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    for (const feature of features) {
      const difference = (feature[a] as number) - (feature[b] as number);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

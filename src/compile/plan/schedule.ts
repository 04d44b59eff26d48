/**
 * Units → steps. Units are ordered by level (the longest path from a leaf), those of one level grouped by operation and
 * shape, and every group is given consecutive slots. Where the slots of a group's operands are affine, the group is a
 * nest of loops; the rest of it is a stretch of the table that the interpreter runs.
 * Next: statements.ts turns nests into loop statements and their adjoints, table.ts writes the rest down.
 */
import { one } from "../../ops/index.js";
import { named } from "../../ops/notation.js";
import { unary } from "../../ops/row.js";
import { eachGroup } from "./groups.js";
import { findNests, type Nest } from "./nests.js";
import { Packed } from "./packed.js";
import { Slots } from "./slots.js";
import type { Slot } from "../ir/statement.js";
import { bounded, isTooSmall, scratchOf, stepsOf, type Group, type Step, type Stretch } from "./steps.js";
import { isActive, type Flat, type Unit } from "./flat-graph.js";

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
  readonly constants: Iterable<readonly [slot: Slot, value: number]>;
  readonly roots: readonly Slot[];
  readonly outputs: Slot;
  /** A group of few units, by its number. It is made when it is asked for: a deep graph has a million of them. */
  small(group: number): Stretch;
}

export function schedule(flat: Flat): Schedule {
  return new Scheduler(flat).run();
}

class Scheduler {
  private readonly slots: Slots;
  private readonly steps: Step[] = [];
  /** The units of small groups, one group after the other, and where each group ends. */
  private readonly few = new Packed();
  private readonly ends = new Packed();

  constructor(private readonly flat: Flat) {
    this.slots = new Slots(flat);
  }

  run(): Schedule {
    eachGroup(this.flat, (group) => {
      const [unit] = group as [Unit];
      if (isTooSmall(group.length, this.flat.units.listLength(unit))) this.placeSmall(group);
      else for (const step of this.place(group)) this.steps.push(step);
    });
    const steps = bounded(this.steps, this.flat.units.length);
    const roots = this.flat.roots.map((ref) => this.slots.of(ref));
    const { destination, steps: outputSteps } = this.outputs();
    return {
      steps: [...steps, ...outputSteps],
      slots: this.slots.count,
      constants: this.slots.constants,
      roots,
      outputs: destination,
      small: (group) => {
        const units = this.few.listed(group === 0 ? 0 : this.ends.at(group - 1), this.ends.at(group));
        const destination = this.slots.of(this.flat.units.nodeOf(units[0] as Unit));
        return this.stretch(units, destination);
      },
    };
  }

  /** Outputs are copied to consecutive slots at the end. */
  private outputs(): { destination: Slot; steps: Step[] } {
    const { outputs } = this.flat;
    // Constants among them are given slots here, so that the destination comes after.
    const slots = outputs.map((ref) => this.slots.of(ref));
    const destination = this.slots.take(outputs.length);
    if (outputs.length === 0) return { destination, steps: [] };
    const stretch = {
      op: COPY,
      scalarsLast: false,
      initial: 0,
      count: outputs.length,
      nodes: outputs,
      active: false,
      activeScalars: [false],
      activeLists: [],
      destination,
      scratch: destination,
      scalars: [slots],
      inputLists: [],
      lists: [],
    };
    return { destination, steps: stepsOf(stretch, findNests([slots], outputs.length)) };
  }

  /** Gives a small group its slots. */
  private placeSmall(group: readonly Unit[]): void {
    const { slots, steps } = this;
    const { units } = this.flat;
    for (const unit of group) {
      const { scalars, lists } = units.formOf(unit);
      // Constants are given slots when they are asked for.
      for (let k = 0; k < scalars; k++) slots.of(units.scalarOf(unit, k));
      for (let k = 0; k < lists; k++) slots.slotsOf(units.listOf(unit, k));
    }
    for (const unit of group) {
      slots.assign(units.nodeOf(unit), slots.take(1));
      this.few.push(unit);
    }
    const last = steps.at(-1);
    if (last?.kind === "small") last.to++;
    else steps.push({ kind: "small", from: this.ends.length, to: this.ends.length + 1 });
    this.ends.push(this.few.length);
  }

  /**
   * Gives a group its slots and cuts it into steps, in the order (as recorded, or by operands) that needs fewer. Where both need as many,
   * one in which units side by side read slots side by side is better: they go into vector lanes.
   */
  private place(group: readonly Unit[]): Step[] {
    const { units } = this.flat;
    const { op, scalars } = units.formOf(group[0] as Unit);
    for (let k = 0; k < scalars; k++) this.slots.placeConstants(group.map((unit) => units.scalarOf(unit, k)));
    const recorded = this.features(group);
    let order = group;
    let nests = findNests(recorded, group.length);
    if (nests.length > 1 || !isSteady(nests)) {
      const permutation = sortedBy(recorded, group.length);
      const sorted = recorded.map((feature) => permuted(feature, permutation));
      const other = findNests(sorted, group.length);
      if (other.length < nests.length || (other.length === nests.length && isSteady(other))) {
        nests = other;
        order = permuted(group, permutation);
      }
    }
    const destination = this.slots.take(order.length);
    const scratch = this.slots.take(order.length * scratchOf(op, units.listLength(order[0] as Unit)));
    order.forEach((unit, i) => {
      this.slots.assign(units.nodeOf(unit), destination + i);
    });
    return stepsOf(this.group(order, destination, scratch), nests);
  }

  /** The slots of each scalar operand. */
  private scalarsOf(group: readonly Unit[]): Slot[][] {
    const { units } = this.flat;
    const { scalars } = units.formOf(group[0] as Unit);
    return listed(scalars, (k) => group.map((unit) => this.slots.of(units.scalarOf(unit, k))));
  }

  /** What must be affine over a nest: the slots of the scalars, and of each list its first slot and its shape. */
  private features(group: readonly Unit[]): number[][] {
    const { slots } = this;
    const { units } = this.flat;
    const lists = listed(units.formOf(group[0] as Unit).lists, (k) => [
      group.map((unit) => slots.slotsOf(units.listOf(unit, k))[0] ?? 0),
      // A list that is not affine is made different from its neighbours, so that no nest takes it in.
      group.map((unit, i) => slots.shapeNumber(units.listOf(unit, k)) ?? IRREGULAR + i * i),
    ]);
    return [...this.scalarsOf(group), ...lists.flat()];
  }

  /** Units in their final order, as the table has them. */
  private stretch(group: readonly Unit[], destination: Slot): Stretch {
    const { units } = this.flat;
    const [first] = group as [Unit];
    const { op, lists, scalarsLast, initial } = units.formOf(first);
    return {
      op,
      scalarsLast,
      initial,
      count: group.length,
      destination,
      active: isActive(this.flat, units.nodeOf(first)),
      scalars: this.scalarsOf(group),
      lists: listed(lists, (k) => group.map((unit) => this.slots.slotsOf(units.listOf(unit, k)))),
    };
  }

  private group(group: readonly Unit[], destination: Slot, scratch: Slot): Group {
    const { slots, flat } = this;
    const { units } = flat;
    const [first] = group as [Unit];
    const { scalars, lists } = units.formOf(first);
    return {
      ...this.stretch(group, destination),
      nodes: group.map((unit) => units.nodeOf(unit)),
      scratch,
      activeScalars: listed(scalars, (k) => isActive(flat, units.scalarOf(first, k))),
      activeLists: listed(lists, (k) => units.isActive(units.listOf(first, k))),
      inputLists: listed(lists, (k) => group.every((unit) => slots.isOfInputs(units.listOf(unit, k)))),
    };
  }
}

/** What a function gives for 0, 1 … (`Array.from` takes ten times as long for a few.) */
function listed<T>(count: number, of: (k: number) => T): T[] {
  const list: T[] = [];
  for (let k = 0; k < count; k++) list.push(of(k));
  return list;
}

const IRREGULAR = 1 << 28;

/** True if the innermost loop of every nest moves each operand by one slot or not at all. */
const isSteady = (nests: readonly Nest[]): boolean =>
  nests.every(({ strides }) => strides.every((own) => (own.at(-1) ?? 0) >>> 1 === 0));

const permuted = (list: readonly number[], order: Int32Array): number[] =>
  Array.from(order, (i) => list[i] as number);

function sortedBy(features: readonly (readonly number[])[], count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    for (const feature of features) {
      const difference = (feature[a] as number) - (feature[b] as number);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

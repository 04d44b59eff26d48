/**
 * Units → steps. Units are ordered by level (the longest path from a leaf), those of one level grouped by operation and
 * shape, and every group is given consecutive slots. Where the slots of a group's operands are affine, the group is a
 * nest of loops; the rest of it is a stretch of the table that the interpreter runs.
 * Next: statements.ts turns nests into loop statements and their adjoints, table.ts writes the rest down.
 */
import type { Flat, List, Ref, Unit } from "./flatten.js";
import { findNests, nestSize, type Nest } from "./nests.js";

/** A place in the program's memory: a number, not a byte address. */
export type Slot = number;

/** Units of equal shape with consecutive destinations; `scalars[k][i]` is the slot of the k-th scalar of unit i. */
export interface Stretch {
  readonly op: string;
  readonly scalarsLast: boolean;
  readonly units: readonly Unit[];
  readonly destination: Slot;
  /** Two more slots per unit for intermediate results of `logSumExp`: all of the first kind, then all of the second. */
  readonly scratch: Slot;
  readonly scalars: readonly Int32Array[];
  /** For each list, whether it is of inputs only. */
  readonly inputLists: readonly boolean[];
  /** For each list and unit, the slots of the elements. */
  readonly lists: readonly (readonly Int32Array[])[];
}

/** A stretch whose operands are affine: loops over the units, then, for lists, a loop over the elements. */
export interface Loops extends Stretch {
  readonly extents: readonly number[];
  /** Slot of the first element, and stride per loop, of each scalar, then of each list. */
  readonly operands: readonly Affine[];
  /** The length of the lists; 0 where there are none. */
  readonly length: number;
}

export interface Affine {
  readonly first: Slot;
  readonly strides: readonly number[];
}

export type Step =
  { readonly kind: "loops"; readonly loops: Loops } | { readonly kind: "table"; readonly stretch: Stretch };

export interface Schedule {
  readonly steps: readonly Step[];
  /** How many slots there are; parameters come first, then inputs. */
  readonly slots: number;
  readonly constants: readonly (readonly [slot: Slot, value: number])[];
  readonly roots: readonly Slot[];
  readonly outputs: Slot;
  slotOf(ref: Ref): Slot;
}

/** Loops over fewer operations than this are left to the table: their code would be larger than their work. */
const LEAST_WORK = 8;
/** At most so many nests, and one more for every so many units: what bounds the size of the code. */
const MOST_NESTS = 256;
const UNITS_PER_NEST = 100;

export function schedule(flat: Flat): Schedule {
  return new Scheduler(flat).run();
}

interface Resolved {
  readonly isOfInputs: boolean;
  readonly slots: Int32Array;
  /** Distance of successive elements, or undefined where it varies. */
  readonly stride: number | undefined;
}

class Scheduler {
  private next: Slot;
  private readonly slotsOfInner: Int32Array;
  private readonly slotsOfConstants: Int32Array;
  private readonly byValue = new Map<string, Slot>();
  private readonly constants: (readonly [Slot, number])[] = [];
  private readonly lists = new Map<List, Resolved>();

  constructor(private readonly flat: Flat) {
    this.next = flat.parameters + flat.inputs;
    this.slotsOfInner = new Int32Array(flat.inner).fill(-1);
    this.slotsOfConstants = new Int32Array(flat.constants.length).fill(-1);
  }

  run(): Schedule {
    const groups = groupsOf(this.flat);
    const candidates = groups.flatMap((group) => this.place(group));
    const steps = bounded(candidates, this.flat.units.length);
    const roots = this.flat.roots.map((ref) => this.slotOf(ref));
    const { destination, steps: outputSteps } = this.outputs();
    return {
      steps: [...steps, ...outputSteps],
      slots: this.next,
      constants: this.constants,
      roots,
      outputs: destination,
      slotOf: (ref) => this.slotOf(ref),
    };
  }

  /** Outputs are copied to consecutive slots at the end. */
  private outputs(): { destination: Slot; steps: Step[] } {
    const { outputs } = this.flat;
    // Constants among them are given slots here, so that the destination comes after.
    const slots = Int32Array.from(outputs, (ref) => this.slotOf(ref));
    const destination = this.next;
    if (outputs.length === 0) return { destination, steps: [] };
    this.next += outputs.length;
    const units = outputs.map((ref): Unit => ({
      op: "copy",
      node: ref,
      scalars: [ref],
      lists: [],
      scalarsLast: false,
      level: 0,
      active: false,
    }));
    const stretch = {
      op: "copy",
      scalarsLast: false,
      units,
      destination,
      scratch: destination,
      scalars: [slots],
      inputLists: [],
      lists: [],
    };
    return { destination, steps: stepsOf(stretch, findNests([slots], units.length)) };
  }

  private constantSlot(value: number): Slot {
    const key = Object.is(value, -0) ? "-0" : String(value);
    let slot = this.byValue.get(key);
    if (slot === undefined) {
      slot = this.next++;
      this.byValue.set(key, slot);
      this.constants.push([slot, value]);
    }
    return slot;
  }

  private slotOf(ref: Ref): Slot {
    const { inner, parameters, inputs } = this.flat;
    if (ref < inner) return this.slotsOfInner[ref] as Slot;
    const constant = ref - inner - parameters - inputs;
    if (constant < 0) return ref - inner;
    const known = this.slotsOfConstants[constant] as Slot;
    return known >= 0 ? known : this.constantSlot(this.flat.constants[constant] as number);
  }

  /** Gives constants that stand side by side slots of their own, so that they can be read in a loop. */
  private placeConstants(refs: ArrayLike<Ref>): void {
    const { inner, parameters, inputs, constants } = this.flat;
    const firstConstant = inner + parameters + inputs;
    const fresh: number[] = [];
    let allEqual = true;
    for (let i = 0; i < refs.length; i++) {
      const constant = (refs[i] as Ref) - firstConstant;
      if (constant < 0) return;
      if ((this.slotsOfConstants[constant] as Slot) < 0) fresh.push(constant);
      allEqual &&= Object.is(constants[constant], constants[(refs[0] as Ref) - firstConstant]);
    }
    if (allEqual) return;
    for (const constant of fresh) {
      this.slotsOfConstants[constant] = this.next;
      this.constants.push([this.next++, constants[constant] as number]);
    }
  }

  private resolve(list: List): Resolved {
    let resolved = this.lists.get(list);
    if (resolved === undefined) {
      this.placeConstants(list.refs);
      const slots = list.refs.map((ref) => this.slotOf(ref));
      const stride = slots.length < 2 ? 0 : (slots[1] as Slot) - (slots[0] as Slot);
      const even = slots.every((slot, i) => i === 0 || slot - (slots[i - 1] as Slot) === stride);
      const { inner, parameters, inputs } = this.flat;
      const isInput = (ref: Ref): boolean => ref >= inner + parameters && ref < inner + parameters + inputs;
      resolved = { isOfInputs: list.refs.every(isInput), slots, stride: even ? stride : undefined };
      this.lists.set(list, resolved);
    }
    return resolved;
  }

  /** Gives a group its slots and cuts it into steps, in the order (as recorded, or by operands) that needs fewer. */
  private place(group: readonly Unit[]): Step[] {
    const [shape] = group as [Unit];
    for (let k = 0; k < shape.scalars.length; k++)
      this.placeConstants(group.map((unit) => unit.scalars[k] as Ref));
    const recorded = this.features(group);
    let order = group;
    let nests = findNests(recorded, group.length);
    if (nests.length > 1) {
      const permutation = sortedBy(recorded, group.length);
      const sorted = recorded.map((feature) => permutation.map((i) => feature[i] as number));
      const other = findNests(sorted, group.length);
      if (other.length < nests.length) {
        nests = other;
        order = Array.from(permutation, (i) => group[i] as Unit);
      }
    }
    const destination = this.next;
    this.next += order.length;
    const scratch = this.next;
    if (shape.op === "logSumExp") this.next += 2 * order.length;
    order.forEach((unit, i) => {
      this.slotsOfInner[unit.node] = destination + i;
    });
    return stepsOf(this.stretch(order, destination, scratch), nests);
  }

  /** What must be affine over a nest: the slots of the scalars, and of each list its first slot and its stride. */
  private features(units: readonly Unit[]): Int32Array[] {
    const [shape] = units as [Unit];
    const scalars = shape.scalars.map((_, k) =>
      Int32Array.from(units, (unit) => this.slotOf(unit.scalars[k] as Ref)),
    );
    const lists = shape.lists.flatMap((_, k) => {
      const resolved = units.map((unit) => this.resolve(unit.lists[k] as List));
      return [
        Int32Array.from(resolved, ({ slots }) => slots[0] ?? 0),
        // A list that is not affine is made different from its neighbours, so that no nest takes it in.
        Int32Array.from(resolved, ({ stride }, i) => stride ?? IRREGULAR + i * i),
      ];
    });
    return [...scalars, ...lists];
  }

  private stretch(units: readonly Unit[], destination: Slot, scratch: Slot): Stretch {
    const [shape] = units as [Unit];
    return {
      op: shape.op,
      scalarsLast: shape.scalarsLast,
      units,
      destination,
      scratch,
      scalars: shape.scalars.map((_, k) =>
        Int32Array.from(units, (unit) => this.slotOf(unit.scalars[k] as Ref)),
      ),
      inputLists: shape.lists.map((_, k) =>
        units.every((unit) => this.resolve(unit.lists[k] as List).isOfInputs),
      ),
      lists: shape.lists.map((_, k) => units.map((unit) => this.resolve(unit.lists[k] as List).slots)),
    };
  }
}

const IRREGULAR = 1 << 28;

/** Units by level, then by operation, number of operands and which of these carry gradients. */
function groupsOf(flat: Flat): Unit[][] {
  const levels: Unit[][] = [];
  for (const unit of flat.units) (levels[unit.level] ??= []).push(unit);
  return levels.flatMap((level) => {
    const groups = new Map<string, Unit[]>();
    for (const unit of level) {
      const scalars = unit.scalars.map((ref) => (flat.isActive(ref) ? "a" : "c")).join("");
      const lists = unit.lists
        .map(({ refs, active }) => `${active ? "a" : "c"}${String(refs.length)}`)
        .join(",");
      const key = `${unit.op} ${scalars} ${lists}${unit.scalarsLast ? " last" : ""}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [unit]);
      else group.push(unit);
    }
    return [...groups.values()];
  });
}

function sortedBy(features: readonly Int32Array[], count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    for (const feature of features) {
      const difference = (feature[a] as number) - (feature[b] as number);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

function part(stretch: Stretch, from: number, to: number): Stretch {
  return {
    ...stretch,
    units: stretch.units.slice(from, to),
    destination: stretch.destination + from,
    scalars: stretch.scalars.map((slots) => slots.subarray(from, to)),
    lists: stretch.lists.map((slots) => slots.slice(from, to)),
  };
}

/** Loops where a nest is worth it, and the table for what lies between. */
function stepsOf(stretch: Stretch, nests: readonly Nest[]): Step[] {
  const steps: Step[] = [];
  let from = 0;
  const table = (to: number): void => {
    if (to > from) steps.push({ kind: "table", stretch: part(stretch, from, to) });
  };
  for (const nest of nests) {
    if (!isWorthLoops(stretch, nest)) continue;
    const to = nest.first + nestSize(nest);
    table(nest.first);
    steps.push({ kind: "loops", loops: loopsOf(part(stretch, nest.first, to), nest) });
    from = to;
  }
  table(stretch.units.length);
  return steps;
}

const lengthOf = (stretch: Stretch): number => stretch.lists[0]?.[0]?.length ?? 0;

/** True if there is enough to do, and the lists of all units are affine with one stride. */
function isWorthLoops(stretch: Stretch, nest: Nest): boolean {
  const length = lengthOf(stretch);
  if (stretch.lists.length > 0 && length === 0) return false;
  if (nestSize(nest) * Math.max(1, length) < LEAST_WORK) return false;
  return stretch.lists.every((slots, k) => {
    const strideOfStride = nest.strides[stretch.scalars.length + 2 * k + 1] as readonly number[];
    return isEven(slots[nest.first] as Int32Array) && strideOfStride.every((stride) => stride === 0);
  });
}

function isEven(slots: Int32Array): boolean {
  const stride = (slots[1] as Slot) - (slots[0] as Slot);
  return slots.every((slot, i) => i === 0 || slot - (slots[i - 1] as Slot) === stride);
}

function loopsOf(stretch: Stretch, nest: Nest): Loops {
  const length = lengthOf(stretch);
  const scalars = stretch.scalars.map((slots, k): Affine => ({
    first: slots[0] as Slot,
    strides: [...(nest.strides[k] ?? []), ...(length > 0 ? [0] : [])],
  }));
  const lists = stretch.lists.map((slots, k): Affine => {
    const [own] = slots as [Int32Array];
    return {
      first: own[0] as Slot,
      strides: [
        ...(nest.strides[stretch.scalars.length + 2 * k] ?? []),
        length > 1 ? (own[1] as Slot) - (own[0] as Slot) : 0,
      ],
    };
  });
  return { ...stretch, extents: nest.extents, operands: [...scalars, ...lists], length };
}

/** Keeps the largest nests where there are more than the code may hold; the others go to the table. */
function bounded(steps: readonly Step[], units: number): Step[] {
  const most = MOST_NESTS + Math.floor(units / UNITS_PER_NEST);
  const nests = steps.filter((step) => step.kind === "loops");
  if (nests.length <= most) return [...steps];
  const work = ({ loops }: { loops: Loops }): number => loops.units.length * Math.max(1, loops.length);
  const kept = new Set<Step>([...nests].sort((a, b) => work(b) - work(a)).slice(0, most));
  return steps.map((step) =>
    step.kind === "table" || kept.has(step) ? step : { kind: "table", stretch: step.loops },
  );
}

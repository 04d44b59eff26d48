/**
 * Stretches and loops: where the slots of a group's operands are affine, the group is a nest of loops; what lies between is a
 * stretch of the table. In come a group with its slots and the nests found in it, out go its steps.
 */
import type { Op } from "../ops/index.js";
import { isReducible, keptBy } from "./folds.js";
import type { Unit } from "./units.js";
import { nestSize, type Nest } from "./nests.js";

/** A place in the program's memory: a number, not a byte address. */
export type Slot = number;

/** Units of equal shape with consecutive destinations; `scalars[k][i]` is the slot of the k-th scalar of unit i. */
export interface Stretch {
  readonly op: Op;
  readonly scalarsLast: boolean;
  readonly initial: number;
  readonly units: readonly Unit[];
  readonly destination: Slot;
  /** The first of the slots for intermediate results, of which every unit has `scratchOf`. */
  readonly scratch: Slot;
  readonly scalars: readonly (readonly Slot[])[];
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

/** Loops over fewer operations than this are left to the table: their code would be larger than their work. */
const LEAST_WORK = 8;
/** At most so many nests, and one more for every so many units: what bounds the size of the code. */
const MOST_NESTS = 256;
const UNITS_PER_NEST = 100;

/** True if a group is left to the table whatever its operands are. */
export const isTooSmall = (units: readonly Unit[]): boolean =>
  units.length * Math.max(1, units[0]?.lists[0]?.refs.length ?? 0) < LEAST_WORK;

/** How many slots a unit needs for intermediate results. */
export function scratchOf(op: Op, length: number): number {
  if (op.kind === "fixed") return 0;
  const { totals, elements } = keptBy(op);
  return totals + elements * length;
}

function part(stretch: Stretch, from: number, to: number): Stretch {
  if (from === 0 && to === stretch.units.length) return stretch;
  return {
    ...stretch,
    scratch: stretch.scratch + from * scratchOf(stretch.op, lengthOf(stretch)),
    units: stretch.units.slice(from, to),
    destination: stretch.destination + from,
    scalars: stretch.scalars.map((slots) => slots.slice(from, to)),
    lists: stretch.lists.map((slots) => slots.slice(from, to)),
  };
}

/** Loops where a nest is worth it, and the table for what lies between. */
export function stepsOf(stretch: Stretch, nests: readonly Nest[]): Step[] {
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
  if (stretch.op.kind === "list" && (length === 0 || !isReducible(stretch.op))) return false;
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
export function bounded(steps: readonly Step[], units: number): Step[] {
  const most = MOST_NESTS + Math.floor(units / UNITS_PER_NEST);
  const nests = steps.filter((step) => step.kind === "loops");
  if (nests.length <= most) return [...steps];
  const work = ({ loops }: { loops: Loops }): number => loops.units.length * Math.max(1, loops.length);
  const kept = new Set<Step>([...nests].sort((a, b) => work(b) - work(a)).slice(0, most));
  return steps.map((step) =>
    step.kind === "table" || kept.has(step) ? step : { kind: "table", stretch: step.loops },
  );
}

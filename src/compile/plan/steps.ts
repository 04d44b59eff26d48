/**
 * Stretches and loops: where the slots of a group's operands are affine, the group is a nest of loops; what lies between is a
 * stretch of the table. In come a group with its slots and the nests found in it, out go its steps.
 */
import type { Op } from "../../ops/index.js";
import { isReducible, keptBy } from "../ir/list-operations.js";
import type { Form, Ref } from "./flat-graph.js";
import type { Nest } from "./nests.js";
import type { Affine, Slot } from "../ir/statement.js";
import { commonExtents, shapeOf, sizeOf, split, type Shape } from "./shapes.js";

/** Units of equal shape with consecutive destinations, as the table has them; `scalars[k][i]` is the slot of the k-th scalar of unit i. */
export interface Stretch extends Pick<Form, "op" | "scalarsLast" | "initial"> {
  readonly count: number;
  readonly destination: Slot;
  /** Whether gradients pass the units. */
  readonly active: boolean;
  readonly scalars: readonly (readonly Slot[])[];
  /** For each list and unit, the slots of the elements. */
  readonly lists: readonly (readonly Int32Array[])[];
}

/** A stretch that may become loops. */
export interface Group extends Stretch {
  /** What each unit computes. */
  readonly nodes: readonly Ref[];
  /** The first of the slots for intermediate results, of which every unit has `scratchOf`. */
  readonly scratch: Slot;
  /** Whether gradients reach each scalar and each list. */
  readonly activeScalars: readonly boolean[];
  readonly activeLists: readonly boolean[];
  /** For each list, whether it is of inputs only. */
  readonly inputLists: readonly boolean[];
}

/** A group whose operands are affine: loops over the units, then, for lists, loops over the elements. */
export interface Loops extends Group {
  readonly extents: readonly number[];
  /** The loops over the elements of lists: one for a row of a matrix, several for a window. */
  readonly elements: readonly number[];
  /** Slot of the first element, and stride per loop, of each scalar, then of each list. */
  readonly operands: readonly Affine[];
  /** The length of the lists; 0 where there are none. */
  readonly length: number;
}

export type Step =
  | { readonly kind: "loops"; readonly loops: Loops }
  | { readonly kind: "table"; readonly stretch: Stretch }
  /** Groups of few units, from one to before another: `Schedule.small` makes a stretch of each. */
  | { readonly kind: "small"; readonly from: number; to: number };

/** Loops over fewer operations than this are left to the table: their code would be larger than their work. */
const LEAST_WORK = 8;
/** At most so many nests, and one more for every so many units: what bounds the size of the code. */
const MOST_NESTS = 256;
const UNITS_PER_NEST = 100;

/** True if a group of so many units, with lists of a length, is left to the table whatever its operands are. */
export const isTooSmall = (units: number, length: number): boolean =>
  units * Math.max(1, length) < LEAST_WORK;

/** How many slots a unit needs for intermediate results. */
export function scratchOf(op: Op, length: number): number {
  if (op.kind === "fixed") return 0;
  const { totals, elements } = keptBy(op);
  return totals + elements * length;
}

function part(group: Group, from: number, to: number): Group {
  if (from === 0 && to === group.count) return group;
  return {
    ...group,
    count: to - from,
    scratch: group.scratch + from * scratchOf(group.op, lengthOf(group)),
    nodes: group.nodes.slice(from, to),
    destination: group.destination + from,
    scalars: group.scalars.map((slots) => slots.slice(from, to)),
    lists: group.lists.map((slots) => slots.slice(from, to)),
  };
}

/** Loops where a nest is worth it, and the table for what lies between. */
export function stepsOf(group: Group, nests: readonly Nest[]): Step[] {
  const steps: Step[] = [];
  let from = 0;
  const table = (to: number): void => {
    if (to > from) steps.push({ kind: "table", stretch: part(group, from, to) });
  };
  for (const nest of nests) {
    if (!isWorthLoops(group, nest)) continue;
    const to = nest.first + sizeOf(nest.extents);
    table(nest.first);
    steps.push({ kind: "loops", loops: loopsOf(part(group, nest.first, to), nest) });
    from = to;
  }
  table(group.count);
  return steps;
}

const lengthOf = (group: Stretch): number => group.lists[0]?.[0]?.length ?? 0;

/** True if there is enough to do, and the lists of all units are affine in the same loops. */
function isWorthLoops(group: Stretch, nest: Nest): boolean {
  const length = lengthOf(group);
  if (group.op.kind === "list" && (length === 0 || !isReducible(group.op))) return false;
  if (isTooSmall(sizeOf(nest.extents), length)) return false;
  const isSameShape = (_: unknown, k: number): boolean =>
    (nest.strides[group.scalars.length + 2 * k + 1] as readonly number[]).every((stride) => stride === 0);
  return group.lists.every(isSameShape) && elementsOf(group.lists, nest.first) !== undefined;
}

/** The loops over the elements of the lists of a unit, and the shape of each list; undefined where there are none. */
function elementsOf(
  lists: Stretch["lists"],
  unit: number,
): { extents: readonly number[]; shapes: readonly Shape[] } | undefined {
  const shapes: Shape[] = [];
  for (const slots of lists) {
    const shape = shapeOf(slots[unit] as Int32Array);
    if (shape === undefined) return undefined;
    shapes.push(shape);
  }
  const extents = commonExtents(shapes);
  return extents && { extents, shapes };
}

function loopsOf(group: Group, nest: Nest): Loops {
  const { extents: elements, shapes } = elementsOf(group.lists, 0) as { extents: number[]; shapes: Shape[] };
  const scalars = group.scalars.map((slots, k): Affine => ({
    first: slots[0] as Slot,
    strides: [...(nest.strides[k] ?? []), ...elements.map(() => 0)],
  }));
  const lists = group.lists.map((slots, k): Affine => ({
    first: (slots[0] as Int32Array)[0] as Slot,
    strides: [...(nest.strides[group.scalars.length + 2 * k] ?? []), ...split(shapes[k] as Shape, elements)],
  }));
  const operands = [...scalars, ...lists];
  return { ...group, extents: nest.extents, elements, operands, length: lengthOf(group) };
}

/** Keeps the largest nests where there are more than the code may hold; the others go to the table. */
export function bounded(steps: readonly Step[], units: number): Step[] {
  const most = MOST_NESTS + Math.floor(units / UNITS_PER_NEST);
  const nests = steps.filter((step) => step.kind === "loops");
  if (nests.length <= most) return [...steps];
  const work = ({ loops }: { loops: Loops }): number => loops.count * Math.max(1, loops.length);
  const kept = new Set<Step>([...nests].sort((a, b) => work(b) - work(a)).slice(0, most));
  return steps.map((step) =>
    step.kind !== "loops" || kept.has(step) ? step : { kind: "table", stretch: step.loops },
  );
}

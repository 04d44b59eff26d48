/**
 * Loops → statements. A statement is one assignment or accumulation inside a nest of loops, with affine loads; a target that
 * does not move with a loop makes that loop a reduction. So one form covers elementwise work, products of matrices and
 * their adjoints. Next: wasm/loops.ts emits a statement.
 */
import { rowOf } from "../ops/index.js";
import type { Affine, Loops, Slot } from "./steps.js";
import type { Flat } from "./units.js";
import {
  applied,
  chained,
  load,
  localGradient,
  product,
  SHIFTED_DIVISOR,
  SHIFTED_EXPONENTIAL,
  SHIFTED_LOGARITHM,
  type Term,
} from "./term.js";

/** Elements of the values, of the adjoints or of an optimizer's state, affine in the loop indices. */
export interface Access extends Affine {
  readonly space: "value" | "adjoint" | "state";
}

export interface Statement {
  readonly extents: readonly number[];
  readonly target: Access;
  /** What happens to the target: set, added to, or (over a reduction) set to the largest. */
  readonly mode: "assign" | "add" | "max";
  readonly loads: readonly Access[];
  readonly term: Term;
  /** The load, if there is one, that reads inputs only: many of them may be 0. */
  readonly sparse?: number;
}

const value = (affine: Affine): Access => ({ space: "value", ...affine });
const adjoint = (affine: Affine): Access => ({ space: "adjoint", ...affine });
const unrolled = ({ first, strides }: Affine, loops: number): Affine => ({
  first,
  strides: strides.slice(0, loops),
});

/** Consecutive slots in the order of the loops, not moving with a loop over list elements. */
function consecutive(first: Slot, extents: readonly number[], isList: boolean): Affine {
  const strides = extents.map((_, i) => extents.slice(i + 1).reduce((size, extent) => size * extent, 1));
  return { first, strides: isList ? [...strides, 0] : strides };
}

const sparseAt = (load: number): Pick<Statement, "sparse"> => (load < 0 ? {} : { sparse: load });
const isReduction = ({ length }: Loops): boolean => length > 0;
const destinationOf = (loops: Loops): Affine =>
  consecutive(loops.destination, loops.extents, isReduction(loops));

/** How many of the operands are scalars; the others are lists. */
const scalarsOf = (loops: Loops): readonly Affine[] => loops.operands.slice(0, loops.scalars.length);
const listsOf = (loops: Loops): readonly Affine[] => loops.operands.slice(loops.scalars.length);

export function forwardStatements(loops: Loops): Statement[] {
  const { extents } = loops;
  const destination = destinationOf(loops);
  const outer = extents.length;
  if (!isReduction(loops)) {
    const loads = loops.operands.map(value);
    const terms = loads.map((_, i) => load(i));
    const term = loops.op === "copy" ? (terms[0] as Term) : applied(loops.op, terms);
    return [{ extents, target: value(destination), mode: "assign", loads, term }];
  }
  if (loops.op === "logSumExp") return logSumExpStatements(loops, destination);
  const scalars = scalarsOf(loops).map((scalar) => value(unrolled(scalar, outer)));
  const flat = value(unrolled(destination, outer));
  const initial = scalars
    .map((_, i) => load(i))
    .reduce<Term | undefined>((x, y) => (x ? applied("add", [x, y]) : y), undefined);
  const isLast = loops.scalarsLast || initial === undefined;
  const loads = listsOf(loops).map(value);
  const terms: Statement = {
    extents: [...extents, loops.length],
    target: value(destination),
    mode: isLast ? "assign" : "add",
    loads,
    term: loads.length === 2 ? product(load(0), load(1)) : load(0),
    ...sparseAt(loops.inputLists.indexOf(true)),
  };
  if (!isLast) return [{ extents, target: flat, mode: "assign", loads: scalars, term: initial }, terms];
  return [
    terms,
    ...scalars.map((scalar): Statement => ({
      extents,
      target: flat,
      mode: "add",
      loads: [scalar],
      term: load(0),
    })),
  ];
}

/** Where the parts of a `logSumExp` lie: the largest element and the total of each unit, then exp(x − top) of each element. */
function shiftedParts({
  extents,
  units,
  scratch,
  length,
}: Loops): Record<"top" | "total" | "shifted", Access> {
  const unit = consecutive(scratch, extents, true);
  return {
    top: value(unit),
    total: value({ ...unit, first: scratch + units.length }),
    shifted: value(consecutive(scratch + 2 * units.length, [...extents, length], false)),
  };
}

/** The largest element, the shifted exponentials and their sum, then the logarithm. The backward pass reads the exponentials again. */
function logSumExpStatements(loops: Loops, destination: Affine): Statement[] {
  const { extents } = loops;
  const full = [...extents, loops.length];
  const [x] = listsOf(loops).map(value) as [Access];
  const { top, total, shifted } = shiftedParts(loops);
  const flat = ({ space, ...affine }: Access): Access => ({ space, ...unrolled(affine, extents.length) });
  const ofUnit = { extents, mode: "assign", loads: [flat(top), flat(total)] } as const;
  return [
    { extents: full, target: top, mode: "max", loads: [x], term: load(0) },
    { extents: full, target: shifted, mode: "assign", loads: [x, top], term: SHIFTED_EXPONENTIAL },
    { extents: full, target: total, mode: "assign", loads: [shifted], term: load(0) },
    { ...ofUnit, target: flat(value(destination)), term: SHIFTED_LOGARITHM },
    { ...ofUnit, target: flat(total), term: SHIFTED_DIVISOR },
  ];
}

/** What the gradient of the destination adds to the gradients of the operands that carry one. */
export function adjointStatements(loops: Loops, flat: Flat): Statement[] {
  const { units, extents } = loops;
  if (units.every((unit) => !unit.active)) return [];
  const outer = extents.length;
  const destination = destinationOf(loops);
  const upstream = adjoint(destination);
  const add = (target: Affine, loads: readonly Access[], term: Term, over = extents): Statement => ({
    extents: over,
    target: adjoint(target),
    mode: "add",
    loads,
    term,
  });
  const carries = (k: number): boolean => units.some((unit) => flat.isActive(unit.scalars[k] as number));
  if (!isReduction(loops)) {
    const row = rowOf(loops.op);
    if (row.kind !== "fixed") return [];
    const loads = [upstream, value(destination), ...loops.operands.map(value)];
    const terms = loops.operands.map((_, i) => load(i + 2));
    return loops.operands.flatMap((operand, k) => {
      const local = carries(k) ? localGradient(row, k, terms, load(1)) : undefined;
      return local === undefined ? [] : [used(add(operand, loads, chained(load(0), local)))];
    });
  }
  const full = [...extents, loops.length];
  const lists = listsOf(loops);
  const flatUpstream = adjoint(unrolled(destination, outer));
  const scalars = scalarsOf(loops).flatMap((scalar, k) =>
    carries(k) ? [add(unrolled(scalar, outer), [flatUpstream], load(0))] : [],
  );
  const elements = lists.flatMap((list, k) => {
    if (units.every((unit) => unit.lists[k]?.active !== true)) return [];
    if (loops.op === "sum") return [add(list, [upstream], load(0), full)];
    if (loops.op === "dot") {
      const statement = add(list, [upstream, value(lists[1 - k] as Affine)], product(load(0), load(1)), full);
      return [{ ...statement, ...sparseAt(loops.inputLists[1 - k] === true ? 1 : -1) }];
    }
    const { shifted, total } = shiftedParts(loops);
    return [
      add(list, [shifted, total, upstream], product(load(2), applied("div", [load(0), load(1)])), full),
    ];
  });
  return [...scalars, ...elements];
}

/** The statement with only the loads that its term reads. */
function used(statement: Statement): Statement {
  const indices = new Map<number, number>();
  const renumber = (term: Term): Term => {
    switch (term.kind) {
      case "number":
        return term;
      case "load": {
        const index = indices.get(term.index) ?? indices.size;
        indices.set(term.index, index);
        return load(index);
      }
      case "instruction":
      case "call":
        return { ...term, args: term.args.map(shared) };
    }
  };
  const done = new Map<Term, Term>();
  const shared = (term: Term): Term => {
    const known = done.get(term) ?? renumber(term);
    done.set(term, known);
    return known;
  };
  const term = shared(statement.term);
  return { ...statement, loads: [...indices.keys()].map((i) => statement.loads[i] as Access), term };
}

/** Places of what loops read and write, for those who make statements. Next: statements.ts and list-statements.ts. */
import type { Access, Affine, Slot, Statement, Term } from "../ir/statement.js";
import { roundsOf } from "./shapes.js";
import type { Loops } from "./steps.js";
import { load } from "../ir/term.js";

export const value = (affine: Affine): Access => ({ space: "value", ...affine });
export const adjoint = (affine: Affine): Access => ({ space: "adjoint", ...affine });
/** The same place in the loops over units alone. */
export const unrolled = <T extends Affine>(affine: T, loops: number): T => ({
  ...affine,
  strides: affine.strides.slice(0, loops),
});

/** Consecutive slots in the order of the loops, not moving with those over list elements, which are inside them. */
export function consecutive(
  first: Slot,
  extents: readonly number[],
  elements: readonly number[] = [],
): Affine {
  return { first, strides: [...roundsOf(extents), ...elements.map(() => 0)] };
}

export const isReduction = ({ length }: Loops): boolean => length > 0;
export const destinationOf = (loops: Loops): Affine =>
  consecutive(loops.destination, loops.extents, loops.elements);

/** How many of the operands are scalars; the others are lists. */
export const scalarsOf = (loops: Loops): readonly Affine[] => loops.operands.slice(0, loops.scalars.length);
export const listsOf = (loops: Loops): readonly Affine[] => loops.operands.slice(loops.scalars.length);

/** The statement with only the loads that its term reads. */
export function used(statement: Statement): Statement {
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
      case "apply":
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

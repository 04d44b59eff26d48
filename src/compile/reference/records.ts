/** Records: units that are alike, each with operands where they happen to lie. Next: backend.ts. */
import { ops, type FixedOp, type ListOp } from "../../ops/index.js";
import { FIRST_TOTAL, kernelOf, OUT, UPSTREAM, X, Y } from "../ir/list-operations.js";
import type { Slot, Term } from "../ir/statement.js";
import { applied, chained, load, localGradient } from "../ir/term.js";
import type { Stretch } from "../plan/steps.js";
import type { Evaluation } from "./terms.js";

/** The unit i of a record on one of the ways. −0 changes no number that it is added to. */
export interface Unit {
  forward(i: number): number;
  /** What goes back to each slot that the unit reads. */
  backward(i: number, add: (slot: Slot, term: number) => void): void;
}

type Numbers = ArrayLike<number>;
type Make = (term: Term | undefined) => Evaluation;

export const unitsOf = (stretch: Stretch, values: Numbers, adjoints: Numbers, make: Make): Unit =>
  stretch.op.kind === "list"
    ? lists(stretch.op, stretch, values, adjoints, make)
    : fixed(stretch.op, stretch, values, adjoints, make);

function fixed(
  op: FixedOp,
  { destination, scalars }: Stretch,
  values: Numbers,
  adjoints: Numbers,
  make: Make,
): Unit {
  // prettier-ignore
  const terms = scalars.map((_, k) => load(k + 2));
  const value = make(applied(op, terms));
  const gradients = scalars.map((_, k) => localGradient(op, k, terms, load(1))).map((local) => make(local && chained(load(0), local))); // prettier-ignore
  const at = (i: number): number[] =>
    [adjoints[destination + i], values[destination + i], ...scalars.map((all) => values[all[i] as Slot])] as number[]; // prettier-ignore
  return {
    forward: (i) => value(at(i)),
    backward(i, add) {
      const numbers = at(i);
      scalars.forEach((all, k) => { add(all[i] as Slot, gradients[k]?.(numbers) ?? -0); }); // prettier-ignore
    },
  };
}

function lists(op: ListOp, stretch: Stretch, values: Numbers, adjoints: Numbers, make: Make): Unit {
  const { destination, scalars, lists: columns, scalarsLast } = stretch;
  const { stages, result, contributions } = kernelOf(op);
  const steps = stages.map(({ step }) => make(step));
  const additions = stages.map((_, k) => make(applied(ops.add, [load(FIRST_TOTAL + k), load(X)])));
  const [value, toScalar, gradients] = [make(result), make(load(UPSTREAM)), contributions.map(make)];
  const places: number[] = [];
  /** Visits the scalars and the elements of a unit, in the order in which they are added up. */
  const inOrder = (i: number, body: (slots: readonly Slot[], isScalar: boolean) => void): void => {
    const own = scalars.map((all) => [all[i] as Slot]);
    const elements = Array.from(columns[0]?.[i] ?? [], (_, k) => columns.map((all) => all[i]?.[k] as Slot));
    for (const slots of scalarsLast ? [...elements, ...own] : [...own, ...elements]) {
      [places[X], places[Y]] = slots.map((slot) => values[slot] as number) as [number, number];
      body(slots, own.includes(slots));
    }
  };
  const findTotals = (i: number): void => {
    stages.forEach(({ initial }, k) => {
      const at = FIRST_TOTAL + k;
      // A chain of additions starts elsewhere than the row of the sum that it has become.
      places[at] = op.step ? stretch.initial : (initial ?? NaN);
      if (initial === undefined) places[at] = steps[k]?.(places) as number;
      else inOrder(i, (_, isScalar) => { places[at] = (isScalar ? additions : steps)[k]?.(places) as number; }); // prettier-ignore
    });
  };
  return {
    forward(i) {
      findTotals(i);
      return value(places);
    },
    backward(i, add) {
      if (op.totals) findTotals(i);
      [places[OUT], places[UPSTREAM]] = [values[destination + i], adjoints[destination + i]] as [number, number]; // prettier-ignore
      inOrder(i, (slots, isScalar) => {
        slots.forEach((slot, k) => { add(slot, (isScalar ? toScalar : gradients[k])?.(places) ?? -0); }); // prettier-ignore
      });
    },
  };
}

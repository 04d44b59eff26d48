/** Records: units that are alike, each with operands where they happen to lie. Next: backend.ts. */
import { ops, type FixedOp, type ListOp } from "../../ops/index.js";
import type { Machine, Numeric } from "../backend.js";
import { FIRST_TOTAL, kernelOf, OUT, UPSTREAM, X, Y } from "../ir/list-operations.js";
import type { Slot, Term } from "../ir/statement.js";
import type { Stretch } from "../plan/steps.js";
import { applied, chained, load, localGradient } from "../ir/term.js";
import { evaluation } from "./terms.js";

type Spaces = Pick<Machine, "values" | "adjoints">;
export type Pass = "forward" | "backward";

/** Runs the units of a record, on one of the ways. */
export function runRecord(stretch: Stretch, pass: Pass, spaces: Spaces, numeric: Numeric): void {
  const { op } = stretch;
  if (op.kind === "list") runLists(op, stretch, pass, spaces, numeric);
  else runFixed(op, stretch, pass, spaces, numeric);
}

function runFixed(
  op: FixedOp,
  stretch: Stretch,
  pass: Pass,
  { values, adjoints }: Spaces,
  numeric: Numeric,
): void {
  const { count, destination, scalars } = stretch;
  const terms = scalars.map((_, k) => load(k + 2));
  const value = evaluation(applied(op, terms), numeric);
  const gradients = scalars.map((_, k) => {
    const local = localGradient(op, k, terms, load(1));
    return local && evaluation(chained(load(0), local), numeric);
  });
  for (let i = 0; i < count; i++) {
    const [out, slots] = [destination + i, scalars.map((all) => all[i] as Slot)];
    const at = [adjoints, values]
      .map((all) => all[out] as number)
      .concat(slots.map((slot) => values[slot] as number));
    if (pass === "forward") values[out] = value(at);
    else slots.forEach((slot, k) => ((adjoints[slot] as number) += gradients[k]?.(at) ?? -0));
  }
}

function runLists(
  op: ListOp,
  stretch: Stretch,
  pass: Pass,
  { values, adjoints }: Spaces,
  numeric: Numeric,
): void {
  const { count, destination, scalars, lists, scalarsLast } = stretch;
  const { stages, result, contributions } = kernelOf(op);
  // −0 changes no number that it is added to.
  const made = (term: Term | undefined): ReturnType<typeof evaluation> => term ? evaluation(term, numeric) : () => -0; // prettier-ignore
  const steps = stages.map(({ step }) => made(step));
  const additions = stages.map((_, k) => made(applied(ops.add, [load(FIRST_TOTAL + k), load(X)])));
  const [value, pastScalar, gradients] = [made(result), made(load(UPSTREAM)), contributions.map(made)];
  const places: number[] = [];
  /** Visits the scalars and the elements of a unit, in the order in which they are added up. */
  const inOrder = (i: number, body: (slots: readonly Slot[], isScalar: boolean) => void): void => {
    const visit = (slots: readonly Slot[], isScalar: boolean): void => {
      [places[X], places[Y]] = slots.map((slot) => values[slot] as number) as [number, number];
      body(slots, isScalar);
    };
    const visitScalars = (): void => { for (const all of scalars) visit([all[i] as Slot], true); }; // prettier-ignore
    if (!scalarsLast) visitScalars();
    lists[0]?.[i]?.forEach((_, k) => { visit(lists.map((list) => list[i]?.[k] as Slot), false); }); // prettier-ignore
    if (scalarsLast) visitScalars();
  };
  const findTotals = (i: number): void => {
    stages.forEach(({ initial }, k) => {
      const add = (isScalar: boolean): void => { places[FIRST_TOTAL + k] = (isScalar ? additions : steps)[k]?.(places) as number; }; // prettier-ignore
      // A chain of additions starts elsewhere than the row of the sum that it has become.
      places[FIRST_TOTAL + k] = op.step ? stretch.initial : (initial ?? NaN);
      if (initial === undefined) add(false);
      else inOrder(i, (_, isScalar) => { add(isScalar); }); // prettier-ignore
    });
  };
  for (let i = 0; i < count; i++) {
    const out = destination + i;
    if (pass === "forward" || op.totals) findTotals(i);
    if (pass === "forward") {
      values[out] = value(places);
      continue;
    }
    [places[OUT], places[UPSTREAM]] = [values[out] as number, adjoints[out] as number];
    inOrder(i, (slots, isScalar) => {
      slots.forEach(
        (slot, k) => ((adjoints[slot] as number) += (isScalar ? pastScalar : gradients[k])?.(places) ?? -0),
      );
    });
  }
}

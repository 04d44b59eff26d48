/** Records: units that are alike, each with operands where they happen to lie. Next: backend.ts. */
import { ops, type FixedOp, type ListOp } from "../../ops/index.js";
import type { Numbers, Numeric } from "../backend.js";
import { FIRST_TOTAL, kernelOf, OUT, UPSTREAM, X, Y } from "../folds.js";
import type { Slot } from "../statement.js";
import type { Stretch } from "../steps.js";
import { applied, chained, load, localGradient } from "../term.js";
import { evaluation } from "./terms.js";

/** What one unit, or all of a record, does on either way. */
interface Passes<Given extends unknown[]> {
  readonly forward: (...given: Given) => void;
  readonly backward: (...given: Given) => void;
}

export function recordOf(stretch: Stretch, values: Numbers, adjoints: Numbers, numeric: Numeric): Passes<[]> {
  const { op } = stretch;
  const of = op.kind === "list" ? listUnit(op) : fixedUnit(op);
  const unit = of(stretch, values, adjoints, numeric);
  const all = (pass: (i: number) => void) => (): void => {
    for (let i = 0; i < stretch.count; i++) pass(i);
  };
  return { forward: all(unit.forward), backward: all(unit.backward) };
}

type Make = (...given: Parameters<typeof recordOf>) => Passes<[i: number]>;

const fixedUnit =
  (op: FixedOp): Make =>
  ({ scalars, destination }, values, adjoints, numeric) => {
    const terms = scalars.map((_, k) => load(k + 2));
    const value = evaluation(applied(op, terms), numeric);
    const gradients = scalars.map((_, k) => {
      const local = localGradient(op, k, terms, load(1));
      return local && evaluation(chained(load(0), local), numeric);
    });
    const operands = (i: number): number[] => scalars.map((slots) => values[slots[i] as Slot] as number);
    return {
      forward: (i) => (values[destination + i] = value([NaN, NaN, ...operands(i)])),
      backward: (i) => {
        const at = [adjoints[destination + i] as number, values[destination + i] as number, ...operands(i)];
        gradients.forEach((gradient, k) => {
          if (gradient) (adjoints[scalars[k]?.[i] as Slot] as number) += gradient(at);
        });
      },
    };
  };

const listUnit =
  (op: ListOp): Make =>
  (stretch, values, adjoints, numeric) => {
    const { scalars, lists, destination, scalarsLast } = stretch;
    const { stages, result, contributions } = kernelOf(op);
    const steps = stages.map(({ step }) => evaluation(step, numeric));
    const additions = stages.map((_, k) =>
      evaluation(applied(ops.add, [load(FIRST_TOTAL + k), load(X)]), numeric),
    );
    const value = evaluation(result, numeric);
    const gradients = contributions.map((term) => term && evaluation(term, numeric));
    /** The scalars and the elements of a unit, in the order in which they are added up. */
    const partsOf = (i: number): { isScalar: boolean; slots: Slot[] }[] => {
      const first = scalars.map((slots) => ({ isScalar: true, slots: [slots[i] as Slot] }));
      const length = lists[0]?.[i]?.length ?? 0;
      const rest = Array.from({ length }, (_, k) => ({ isScalar: false, slots: lists.map((list) => list[i]?.[k] as Slot) })); // prettier-ignore
      return scalarsLast ? [...rest, ...first] : [...first, ...rest];
    };
    const read = (places: number[], slots: readonly Slot[]): void => {
      slots.forEach((slot, k) => (places[k === 0 ? X : Y] = values[slot] as number));
    };
    /** What terms read, with the totals of a unit. */
    const totals = (i: number): number[] => {
      const places: number[] = [];
      stages.forEach(({ initial }, k) => {
        // A chain of additions starts elsewhere than the row of the sum that it has become.
        places[FIRST_TOTAL + k] = op.step ? stretch.initial : (initial ?? NaN);
        const parts = initial === undefined ? [{ isScalar: false, slots: [] }] : partsOf(i);
        for (const { isScalar, slots } of parts) {
          read(places, slots);
          places[FIRST_TOTAL + k] = ((isScalar ? additions : steps)[k] as (at: number[]) => number)(places);
        }
      });
      return places;
    };
    return {
      forward: (i) => (values[destination + i] = value(totals(i))),
      backward: (i) => {
        const places = op.totals ? totals(i) : [];
        [places[OUT], places[UPSTREAM]] = [
          values[destination + i] as number,
          adjoints[destination + i] as number,
        ];
        for (const { isScalar, slots } of partsOf(i)) {
          read(places, slots);
          slots.forEach((slot, k) => {
            const own = isScalar ? places[UPSTREAM] : gradients[k]?.(places);
            if (own !== undefined) (adjoints[slot] as number) += own;
          });
        }
      },
    };
  };

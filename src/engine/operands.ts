/** What operations take. Next: generated/functions.ts, the operations on lists. */
import { elements } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";
import { constant, isValue, toValue, type Value } from "./value.js";

/** What an operation takes: a Value, or a number, which becomes a constant and gets no gradient. */
export type Operand = Value | number;
/** What an operation on a list takes. The list is copied, so it may change afterwards. */
export type Operands = ArrayLike<Operand>;

const kept = new WeakSet<Operands>();

/**
 * Marks a list that will never change: operations then refer to it where they would copy. (A frozen array would
 * say the same, but V8 reads one three times more slowly.) @internal
 */
export function keep(values: readonly Value[]): readonly Value[] {
  kept.add(values);
  return values;
}

/** The elements of a list as Values, in a list that does not change. @internal */
export function toValues(given: Operands, op: string, operand: string, least = 0): readonly Value[] {
  const values = kept.has(given) ? (given as readonly Value[]) : converted(given, op, operand);
  if (values.length >= least) return values;
  throw new ChainruleError(`${op}: ${operand} is empty, expected at least one element`);
}

function converted(given: Operands, op: string, operand: string): readonly Value[] {
  try {
    if (Array.isArray(given)) {
      const values = (given as Operand[]).slice();
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        if (!isValue(value)) values[i] = constant(value as number);
      }
      return values as Value[];
    }
  } catch {
    // What is wrong is told below, element by element.
  }
  const values = elements(given, `${op}: ${operand}`, "an array of Values or numbers");
  for (let i = 0; i < values.length; i++) values[i] = toValue(values[i], op, `${operand}[${String(i)}]`);
  return values as Value[];
}

/** @throws ChainruleError if two lists are of different lengths. @internal */
export function checkLengths(xs: readonly Value[], ys: readonly Value[], op: string): void {
  if (xs.length !== ys.length) {
    throw new ChainruleError(
      `${op}: x has ${String(xs.length)} elements and y has ${String(ys.length)}, expected equal lengths`,
    );
  }
}

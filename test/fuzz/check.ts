/** Runs a case in every column and compares: what `npm run fuzz` and the gate call. Next: shrink.ts, for what they find. */
import {
  compiledDouble,
  compiledSingle,
  eager,
  plainDouble,
  plainSingle,
  referenceDouble,
  referenceSingle,
} from "./columns.js";
import type { Column, Result, Session } from "./columns.js";
import { random } from "chainrule/nn";
import { compare, type Counts, type Difference } from "./compare.js";
import type { Case } from "./program.js";
import { evaluate, type Evaluation } from "./reference.js";
import { slopeOf } from "./slope.js";

/** A difference and where it is. */
export interface Finding {
  readonly column: string;
  readonly against: string;
  readonly tape: number;
  readonly run: number;
  /** What differs, or the message of an error that was thrown. */
  readonly difference: Difference | string;
}

/** What is compared: each column with the one before it of the same precision, of which the first is what counts as right. */
export const COLUMNS: readonly Column[] = [
  eager,
  plainDouble,
  referenceDouble,
  compiledDouble,
  plainSingle,
  referenceSingle,
  compiledSingle,
];

export const noCounts = (): Counts => ({ exact: 0, rounded: 0, sampled: 0, slopes: 0 });

export function check(given: Case, counts = noCounts(), columns = COLUMNS): Finding | undefined {
  const sessions: Session[] = [];
  try {
    return compared(given, counts, columns, sessions);
  } finally {
    for (const session of sessions) session.close();
  }
}

function compared(
  { tapes, runs }: Case,
  counts: Counts,
  columns: readonly Column[],
  sessions: Session[],
): Finding | undefined {
  const found = (
    column: Column,
    against: string,
    tape: number,
    run: number,
    difference: Difference | string,
  ): Finding => ({ column: column.name, against, tape, run, difference });
  const failed = (column: Column, tape: number, run: number, error: unknown): Finding =>
    found(column, "", tape, run, error instanceof Error ? (error.stack ?? error.message) : String(error));
  for (const column of columns) {
    try {
      sessions.push(column.open(tapes, runs[0] as readonly (readonly number[])[]));
    } catch (error) {
      return failed(column, 0, 0, error);
    }
  }
  for (const [run, numbersOfRun] of runs.entries()) {
    for (const [i, tape] of tapes.entries()) {
      const numbers = numbersOfRun[i] as readonly number[];
      /** By precision: the column that counts as right, its result, and the reference. */
      const bases = new Map<string, readonly [Column, Result, Evaluation]>();
      for (const [c, column] of columns.entries()) {
        const { precision } = column;
        const session = sessions[c] as Session;
        let actual: Result;
        try {
          actual = session.run(i, numbers);
        } catch (error) {
          return failed(column, i, run, error);
        }
        const base = bases.get(precision);
        if (base === undefined) {
          bases.set(precision, [column, actual, evaluate(tape, numbers, precision)]);
          const slope =
            run === 0 && precision === "f64"
              ? slopeOf(tape, numbers, actual.gradients, random(i))
              : undefined;
          if (slope === "agrees") counts.slopes++;
          else if (slope) return found(column, "central differences", i, run, slope);
          continue;
        }
        const [against, expected, reference] = base;
        const reordered = session.reordered[i] ?? new Map<number, never>();
        const difference = compare(
          { tape, numbers, precision, expected, actual, reference, reordered },
          counts,
        );
        if (difference !== undefined) return found(column, against.name, i, run, difference);
      }
    }
  }
  return undefined;
}

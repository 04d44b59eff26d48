/**
 * Two columns of one run, number by number. Values are the same bit for bit, unless a sum before them is added up in another order; then, as
 * all gradients, they differ by rounding, measured on the terms that are added and not on what is left when these cancel. Where that
 * is not enough (rounding grew on the way, or infinities met in another order), the reference runs in random orders: a difference that none
 * of them comes near is a fault.
 */
import { random } from "chainrule/nn";
import { tolerances } from "../tolerances.js";
import type { Precision } from "./arithmetic.js";
import type { Result } from "./columns.js";
import { evaluate, type Evaluation, type Terms } from "./reference.js";
import type { Ref, Tape } from "./tape.js";

/** What two columns disagree about. */
export interface Difference {
  readonly what: string;
  readonly expected: number;
  readonly actual: number;
}

export interface Comparison {
  readonly tape: Tape;
  readonly numbers: readonly number[];
  readonly precision: Precision;
  readonly expected: Result;
  /** The reference in the recorded order. */
  readonly reference: Evaluation;
  readonly actual: Result;
  readonly reordered: ReadonlyMap<Ref, Terms>;
}

/** How many numbers have been compared, and how: for the report. */
export interface Counts {
  exact: number;
  rounded: number;
  /** Told from a fault by running the reference in other orders. */
  sampled: number;
  /** Gradients that agree with central differences along a direction. */
  slopes: number;
}

const ORDERS = 48;
/** How much further than the orders tried another may go. */
const MARGIN = 16;
const ROUNDING: Readonly<Record<Precision, { relative: number; smallest: number }>> = {
  f64: { relative: tolerances.reordered, smallest: Number.MIN_VALUE },
  f32: { relative: tolerances.reorderedSingle, smallest: 2 ** -149 },
};

/** NaN, +∞, −∞, or finite. */
const kindOf = (x: number): string => (Number.isFinite(x) ? "finite" : String(x));
/** The same, and −0. (The sign of a gradient that is 0 depends on whether its sum began at 0.) */
const signedKindOf = (x: number): string => (Object.is(x, -0) ? "-0" : kindOf(x));

export function compare(comparison: Comparison, counts: Counts): Difference | undefined {
  return new Comparer(comparison, counts).first();
}

/** Where a number is found in an evaluation. */
type Find = (evaluation: Evaluation) => number;

class Comparer {
  private samples: Evaluation[] | undefined;
  private readonly isOrdered: Uint8Array;

  constructor(
    private readonly comparison: Comparison,
    private readonly counts: Counts,
  ) {
    const { tape, reordered } = comparison;
    this.isOrdered = new Uint8Array(tape.nodes.length);
    tape.nodes.forEach((node, ref) => {
      const isOrdered =
        !reordered.has(ref) &&
        (node.kind !== "operation" || node.lists.every((list) => list.every((n) => this.isOrdered[n] === 1)));
      this.isOrdered[ref] = isOrdered ? 1 : 0;
    });
  }

  first(): Difference | undefined {
    const { tape, expected, actual, reference } = this.comparison;
    const { roots, outputs } = tape;
    const value = this.forward("the value", roots, expected.value, actual.value);
    if (value !== undefined) return value;
    for (let i = 0; i < outputs.length; i++) {
      const output = this.forward(
        `output ${String(i)}`,
        [outputs[i] as Ref],
        expected.outputs[i] as number,
        actual.outputs[i] as number,
      );
      if (output !== undefined) return output;
    }
    for (let i = 0; i < tape.parameters; i++) {
      const [e, a] = [expected.gradients[i] as number, actual.gradients[i] as number];
      const size = reference.sizes[i] as number;
      const isClose = this.isClose(e, a, size, ({ gradients }) => gradients[i] as number);
      if (!isClose) return { what: `gradient ${String(i)}`, expected: e, actual: a };
    }
    return undefined;
  }

  private forward(
    what: string,
    refs: readonly Ref[],
    expected: number,
    actual: number,
  ): Difference | undefined {
    if (Object.is(expected, actual)) {
      this.counts.exact++;
      return undefined;
    }
    const { reference } = this.comparison;
    const difference = { what, expected, actual };
    if (refs.every((ref) => this.isOrdered[ref] === 1)) return difference;
    const size = refs.reduce((sum, ref) => sum + this.sizeOf(ref, reference.values), 0);
    const find: Find = ({ values }) => refs.reduce((sum, ref) => sum + (values[ref] as number), 0);
    return this.isClose(expected, actual, size, find, signedKindOf) ? undefined : difference;
  }

  private sizeOf(ref: Ref, values: Float64Array): number {
    const terms = this.comparison.reordered.get(ref)?.(values) ?? [values[ref] as number];
    return terms.reduce((sum, term) => sum + Math.abs(term), 0);
  }

  private isClose(expected: number, actual: number, size: number, find: Find, kind = kindOf): boolean {
    const isAlike = kind(expected) === kind(actual);
    if (isAlike && (expected === actual || Number.isNaN(expected))) {
      this.counts.exact++;
      return true;
    }
    const { relative, smallest } = ROUNDING[this.comparison.precision];
    const error = Math.abs(expected - actual);
    const [terms = 0] = [size, expected, actual].filter((x) => Number.isFinite(x));
    const allowed = relative * Math.abs(terms) + 8 * smallest;
    if (isAlike && error <= allowed) {
      this.counts.rounded++;
      return true;
    }
    this.counts.sampled++;
    const samples = this.orders().map(find);
    // Both must be among what other orders give: else one of them is no matter of rounding.
    return [expected, actual].every((x) => {
      const alike = samples.filter((sample) => kind(sample) === kind(x));
      return this.isAmong(alike, x, allowed);
    });
  }

  private isAmong(alike: readonly number[], x: number, allowed: number): boolean {
    if (alike.length === 0 || !Number.isFinite(x)) return alike.length > 0;
    const [least, most] = [Math.min(...alike), Math.max(...alike)];
    const room = MARGIN * (most - least) + allowed;
    return x >= least - room && x <= most + room;
  }

  /** The reference in random orders. */
  private orders(): Evaluation[] {
    const { tape, numbers, precision, reordered } = this.comparison;
    this.samples ??= Array.from({ length: ORDERS }, (_, seed) =>
      evaluate(tape, numbers, precision, { random: random(seed), sums: reordered }),
    );
    return this.samples;
  }
}

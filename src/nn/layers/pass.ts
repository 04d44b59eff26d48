/**
 * A pass through a model: whether it trains, and what enters a layer besides x. A dropout mask is a leaf that is drawn anew for
 * each batch, a running mean a leaf that is read anew; a compiled program takes both as inputs. Layers write here, runner.ts reads.
 */
import { anyNumber, boolean, callable, finite, instance } from "../../arguments/checks.js";
import { optional } from "../../arguments/options.js";
import { values as valuesOf } from "../../engine/value-checks.js";
import type { Value } from "../../engine/value.js";
import { Matrix } from "../matrix/matrix.js";
import { random, type Random } from "../../numeric/random.js";

interface Noise {
  readonly leaves: readonly Value[];
  readonly draw: (random: Random) => number;
}

interface Observation {
  readonly values: readonly Value[];
  readonly take: (numbers: Float64Array) => void;
}

/** One pass through a model, forward and backward: whether it trains, and its noise. */
export class Pass {
  private readonly drawn: Noise[] = [];
  private readonly states: Value[] = [];
  private readonly observations: Observation[] = [];

  /** @param seed where the noise of this pass starts. */
  constructor(
    /** Whether the numbers that it gives are to be trained on. */
    readonly isTraining: boolean,
    private readonly seed = 1,
  ) {
    boolean(isTraining, "Pass: isTraining");
    finite(seed, "Pass: seed");
  }

  /** Leaves that are drawn anew for every batch. */
  noise(rows: number, columns: number, draw: (random: Random) => number): Matrix {
    callable(draw, "Pass: draw");
    const noise = Matrix.zeros(rows, columns);
    this.drawn.push({ leaves: noise.values(), draw });
    this.redraw(this.seed);
    return noise;
  }

  /** Marks leaves that carry no gradient and may have changed since the last batch. */
  state(values: readonly Value[]): void {
    for (const value of valuesOf(values, "Pass", "value")) this.states.push(value);
  }

  /** Reads numbers of the graph after each batch, as a running mean does. */
  observe(values: readonly Value[], take: (numbers: Float64Array) => void): void {
    callable(take, "Pass: take");
    this.observations.push({ values: valuesOf(values, "Pass", "value"), take });
  }

  /** Draws all noise from a seed. @internal */
  redraw(seed: number): void {
    const generator = random(seed);
    for (const { leaves, draw } of this.drawn)
      for (const leaf of leaves) leaf.data = anyNumber(draw(generator), "Pass: what draw gave");
  }

  /** True if the pass is a function of x and the parameters alone. @internal */
  get isPlain(): boolean {
    return this.drawn.length + this.states.length + this.observations.length === 0;
  }

  /** Leaves that a program takes as inputs besides x and t. @internal */
  get inputs(): Value[] {
    return [...this.drawn.flatMap(({ leaves }) => leaves), ...this.states];
  }

  /** What a program gives out for `take`. @internal */
  get outputs(): Value[] {
    return this.observations.flatMap(({ values }) => values);
  }

  /** Hands on what was observed. @internal */
  take(numbers: ArrayLike<number>): void {
    let at = 0;
    for (const { values, take } of this.observations) {
      take(Float64Array.from({ length: values.length }, (_, i) => numbers[at + i] as number));
      at += values.length;
    }
  }
}

const optionalPass = optional(instance(Pass, "a Pass"));

/** @throws ChainruleError if it is something else than a pass or nothing. */
export const checkPass = (pass: unknown, layer: string): unknown => optionalPass(pass, `${layer}: pass`);

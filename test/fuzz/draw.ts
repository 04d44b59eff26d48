/**
 * The choices of one random program: sizes, operations, leaves. In comes a seed; families ask for what they need, and every answer follows
 * from the seed, so that a program can be made again. Next: families/, which record graphs with it.
 */
import { constant, Value } from "chainrule";
import { random, type Random } from "chainrule/nn";

/** What the leaves of a program are, by share. */
interface Mixture {
  readonly inputs: number;
  readonly constants: number;
}

const MIXTURES: readonly Mixture[] = [
  { inputs: 0, constants: 0 },
  { inputs: 0.5, constants: 0 },
  { inputs: 0.9, constants: 0 },
  { inputs: 0.3, constants: 0.3 },
];

/** Numbers for constants: where rules have their special cases. */
const SPECIAL = [0, -0, 1, -1, 0.5, 2, -3, 1e-320, 1e300];

/** A list of several Values takes at least this length to run in vector lanes; sizes lie on both sides of it. */
const LONGEST = 17;

export class Draw {
  readonly parameters: Value[] = [];
  readonly inputs: Value[] = [];
  private readonly random: Random;
  private readonly mixture: Mixture;

  constructor(seed: number) {
    this.random = random(seed);
    this.mixture = this.pick(MIXTURES);
  }

  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + this.random.integer(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random.integer(from.length)] as T;
  }

  /** A number for a constant. */
  number(): number {
    return this.chance(0.1) ? this.pick(SPECIAL) : this.integer(-16, 16) / 8;
  }

  /** A length, small ones more often; 0 only where `least` says so. */
  length(least = 1, most = LONGEST): number {
    return Math.max(least, Math.min(most, Math.floor((most + 1) * this.random.uniform() ** 1.5)));
  }

  /** The same list in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    return Array.from(this.random.permutation(list.length), (i) => list[i] as T);
  }

  parameter(): Value {
    const leaf = new Value(0.5);
    this.parameters.push(leaf);
    return leaf;
  }

  input(): Value {
    const leaf = new Value(0.5);
    this.inputs.push(leaf);
    return leaf;
  }

  /** Makes leaves that a layer has made parameters of the program. */
  adopt(leaves: readonly Value[]): void {
    this.parameters.push(...leaves);
  }

  constant(): Value {
    return constant(this.number());
  }

  /** A parameter, an input or a constant, as this program mixes them. */
  leaf(): Value {
    const at = this.random.uniform();
    const { inputs, constants } = this.mixture;
    return at < inputs ? this.input() : at < inputs + constants ? this.constant() : this.parameter();
  }

  list(length: number, make: (i: number) => Value): Value[] {
    return Array.from({ length }, (_, i) => make(i));
  }

  /** Leaves of one kind, as weights or data are, or now and then each of its own kind. */
  leaves(length: number): Value[] {
    if (this.chance(0.15)) return this.list(length, () => this.leaf());
    const { inputs, constants } = this.mixture;
    const at = this.random.uniform();
    const make = at < inputs ? "input" : at < inputs + constants ? "constant" : "parameter";
    return this.list(length, () => this[make]());
  }

  weights(length: number): Value[] {
    return this.list(length, () => this.parameter());
  }

  /** Rows of leaves. */
  matrix(rows: number, columns: number): Value[][] {
    const all = this.leaves(rows * columns);
    return Array.from({ length: rows }, (_, i) => all.slice(i * columns, (i + 1) * columns));
  }
}

/** Records a graph and returns the Values that it is about; program.ts makes roots and outputs of them. */
export type Family = (draw: Draw) => Value[];

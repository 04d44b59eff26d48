/** What the compiler works on: units, each a statement of the program to be, over numbered operands. */

import type { Op } from "../ops/index.js";

/** The number of a node: inner nodes first, in topological order, then parameters, inputs, constants. */
export type Ref = number;

/** A list of operands. Lists that the graph shares are shared here too, so that their elements are looked at once. */
export interface List {
  readonly refs: Int32Array;
  /** The level of the deepest element. */
  readonly level: number;
  /** True if some element carries a gradient. */
  readonly active: boolean;
}

/**
 * One statement: an operation of scalar operands; or of lists. A sum of products that was a chain of additions may have scalars too,
 * which are added up before its terms, or one by one after them.
 */
export interface Unit {
  /** The row: operations are told apart by it and never by their names, which users give. */
  readonly op: Op;
  readonly node: Ref;
  readonly scalars: readonly Ref[];
  readonly lists: readonly List[];
  readonly scalarsLast: boolean;
  /** What a running total starts from. A chain of additions starts from −0, which changes no number; `sum` and `dot` start from 0. */
  readonly initial: number;
  readonly level: number;
  /** True if it depends on a parameter and a root depends on it: gradients pass through it. */
  readonly active: boolean;
}

export interface Flat {
  readonly units: readonly Unit[];
  readonly roots: readonly Ref[];
  readonly outputs: readonly Ref[];
  /** How many inner nodes, parameters and inputs there are; refs count through them in this order. */
  readonly inner: number;
  readonly parameters: number;
  readonly inputs: number;
  /** The numbers of the constants. */
  readonly constants: readonly number[];
  /** The inputs that nothing reads, by their places in the list. */
  readonly unread: readonly number[];
  /** Whether a node carries a gradient: a parameter, or what depends on one and is reached from a root. */
  isActive(ref: Ref): boolean;
}

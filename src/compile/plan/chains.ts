/**
 * Chains of additions: which nodes of a graph may be computed as part of the one that uses them, so that a sum written
 * as a loop of additions becomes a dot product or a sum again.
 */
import type { Numbering } from "../../engine/numbering.js";
import type { Value } from "../../engine/value.js";
import { listOps, ops } from "../../ops/index.js";
import type { Ref } from "./flat-graph.js";

const isAddition = ({ rule: { op } }: Value): boolean => op === ops.add || op === listOps.sum;

/** A chain of fewer terms stays a tree of binary additions. */
const SHORTEST_CHAIN = 3;
/** A dot product with more scalars than this is left a sum. */
const MOST_SCALARS = 4;

/** The addends of a chain, in order, that may be computed as one: every other order of additions would round differently. */
export interface Chain {
  readonly products: readonly Value[];
  readonly plain: readonly Value[];
  readonly scalarsLast: boolean;
  /** 0 where a `sum` or `dot` is part of it, else −0: (−0) + (−0) is −0, and 0 + (−0) is 0. */
  readonly initial: number;
}

export class Chains {
  private readonly uses: Uint8Array;
  private readonly absorbed: Uint8Array;
  /** By node, whether a chain ends in it. Chains are made again when they are asked for: there may be millions. */
  private readonly ends: Uint8Array;

  /** The nodes in topological order; `kept` are those whose value is wanted whoever else uses them. */
  constructor(
    private readonly order: readonly Value[],
    private readonly numbering: Numbering,
    kept: readonly Value[],
  ) {
    this.uses = new Uint8Array(order.length);
    this.absorbed = new Uint8Array(order.length);
    this.countUses(kept);
    this.ends = new Uint8Array(order.length);
    this.find();
  }

  /** The chain that ends in a node, if one does. */
  endingIn(node: Ref): Chain | undefined {
    if (this.ends[node] !== 1) return undefined;
    const { terms, initial } = this.termsOf(this.order[node] as Value);
    return this.chainOf(terms, initial);
  }

  /** True if a node is computed as part of a chain and not by itself. */
  absorbs(node: Ref): boolean {
    return this.absorbed[node] === 1;
  }

  /** Counts references to each inner node up to 2: those with one can become part of their consumer. */
  private countUses(kept: readonly Value[]): void {
    const use = (value: Value): void => {
      const ref = this.numbering.of(value);
      if (ref >= 0 && ref < this.order.length) this.uses[ref] = Math.min(2, (this.uses[ref] as number) + 1);
    };
    const seen = new Map<readonly Value[], number>();
    for (const node of this.order) {
      for (const slot of [node.x, node.y]) {
        if (!Array.isArray(slot)) {
          if (slot !== undefined) use(slot as Value);
          continue;
        }
        const list = slot as readonly Value[];
        const times = seen.get(list) ?? 0;
        if (times < 2) list.forEach(use);
        seen.set(list, times + 1);
      }
    }
    for (const value of kept) this.uses[this.numbering.of(value)] = 2;
  }

  /** Marks every chain of additions that is worth a loop by its last node; its other nodes are absorbed. */
  private find(): void {
    for (let index = this.order.length - 1; index >= 0; index--) {
      const node = this.order[index] as Value;
      if (this.absorbed[index] === 1 || !isAddition(node)) continue;
      const { terms, through, initial } = this.termsOf(node);
      const length = terms.reduce(
        (n, term) => n + (term.rule.op === listOps.dot ? (term.x as readonly Value[]).length : 1),
        0,
      );
      if (node.rule.op === ops.add && length < SHORTEST_CHAIN) continue;
      const chain = this.chainOf(terms, initial);
      for (const term of chain.products) through.push(this.numbering.of(term));
      for (const ref of through) this.absorbed[ref] = 1;
      this.ends[index] = 1;
    }
  }

  private isOwn(value: Value): boolean {
    const ref = this.numbering.of(value);
    return ref >= 0 && ref < this.order.length && this.uses[ref] === 1;
  }

  /** The addends of a node from left to right, looking through the additions on its left that are used only here. */
  private termsOf(node: Value): { terms: Value[]; through: Ref[]; initial: number } {
    const reversed: Value[] = [];
    const through: Ref[] = [];
    let initial = -0;
    for (let at = node; ;) {
      const { parents } = at;
      if (at.rule.op === listOps.sum) initial = 0;
      for (let i = parents.length - 1; i > 0; i--) reversed.push(parents[i] as Value);
      const [first] = parents;
      if (first === undefined) break;
      if (!isAddition(first) || !this.isOwn(first)) {
        reversed.push(first);
        break;
      }
      through.push(this.numbering.of(first));
      at = first;
    }
    return { terms: reversed.reverse(), through, initial };
  }

  private chainOf(terms: readonly Value[], initial: number): Chain {
    const isProduct = (term: Value): boolean => term.rule.op === ops.mul && this.isOwn(term);
    const dot = terms.findIndex((term) => term.rule.op === listOps.dot && this.isOwn(term));
    // Addition commutes: one scalar before a dot product is as good as one behind it.
    if ((dot === 0 || dot === 1) && terms.length - 1 <= MOST_SCALARS) {
      const plain = terms.filter((_, i) => i !== dot);
      return { products: [terms[dot] as Value], plain, scalarsLast: true, initial: 0 };
    }
    const products = terms.filter(isProduct);
    const plain = terms.filter((term) => !isProduct(term));
    const first = terms.findIndex(isProduct);
    const isTogether = terms.slice(first, first + products.length).every(isProduct);
    const isAtEnd = first === 0 || first === plain.length;
    if (products.length === 0 || !isTogether || !isAtEnd || plain.length > MOST_SCALARS) {
      return { products: [], plain: terms, scalarsLast: false, initial };
    }
    return { products, plain, scalarsLast: first === 0, initial };
  }
}

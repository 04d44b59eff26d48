/**
 * Graph → units. In come the Values below the roots; out go units, each a statement of the program to be, over numbered
 * operands. Single-use chains of additions become one dot product or sum, so that `s = s.add(w.mul(x))` compiles to the same
 * loop as `dot(w, x).add(b)`. Next: schedule.ts gives the units an order and a place in memory.
 */
import { innerNodes, Numbering } from "../engine/graph.js";
import { CONSTANT } from "../engine/node.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";

/** The number of a node: inner nodes first, in topological order, then parameters, inputs, constants. */
export type Ref = number;

/** A list of operands. Lists that the graph shares are shared here too, so that their elements are looked at once. */
export interface List {
  readonly refs: Int32Array;
  /** The level of the deepest element. */
  readonly level: number;
  /** True if some element depends on a parameter. */
  readonly active: boolean;
}

/**
 * One statement: `op` of scalar operands; or of lists (`sum`, `logSumExp`, `dot`). A dot product may have scalars too, which
 * are added up before its terms, or one by one after them.
 */
export interface Unit {
  readonly op: string;
  readonly node: Ref;
  readonly scalars: readonly Ref[];
  readonly lists: readonly List[];
  readonly scalarsLast: boolean;
  readonly level: number;
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
  isActive(ref: Ref): boolean;
}

/** A chain of fewer terms stays a tree of binary additions. */
const SHORTEST_CHAIN = 3;
/** A dot product with more scalars than this is left a sum. */
const MOST_SCALARS = 4;

/** The addends of a chain, in order, that may be computed as one: every other order of additions would round differently. */
interface Chain {
  readonly products: readonly Value[];
  readonly plain: readonly Value[];
  readonly scalarsLast: boolean;
}

export interface Leaves {
  readonly parameters: readonly Value[];
  readonly inputs: readonly Value[];
}

const nameOf = (value: Value, fallback: string): string =>
  value.label === "" ? fallback : JSON.stringify(value.label);

export function flatten(roots: readonly Value[], outputs: readonly Value[], leaves: Leaves): Flat {
  return new Flattener(roots, outputs, leaves).flat();
}

class Flattener {
  private readonly order: Value[];
  private readonly numbering: Numbering;
  private readonly constants: number[] = [];
  private readonly lists = new Map<readonly Value[], List>();
  private readonly uses: Uint8Array;
  private readonly absorbed: Uint8Array;
  private readonly levels: Int32Array;
  private readonly active: Uint8Array;
  private readonly firstConstant: number;
  private readonly firstInput: number;

  constructor(
    private readonly roots: readonly Value[],
    private readonly outputs: readonly Value[],
    private readonly leaves: Leaves,
  ) {
    this.order = innerNodes([...roots, ...outputs]);
    this.numbering = new Numbering();
    for (const node of this.order) this.numbering.add(node);
    const inner = this.order.length;
    this.firstInput = inner + leaves.parameters.length;
    this.firstConstant = this.firstInput + leaves.inputs.length;
    this.number("parameter", leaves.parameters);
    this.number("input", leaves.inputs);
    this.uses = new Uint8Array(inner);
    this.absorbed = new Uint8Array(inner);
    this.levels = new Int32Array(inner);
    this.active = new Uint8Array(inner);
  }

  private number(role: string, leaves: readonly Value[]): void {
    leaves.forEach((leaf, i) => {
      const name = `${role} ${nameOf(leaf, String(i))}`;
      if (leaf.op !== "leaf")
        throw new ChainruleError(`compile: ${name} is the result of ${leaf.op}, expected a leaf`);
      if (this.numbering.of(leaf) >= 0)
        throw new ChainruleError(`compile: ${name} is listed twice, expected once`);
      this.numbering.add(leaf);
    });
  }

  private ref(value: Value): Ref {
    const known = this.numbering.of(value);
    if (known >= 0) return known;
    if (value.rule !== CONSTANT) {
      throw new ChainruleError(
        `compile: the leaf ${nameOf(value, `with data ${String(value.data)}`)} is neither a parameter nor an input; ` +
          `list it as one, or make it a constant (a plain number, or detach())`,
      );
    }
    this.constants.push(value.data);
    return this.numbering.add(value);
  }

  private levelOf(ref: Ref): number {
    return ref < this.order.length ? (this.levels[ref] as number) : 0;
  }

  private isActive(ref: Ref): boolean {
    return ref < this.order.length ? this.active[ref] === 1 : ref < this.firstInput;
  }

  flat(): Flat {
    this.countUses();
    const chains = this.findChains();
    const units: Unit[] = [];
    this.order.forEach((node, index) => {
      if (this.absorbed[index] === 1) return;
      const unit = this.unit(node, index, chains.get(index));
      this.levels[index] = unit.level;
      this.active[index] = unit.active ? 1 : 0;
      units.push(unit);
    });
    const outputs = this.outputs.map((output) => this.ref(output));
    return {
      units,
      roots: this.roots.map((root) => this.ref(root)),
      outputs,
      inner: this.order.length,
      parameters: this.leaves.parameters.length,
      inputs: this.leaves.inputs.length,
      constants: this.constants,
      isActive: (ref) => this.isActive(ref),
    };
  }

  /** Counts references to each inner node up to 2: those with one can become part of their consumer. */
  private countUses(): void {
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
    [...this.roots, ...this.outputs].forEach(use);
    [...this.roots, ...this.outputs].forEach(use);
  }

  /** Every chain of additions that is worth a loop, by its last node; its other nodes are absorbed. */
  private findChains(): Map<number, Chain> {
    const chains = new Map<number, Chain>();
    for (let index = this.order.length - 1; index >= 0; index--) {
      const node = this.order[index] as Value;
      if (this.absorbed[index] === 1 || (node.op !== "add" && node.op !== "sum")) continue;
      const { terms, through } = this.termsOf(node);
      const length = terms.reduce(
        (n, term) => n + (term.op === "dot" ? (term.x as readonly Value[]).length : 1),
        0,
      );
      if (node.op === "add" && length < SHORTEST_CHAIN) continue;
      const chain = this.chainOf(terms);
      for (const term of chain.products) through.push(this.numbering.of(term));
      for (const ref of through) this.absorbed[ref] = 1;
      chains.set(index, chain);
    }
    return chains;
  }

  private isOwn(value: Value): boolean {
    const ref = this.numbering.of(value);
    return ref >= 0 && ref < this.order.length && this.uses[ref] === 1;
  }

  /** The addends of a node from left to right, looking through the additions on its left that are used only here. */
  private termsOf(node: Value): { terms: Value[]; through: Ref[] } {
    const reversed: Value[] = [];
    const through: Ref[] = [];
    for (let at = node; ;) {
      const { parents } = at;
      for (let i = parents.length - 1; i > 0; i--) reversed.push(parents[i] as Value);
      const [first] = parents;
      if (first === undefined) break;
      if ((first.op !== "add" && first.op !== "sum") || !this.isOwn(first)) {
        reversed.push(first);
        break;
      }
      through.push(this.numbering.of(first));
      at = first;
    }
    return { terms: reversed.reverse(), through };
  }

  private chainOf(terms: readonly Value[]): Chain {
    const isProduct = (term: Value): boolean => term.op === "mul" && this.isOwn(term);
    const dot = terms.findIndex((term) => term.op === "dot" && this.isOwn(term));
    // Addition commutes: one scalar before a dot product is as good as one behind it.
    if ((dot === 0 || dot === 1) && terms.length - 1 <= MOST_SCALARS) {
      const plain = terms.filter((_, i) => i !== dot);
      return { products: [terms[dot] as Value], plain, scalarsLast: true };
    }
    const products = terms.filter(isProduct);
    const plain = terms.filter((term) => !isProduct(term));
    const first = terms.findIndex(isProduct);
    const isTogether = terms.slice(first, first + products.length).every(isProduct);
    const isAtEnd = first === 0 || first === plain.length;
    if (products.length === 0 || !isTogether || !isAtEnd || plain.length > MOST_SCALARS) {
      return { products: [], plain: terms, scalarsLast: false };
    }
    return { products, plain, scalarsLast: first === 0 };
  }

  private unit(node: Value, index: number, chain: Chain | undefined): Unit {
    if (chain !== undefined) return this.chainUnit(index, chain);
    if (node.rule.op?.kind === "list") {
      const lists = [node.x, node.y].filter((slot) => slot !== undefined) as (readonly Value[])[];
      return this.make(
        node.op,
        index,
        [],
        lists.map((list) => this.list(list)),
      );
    }
    const scalars = node.parents.map((parent) => this.ref(parent));
    return this.make(node.op, index, scalars, []);
  }

  private chainUnit(index: number, { products, plain, scalarsLast }: Chain): Unit {
    const [only] = products;
    if (only === undefined) return this.make("sum", index, [], [this.fresh(plain)]);
    const factors =
      only.op === "dot"
        ? [only.x, only.y].map((list) => this.list(list as readonly Value[]))
        : (["x", "y"] as const).map((side) => this.fresh(products.map((term) => term[side] as Value)));
    const scalars = plain.map((term) => this.ref(term));
    return this.make("dot", index, scalars, factors, scalarsLast);
  }

  private list(values: readonly Value[]): List {
    let list = this.lists.get(values);
    if (list === undefined) {
      list = this.fresh(values);
      this.lists.set(values, list);
    }
    return list;
  }

  private fresh(values: readonly Value[]): List {
    const refs = Int32Array.from(values, (value) => this.ref(value));
    let level = 0;
    let active = false;
    for (const ref of refs) {
      level = Math.max(level, this.levelOf(ref));
      active ||= this.isActive(ref);
    }
    return { refs, level, active };
  }

  private make(
    op: string,
    node: Ref,
    scalars: readonly Ref[],
    lists: readonly List[],
    scalarsLast = false,
  ): Unit {
    let level = 0;
    let active = false;
    for (const ref of scalars) {
      level = Math.max(level, this.levelOf(ref));
      active ||= this.isActive(ref);
    }
    for (const list of lists) {
      level = Math.max(level, list.level);
      active ||= list.active;
    }
    return { op, node, scalars, lists, scalarsLast, level: level + 1, active };
  }
}

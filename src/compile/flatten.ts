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
 * One statement: `op` of scalar operands; or of lists (`sum`, `logSumExp`, `dot`), where a dot product and a sum start
 * from the scalars, added up in order.
 */
export interface Unit {
  readonly op: string;
  readonly node: Ref;
  readonly scalars: readonly Ref[];
  readonly lists: readonly List[];
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
/** More scalars than this in one dot product are multiplied by 1 to join its lists. */
const MOST_SCALARS = 4;

const ADDITIVE: ReadonlySet<string> = new Set(["add", "sum", "dot"]);

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

  /** The terms of every chain of additions that is worth a loop, by its last node; its other nodes are absorbed. */
  private findChains(): Map<number, Value[]> {
    const chains = new Map<number, Value[]>();
    for (let index = this.order.length - 1; index >= 0; index--) {
      const node = this.order[index] as Value;
      if (this.absorbed[index] === 1 || (node.op !== "add" && node.op !== "sum")) continue;
      const { terms, through } = this.termsOf(node);
      const length = terms.reduce(
        (n, term) => n + (term.op === "dot" ? (term.x as readonly Value[]).length : 1),
        0,
      );
      if (node.op === "add" && length < SHORTEST_CHAIN) continue;
      for (const ref of through) this.absorbed[ref] = 1;
      chains.set(index, terms);
    }
    return chains;
  }

  /** The addends of a node, left to right, looking through additions used only here. */
  private termsOf(node: Value): { terms: Value[]; through: Ref[] } {
    const terms: Value[] = [];
    const through: Ref[] = [];
    const stack: Value[] = [...node.parents].reverse();
    for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
      const ref = this.numbering.of(term);
      const own = ref >= 0 && ref < this.order.length && this.uses[ref] === 1;
      if (own && (term.op === "add" || term.op === "sum")) {
        through.push(ref);
        for (let i = term.parents.length; i > 0;) stack.push(term.parents[--i] as Value);
      } else {
        if (own && (term.op === "mul" || term.op === "dot")) through.push(ref);
        terms.push(term);
      }
    }
    return { terms, through };
  }

  private unit(node: Value, index: number, chain: readonly Value[] | undefined): Unit {
    if (chain !== undefined) return this.chainUnit(index, chain);
    const slots = [node.x, node.y].filter((slot) => slot !== undefined);
    if (ADDITIVE.has(node.op) && node.op !== "add")
      return this.listUnit(node.op, index, [], slots as (readonly Value[])[]);
    if (node.rule.op?.kind === "list")
      return this.listUnit(node.op, index, [], slots as (readonly Value[])[]);
    return this.make(
      node.op,
      index,
      node.parents.map((parent) => this.ref(parent)),
      [],
    );
  }

  private listUnit(
    op: string,
    index: number,
    scalars: readonly Ref[],
    lists: readonly (readonly Value[])[],
  ): Unit {
    return this.make(
      op,
      index,
      scalars,
      lists.map((list) => this.list(list)),
    );
  }

  private chainUnit(index: number, terms: readonly Value[]): Unit {
    const products = terms.filter((term) => this.isAbsorbed(term));
    const plain = terms.filter((term) => !this.isAbsorbed(term));
    if (products.length === 0) return this.make("sum", index, [], [this.fresh(plain)]);
    const [only] = products;
    const few = plain.length <= MOST_SCALARS;
    const scalars = few ? plain.map((term) => this.ref(term)) : [];
    if (products.length === 1 && few && only?.op === "dot") {
      return this.listUnit("dot", index, scalars, [only.x, only.y] as (readonly Value[])[]);
    }
    const left: Value[] = [];
    const right: Ref[] = [];
    for (const term of few ? products : terms) {
      if (!this.isAbsorbed(term)) {
        left.push(term);
        right.push(this.one());
      } else if (term.op === "mul") {
        left.push(term.x as Value);
        right.push(this.ref(term.y as Value));
      } else {
        left.push(...(term.x as readonly Value[]));
        for (const value of term.y as readonly Value[]) right.push(this.ref(value));
      }
    }
    return this.make("dot", index, scalars, [this.fresh(left), this.ofRefs(right)]);
  }

  private isAbsorbed(term: Value): boolean {
    const ref = this.numbering.of(term);
    return ref >= 0 && ref < this.order.length && this.absorbed[ref] === 1;
  }

  private one(): Ref {
    this.constants.push(1);
    return this.numbering.skip();
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
    return this.ofRefs(values.map((value) => this.ref(value)));
  }

  private ofRefs(refs: readonly Ref[]): List {
    let level = 0;
    let active = false;
    for (const ref of refs) {
      level = Math.max(level, this.levelOf(ref));
      active ||= this.isActive(ref);
    }
    return { refs: Int32Array.from(refs), level, active };
  }

  private make(op: string, node: Ref, scalars: readonly Ref[], lists: readonly List[]): Unit {
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
    return { op, node, scalars, lists, level: level + 1, active };
  }
}

/**
 * Graph → units. In come the Values below the roots; out go units, each a statement of the program to be, over numbered
 * operands. Single-use chains of additions become one dot product or sum, so that `s = s.add(w.mul(x))` compiles to the same
 * loop as `dot(w, x).add(b)`. Next: schedule.ts gives the units an order and a place in memory.
 */
import { innerNodes, Numbering } from "../engine/graph.js";
import { CONSTANT } from "../engine/node.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { Chains, type Chain } from "./chains.js";
import type { Flat, List, Ref, Unit } from "./units.js";

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
  private readonly levels: Int32Array;
  private readonly active: Uint8Array;
  private readonly firstConstant: number;
  private readonly firstInput: number;
  /** How many nodes of the order are below the roots: these come first. The others are below outputs only. */
  private readonly belowRoots: number;

  constructor(
    private readonly roots: readonly Value[],
    private readonly outputs: readonly Value[],
    private readonly leaves: Leaves,
  ) {
    this.belowRoots = outputs.length > 0 ? innerNodes(roots).length : Infinity;
    this.order = innerNodes([...roots, ...outputs]);
    this.numbering = new Numbering();
    for (const node of this.order) this.numbering.add(node);
    const inner = this.order.length;
    this.firstInput = inner + leaves.parameters.length;
    this.firstConstant = this.firstInput + leaves.inputs.length;
    this.number("parameter", leaves.parameters);
    this.number("input", leaves.inputs);
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
    const chains = new Chains(this.order, this.numbering, [...this.roots, ...this.outputs]);
    const units: Unit[] = [];
    this.order.forEach((node, index) => {
      if (chains.absorbs(index)) return;
      const unit = this.unit(node, index, chains.endingIn(index));
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
    // What only outputs need is not differentiated: an upstream gradient of 0 times an infinite local gradient is NaN.
    active &&= node < this.belowRoots;
    return { op, node, scalars, lists, scalarsLast, level: level + 1, active };
  }
}

/**
 * Graph → units. In come the Values below the roots; out go units, each a statement of the program to be, over numbered
 * operands. Single-use chains of additions become one dot product or sum, so that `s = s.add(w.mul(x))` compiles to the same
 * loop as `dot(w, x).add(b)`. Next: schedule.ts gives the units an order and a place in memory.
 */
import { innerNodes } from "../../engine/order.js";
import { Numbering } from "../../engine/numbering.js";
import { CONSTANT, LEAF, POINT, type Rule } from "../../engine/rule.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { isFlat, listOps, type Op } from "../../ops/index.js";
import { stagesOf } from "../../ops/stages.js";
import { Chains, type Chain } from "./chains.js";
import { checkListed } from "../checks.js";
import { nameOf } from "../names.js";
import { Units, type Flat, type Form, type List, type Ref } from "./flat-graph.js";

export interface Leaves {
  readonly parameters: readonly Value[];
  readonly inputs: readonly Value[];
}

export function flatten(roots: readonly Value[], outputs: readonly Value[], leaves: Leaves): Flat {
  return new Flattener(roots, outputs, leaves).flat();
}

class Flattener {
  private readonly order: Value[];
  private readonly numbering: Numbering;
  private readonly constants: number[] = [];
  private readonly missing: Value[] = [];
  private readonly units = new Units();
  private readonly lists = new Map<readonly Value[], List>();
  private readonly levels: Int32Array;
  /** By inner node and parameter, whether it carries a gradient. */
  private readonly active: Uint8Array;
  /** By input, whether a root or an output reads it. */
  private readonly read: Uint8Array;
  /** By inner node, whether a gradient of a root reaches it. */
  private readonly reached: Uint8Array;
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
    this.levels = new Int32Array(inner);
    this.active = new Uint8Array(this.firstInput).fill(1, inner);
    this.read = new Uint8Array(leaves.inputs.length);
    this.reached = this.reachedNodes();
  }

  /** Gradients reach neither what only outputs read nor what stands below flat operands only. A gradient of 0 there could meet an infinite slope and make NaN. */
  private reachedNodes(): Uint8Array {
    const { order, numbering } = this;
    const reached = new Uint8Array(order.length);
    const reach = (value: Value): void => {
      const ref = numbering.of(value);
      if (ref >= 0 && ref < order.length) reached[ref] = 1;
    };
    this.roots.forEach(reach);
    const seen = new Set<unknown>();
    for (let i = order.length; i > 0;) {
      if (reached[--i] !== 1) continue;
      const node = order[i] as Value;
      const { flat, op } = node.rule as Required<Rule>;
      if (op.kind === "list") {
        [node.x, node.y].forEach((list, k) => {
          if (list === undefined || isFlat(flat, k) || seen.has(list)) return;
          seen.add(list);
          (list as readonly Value[]).forEach(reach);
        });
      } else {
        node.parents.forEach((parent, k) => {
          if (!isFlat(flat, k)) reach(parent);
        });
      }
    }
    return reached;
  }

  private number(role: string, leaves: readonly Value[]): void {
    leaves.forEach((leaf, i) => {
      const { rule } = leaf;
      const wrong =
        rule !== LEAF && rule !== POINT
          ? `is the result of ${leaf.op}, expected a leaf`
          : this.numbering.of(leaf) >= 0
            ? "is listed twice, expected once"
            : undefined;
      if (wrong !== undefined)
        throw new ChainruleError(`compile: ${role} ${nameOf(leaf, String(i))} ${wrong}`);
      this.numbering.add(leaf);
    });
  }

  private ref(value: Value): Ref {
    const known = this.numbering.of(value);
    if (known >= this.firstInput && known < this.firstConstant) this.read[known - this.firstInput] = 1;
    if (known >= 0) return known;
    if (value.rule !== CONSTANT && value.rule !== POINT) this.missing.push(value);
    this.constants.push(value.data);
    return this.numbering.add(value);
  }

  private levelOf(ref: Ref): number {
    return ref < this.order.length ? (this.levels[ref] as number) : 0;
  }

  private isActive(ref: Ref): boolean {
    return this.active[ref] === 1;
  }

  flat(): Flat {
    const chains = new Chains(this.order, this.numbering, [...this.roots, ...this.outputs]);
    this.order.forEach((node, index) => {
      if (!chains.absorbs(index)) this.unit(node, index, chains.endingIn(index));
    });
    const outputs = this.outputs.map((output) => this.ref(output));
    const roots = this.roots.map((root) => this.ref(root));
    checkListed(this.missing);
    const { units, levels, active, constants } = this;
    return {
      units,
      roots,
      outputs,
      inner: this.order.length,
      parameters: this.leaves.parameters.length,
      inputs: this.leaves.inputs.length,
      constants,
      unread: this.leaves.inputs.flatMap((_, i) => (this.read[i] === 1 ? [] : [i])),
      levels,
      active,
    };
  }

  private unit(node: Value, index: number, chain: Chain | undefined): void {
    if (chain !== undefined) {
      this.chainUnit(index, chain);
      return;
    }
    const op = node.rule.op as Op;
    if (op.kind === "fixed") {
      this.make({ op, node: index, scalars: node.parents.map((parent) => this.ref(parent)) });
      return;
    }
    if (stagesOf(op) === undefined) {
      throw new ChainruleError(
        `compile: ${node.op} is an operation on lists whose row states neither step nor totals, expected one of them: ` +
          "the compiler cannot tell how its value is made",
      );
    }
    const lists = [node.x, node.y].filter((slot) => slot !== undefined) as (readonly Value[])[];
    this.make({ op, node: index, lists: lists.map((list) => this.list(list)), initial: op.initial });
  }

  private chainUnit(node: number, { products, plain, scalarsLast, initial }: Chain): void {
    const [only] = products;
    if (only === undefined) {
      this.make({ op: listOps.sum, node, lists: [this.fresh(plain)], initial });
      return;
    }
    const lists =
      only.rule.op === listOps.dot
        ? [only.x, only.y].map((list) => this.list(list as readonly Value[]))
        : (["x", "y"] as const).map((side) => this.fresh(products.map((term) => term[side] as Value)));
    const scalars = plain.map((term) => this.ref(term));
    this.make({ op: listOps.dot, node, scalars, lists, scalarsLast, initial });
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
    let level = 0;
    let active = false;
    for (const value of values) {
      const ref = this.ref(value);
      this.units.addElement(ref);
      level = Math.max(level, this.levelOf(ref));
      active ||= this.isActive(ref);
    }
    return this.units.endList(level, active);
  }

  private make(given: Pick<Form, "op"> & Partial<Pick<Form, "scalarsLast" | "initial">> & Operands): void {
    const { op, node, scalars = [], lists = [], scalarsLast = false, initial = 0 } = given;
    const { flat } = (this.order[node] as Value).rule;
    const isReached = this.reached[node] === 1;
    let level = 0;
    let active = false;
    scalars.forEach((ref, k) => {
      level = Math.max(level, this.levelOf(ref));
      active ||= isReached && this.isActive(ref) && !isFlat(flat, k);
    });
    lists.forEach((list, k) => {
      level = Math.max(level, this.units.levelOf(list));
      active ||= isReached && this.units.isActive(list) && !isFlat(flat, k);
    });
    this.levels[node] = level + 1;
    this.active[node] = Number(active);
    const form = { op, scalars: scalars.length, lists: lists.length, scalarsLast, initial };
    this.units.add(form, node, scalars, lists);
  }
}

interface Operands {
  readonly node: Ref;
  readonly scalars?: readonly Ref[];
  readonly lists?: readonly List[];
}

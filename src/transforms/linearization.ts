/**
 * The graph between inputs and outputs as a linear map. In come outputs and inputs; out goes the map of tangents forward
 * (`pushforward`) or of adjoints backward (`pullback`), as graphs of Values themselves, so that derivatives can be differentiated. The
 * local gradients are made once, from the rows, for every edge that leads to an input, and shared by all passes.
 * Next: gradients.ts and linear-maps.ts.
 */
import { isFlat, isZero, type Op, type Sym } from "../ops/index.js";
import { appliedToList, graphOf, product, total } from "../engine/apply.js";
import { carryingNodes } from "../engine/order.js";
import { Numbering } from "../engine/numbering.js";
import type { Rule } from "../engine/rule.js";
import type { Value } from "../engine/value.js";

/** A tangent or adjoint; undefined is an exact 0, which costs nothing. */
export type Derivative = Value | undefined;

/** Where an edge leads that carries no derivative. */
const NOWHERE = -1;

export class Linearization {
  private readonly order: readonly Value[];
  /** The number of each node of `order`; inputs have the first numbers. */
  private readonly numbers: Int32Array;
  /** The operands of node i of `order` are `operands[starts[i]]` to before `operands[starts[i + 1]]`, as numbers. */
  private readonly operands: Int32Array;
  private readonly starts: Int32Array;
  private readonly inputNumbers: readonly number[];
  /** How many different inputs there are. */
  private readonly inputCount: number;
  private readonly outputNumbers: readonly number[];
  private readonly locals: (readonly Derivative[] | undefined)[] = [];
  private readonly count: number;

  /**
   * With `isolated`, the graph below the inputs is not looked at; without, an input may depend on another, and its derivative by that
   * one counts.
   */
  constructor(outputs: readonly Value[], inputs: readonly Value[], isolated: boolean) {
    this.order = carryingNodes(outputs, isolated ? inputs : []);
    const numbering = new Numbering();
    const numberOf = (node: Value): number => {
      const known = numbering.of(node);
      return known >= 0 ? known : numbering.add(node);
    };
    this.inputNumbers = inputs.map(numberOf);
    this.inputCount = new Set(this.inputNumbers).size;
    const active = new Uint8Array(this.inputCount + this.order.length);
    active.fill(1, 0, this.inputCount);
    this.numbers = new Int32Array(this.order.length);
    this.starts = new Int32Array(this.order.length + 1);
    const operands: number[] = [];
    this.order.forEach((node, i) => {
      const number = numberOf(node);
      this.numbers[i] = number;
      const { op, flat } = node.rule as Required<Rule>;
      const width = op.operands.length;
      operandsOf(node).forEach((parent, edge) => {
        const at = numbering.of(parent);
        const carries = active[at] === 1 && !isFlat(flat, edge % width);
        operands.push(carries ? at : NOWHERE);
        if (carries) active[number] = 1;
      });
      if (active[number] !== 1) operands.length = this.starts[i] as number;
      this.starts[i + 1] = operands.length;
    });
    this.operands = Int32Array.from(operands);
    this.outputNumbers = outputs.map((output) => {
      const number = numbering.of(output);
      return active[number] === 1 ? number : NOWHERE;
    });
    this.count = active.length;
  }

  /** Forward mode: the tangents of the outputs, from those of the inputs, which have to be isolated and to differ. */
  pushforward(tangents: readonly Derivative[]): Derivative[] {
    const { inputNumbers, numbers, outputNumbers } = this;
    const at: Derivative[] = Array.from({ length: this.count });
    inputNumbers.forEach((number, i) => (at[number] = tangents[i]));
    for (let i = 0; i < this.order.length; i++) {
      const terms: Value[] = [];
      this.eachEdge(i, (operand, edge) => {
        const tangent = at[operand];
        if (tangent === undefined) return;
        const local = this.local(i, edge);
        if (local !== undefined) terms.push(product(tangent, local));
      });
      at[numbers[i] as number] = total(terms);
    }
    return outputNumbers.map((number) => at[number]);
  }

  /** Reverse mode: the adjoints of the inputs, from those of the outputs. */
  pullback(adjoints: readonly Derivative[]): Derivative[] {
    const { inputNumbers, numbers, outputNumbers, order } = this;
    const at: (Value[] | undefined)[] = Array.from({ length: this.count });
    const add = (number: number, term: Derivative): void => {
      if (term !== undefined) (at[number] ??= []).push(term);
    };
    outputNumbers.forEach((number, i) => {
      if (number !== NOWHERE) add(number, adjoints[i]);
    });
    for (let i = order.length; i > 0;) {
      const number = numbers[--i] as number;
      const upstream = total(at[number] ?? []);
      if (upstream === undefined) continue;
      at[number] = number < this.inputCount ? [upstream] : undefined;
      this.eachEdge(i, (operand, edge) => {
        const local = this.local(i, edge);
        if (local !== undefined) add(operand, product(upstream, local));
      });
    }
    const totals = new Map<number, Derivative>();
    for (const number of inputNumbers) totals.set(number, total(at[number] ?? []));
    return inputNumbers.map((number) => totals.get(number));
  }

  private eachEdge(i: number, visit: (operand: number, edge: number) => void): void {
    const { starts, operands } = this;
    const first = starts[i] as number;
    for (let k = first; k < (starts[i + 1] as number); k++) {
      if (operands[k] !== NOWHERE) visit(operands[k] as number, k - first);
    }
  }

  private local(i: number, edge: number): Derivative {
    return (this.locals[i] ??= this.localsOf(i))[edge];
  }

  /** The local gradients of a node by the operands that carry a derivative. */
  private localsOf(i: number): Derivative[] {
    const { order, operands, starts } = this;
    const node = order[i] as Value;
    const op = node.rule.op as Op;
    const first = starts[i] as number;
    const carries = (edge: number): boolean => operands[first + edge] !== NOWHERE;
    const gradients = op.gradients();
    const parents = operandsOf(node);
    const width = op.operands.length;
    const totals = new Map<string, Value>();
    // An operation on fixed operands is read as one element; a list operation has one for every place in its lists.
    const elements = Array.from({ length: parents.length / width }, (_, i) => {
      const start = i * width;
      const variable = (name: string): Value => {
        const k = op.operands.indexOf(name as "x");
        return k < 0 ? (totals.get(name) ?? node) : (parents[start + k] as Value);
      };
      const memo = gradients.length > 1 || op.kind === "list" ? new Map<Sym, Value>() : undefined;
      return { start, graph: (sym: Sym): Value => graphOf(sym, variable, memo) };
    });
    for (const { name, by, of } of op.kind === "list" ? (op.totals?.() ?? []) : []) {
      const terms = elements.slice(0, by ? undefined : 1).map(({ graph }) => graph(of));
      totals.set(name, by ? appliedToList(by, terms) : (terms[0] as Value));
    }
    const locals: Derivative[] = [];
    for (const { start, graph } of elements) {
      gradients.forEach((gradient, k) => {
        const wanted = carries(start + k) && !isZero(gradient);
        locals.push(wanted ? graph(gradient) : undefined);
      });
    }
    return locals;
  }
}

/** The operands of a node in the order in which `backward` visits them: paired lists element by element. */
function operandsOf(node: Value): readonly Value[] {
  const { x, y, parents } = node;
  if (!Array.isArray(y)) return parents;
  return (x as readonly Value[]).flatMap((element, i) => [element, y[i] as Value]);
}

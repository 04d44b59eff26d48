/** A graph of Values, node by node, as something to draw. Next: textbook.ts or record.ts. Graphs that are too large go by overview.ts. */
import { CONSTANT } from "../../engine/rule.js";
import type { Value } from "../../engine/value.js";
import { clusterOf } from "./clusters.js";
import type { DrawnEdge, DrawnNode, Drawing } from "./model.js";
import { shortName } from "../names.js";
import type { Settings } from "../options.js";
import { highlighted, type PathEdge } from "./strongest-path.js";
import { Symbols } from "../derive/symbols.js";

/** A backward pass as the picture shows it: where it has got to, and the gradients. */
export interface Pass {
  gradientOf(value: Value): number;
  /** Whether the node has sent its gradient on to its operands. */
  isDone(node: Value): boolean;
  /** The node that sends just now. */
  readonly current?: Value;
}

/** The pass that `backward()` left in the graph. */
export const finished: Pass = { gradientOf: (value) => value.grad, isDone: () => true };

/** Symbols longer than this are left out of captions, and the number stands alone. */
const LONGEST_SYMBOL = 40;
/** An operation with more operands says so, and names the first of them. */
const MOST_CAPTIONS = 4;
const MOST_SUMMANDS = 4;

class Drafter {
  private readonly symbols: Symbols;
  private readonly ids = new Map<Value, string>();
  private readonly clusters: ReadonlyMap<Value, string>;
  private readonly path: readonly PathEdge[];
  /** What flowed back into each node, edge by edge. */
  private readonly arrived = new Map<Value, number[]>();
  private readonly showsGradients: boolean;

  constructor(
    private readonly order: readonly Value[],
    private readonly options: Settings,
    private readonly pass: Pass,
  ) {
    this.symbols = new Symbols(order.at(-1) as Value, options.format, order);
    order.forEach((value, i) => this.ids.set(value, `n${String(i)}`));
    this.clusters = clusterOf(order, options.clusters);
    this.path = highlighted(order, options.highlight);
    this.showsGradients = options.gradients ?? order.some((value) => value.grad !== 0);
  }

  draw(): Drawing {
    const root = this.order.at(-1) as Value;
    const edges = this.order.flatMap((node) => this.edgesInto(node));
    const nodes = this.order.map((node) => this.node(node, node === root));
    const notes = this.path.length === 0 ? [] : [this.product(root)];
    if (root.rule.op === undefined) return { nodes, edges, notes };
    const edge: DrawnEdge = {
      from: this.id(root),
      to: "output",
      ...this.texts(root, this.pass.gradientOf(root)),
      isPending: false,
      isBold: this.path.length > 0,
    };
    return {
      nodes,
      edges,
      output: { name: root.label === "" ? this.symbols.nameOf(root) : root.label, edge },
      notes,
    };
  }

  private id(value: Value): string {
    return this.ids.get(value) ?? "";
  }

  /** What stands on an arrow that leaves a node. */
  private texts(from: Value, gradient: number): { value?: string; gradient?: string } {
    const { values, format } = this.options;
    const isNamed = from.rule.op !== undefined && from.label !== "" && from !== this.order.at(-1);
    const parts = [...(isNamed ? [from.label] : []), ...(values ? [format(from.data)] : [])];
    return {
      ...(parts.length > 0 && { value: parts.join(" = ") }),
      ...(this.showsGradients && from.rule !== CONSTANT && { gradient: format(gradient) }),
    };
  }

  private edgesInto(node: Value): DrawnEdge[] {
    const upstream = this.pass.gradientOf(node);
    const locals = node.localGradients();
    return node.parents.map((parent, operand) => {
      const gradient = upstream * (locals[operand] ?? NaN);
      this.arrived.set(parent, [...(this.arrived.get(parent) ?? []), gradient]);
      const isOnPath = this.path.some((edge) => edge.node === node && edge.operand === operand);
      return {
        from: this.id(parent),
        to: this.id(node),
        ...this.texts(parent, gradient),
        isPending: !this.pass.isDone(node),
        isBold: isOnPath || this.pass.current === node,
      };
    });
  }

  private node(value: Value, isRoot: boolean): DrawnNode {
    const { values, format, localDerivatives } = this.options;
    const { op } = value.rule;
    const [name, cluster] = [this.symbols.nameOf(value), this.clusters.get(value)];
    const kind = op !== undefined ? "operation" : value.rule === CONSTANT ? "constant" : "leaf";
    const isOnPath = this.path.some(({ node, operand }) => node === value || node.parents[operand] === value);
    return {
      id: this.id(value),
      kind,
      name: value.label === "" ? name : value.label,
      ...(op !== undefined && { symbol: op.notation.symbol }),
      ...(values && { value: format(value.data) }),
      ...(this.showsGradients && kind !== "constant" && { gradient: format(this.pass.gradientOf(value)) }),
      captions: [
        ...(localDerivatives && op !== undefined ? this.locals(value) : []),
        ...(this.showsGradients && kind !== "constant" && !isRoot ? this.sum(value) : []),
      ],
      tooltip: this.tooltip(value, name),
      ...(cluster !== undefined && { cluster }),
      isBold: (isOnPath && this.path.length > 0) || this.pass.current === value,
    };
  }

  /** `∂price/∂tax = v1 = 200`, for each operand that is not a constant. */
  private locals(node: Value): string[] {
    const { format, values } = this.options;
    const numbers = node.localGradients();
    const operands = Array.from(node.parents.entries()).filter(([, parent]) => parent.rule !== CONSTANT);
    const lines = operands.slice(0, MOST_CAPTIONS).map(([operand, parent]) => {
      const symbol = this.symbols.text(this.symbols.local(node, operand));
      const number = format(numbers[operand] ?? NaN);
      const parts = [
        `∂${shortName(this.symbols.nameOf(node))}/∂${shortName(this.symbols.nameOf(parent))}`,
        ...(symbol.length <= LONGEST_SYMBOL && symbol !== number ? [symbol] : []),
        ...(values ? [number] : []),
      ];
      return parts.join(" = ");
    });
    const more = operands.length - lines.length;
    return more > 0 ? [...lines, `and ${String(more)} more operands`] : lines;
  }

  /** Where arrows meet on the way back, the gradient is their sum; and a leaf keeps what earlier passes left. */
  private sum(value: Value): string[] {
    const { format } = this.options;
    const terms = this.arrived.get(value) ?? [];
    const total = terms.reduce((x, y) => x + y, 0);
    const name = `∂${shortName(this.symbols.nameOf(this.order.at(-1) as Value))}/∂${shortName(this.symbols.nameOf(value))}`;
    const isPending = !this.order.every((node) => this.pass.isDone(node) || !node.parents.includes(value));
    if (isPending) return [];
    const shown =
      terms.length <= MOST_SUMMANDS ? terms.map(format).join(" + ") : `Σ of ${String(terms.length)}`;
    const lines = terms.length > 1 ? [`${name} = ${shown} = ${format(total)}`] : [];
    const kept = this.pass.gradientOf(value);
    return format(kept) === format(total) ? lines : [...lines, `grad ${format(kept)}, added up over passes`];
  }

  private tooltip(value: Value, name: string): string {
    const { format } = this.options;
    const definition = value.parents.length <= MOST_SUMMANDS ? this.symbols.definition(value) : undefined;
    const parts = [name, ...(definition === undefined ? [] : [this.symbols.text(definition)]), format(value.data)]; // prettier-ignore
    return this.showsGradients && value.rule !== CONSTANT
      ? `${parts.join(" = ")}, gradient ${format(this.pass.gradientOf(value))}`
      : parts.join(" = ");
  }

  /** `along the bold path: ∂price/∂apple = 1.1 · 2 = 2.2`. */
  private product(root: Value): string {
    const { format } = this.options;
    const first = this.path.at(-1) as PathEdge;
    const input = first.node.parents[first.operand] as Value;
    const factors = this.path.map(({ local }) => local);
    const total = factors.reduce((x, y) => x * y, 1);
    const name = `∂${shortName(this.symbols.nameOf(root))}/∂${shortName(this.symbols.nameOf(input))}`;
    const line = factors.map((factor) => (factor < 0 ? `(${format(factor)})` : format(factor))).join(" · ");
    return `along the bold path: ${name} = ${factors.length > 1 ? `${line} = ` : ""}${format(total)}`;
  }
}

/** `order` is the graph in topological order, the root last. */
export const drawGraph = (order: readonly Value[], options: Settings, pass: Pass = finished): Drawing =>
  new Drafter(order, options, pass).draw();

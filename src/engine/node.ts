/**
 * A node of the computational graph. Out flows `data`, the value that the operation made of its parents; back flows
 * `grad`, the derivative of the output that `backward()` was called on. value.ts (generated) adds a method per operation.
 * Next: graph.ts puts the nodes in order, backward.ts walks them.
 */
import { anyNumber, callable, text } from "../arguments/checks.js";
import { COPY, proxied, thisCopy } from "../errors.js";
import { evaluate, type Op } from "../ops/index.js";
import { totalsAt } from "../ops/stages.js";
import { backward } from "./backward.js";
import { finished, textOnly } from "./plain.js";
import { page, take } from "./page.js";
import type { Value } from "./value.js";
import { watching } from "./watch.js";

/** What a node was made by: a row of the table and its local-gradient closure. A leaf was made by no operation. */
export interface Rule {
  readonly name: string;
  readonly op?: Op;
  /** The operands that no gradient passes to, as `flatOperands` gives them. */
  readonly flat: number;
  /** Adds `out.grad` · local gradient into the `grad` of each parent of `out`. */
  propagate(out: GraphNode): void;
}

const nothing = (): void => undefined;
export const LEAF: Rule = { name: "leaf", flat: 0, propagate: nothing };
/** A leaf that gets no gradient: a number among the operands, or a value made where nothing is recorded. */
export const CONSTANT: Rule = { name: "constant", flat: 0, propagate: nothing };

/** A leaf that a transform differentiates by, at a number that it was given: it gets a gradient, and is a number in a program. */
export const POINT: Rule = { name: "leaf", flat: 0, propagate: nothing };

/** The operands of a node as they were given: fixed operands in `x` and `y`, or in one or two lists. */
export type Slot = Value | readonly Value[] | undefined;

const isList = (slot: Slot): slot is readonly Value[] => Array.isArray(slot);

/** Few nodes have a label, so none has a field for it. */
const labels = new WeakMap<GraphNode, string>();

/** Its numbers are all that it has in the open: they are what tests compare, what a console shows and what `structuredClone` copies. */
export abstract class GraphNode {
  /**
   * The number. Change it on a leaf to move the leaf: what was already computed from it stays as it is, and a later backward pass takes its
   * local gradients from the numbers that it finds.
   */
  declare data: number;
  /** ∂(root)/∂(this) after `root.backward()`. Leaves add up over calls, as in PyTorch; other nodes start afresh. */
  declare grad: number;
  readonly #rule: Rule;
  /** The operands; of a leaf, which has none, the page with its numbers and its place there. */
  readonly #x: Slot | Float64Array;
  readonly #y: Slot | number;
  #mark: number;

  /** The numbers of a leaf check what is written. Accessors of its own take a leaf most of a microsecond, so other nodes have plain fields. */
  static readonly #checked: PropertyDescriptorMap & ThisType<GraphNode> = {
    data: {
      enumerable: true,
      get() {
        return (this.#x as Float64Array)[this.#y as number];
      },
      set(data: unknown) {
        (this.#x as Float64Array)[this.#y as number] = typeof data === "number" ? data : anyNumber(data, "Value: data"); // prettier-ignore
      },
    },
    grad: {
      enumerable: true,
      get() {
        return (this.#x as Float64Array)[(this.#y as number) + 1];
      },
      set(grad: unknown) {
        (this.#x as Float64Array)[(this.#y as number) + 1] = typeof grad === "number" ? grad : anyNumber(grad, "Value: grad"); // prettier-ignore
      },
    },
  };

  /** Whether it is a node; a Proxy of one is none. @internal */
  static isNode(given: unknown): boolean {
    return typeof given === "object" && given !== null && #rule in given;
  }

  /**
   * Makes a leaf.
   * @throws ChainruleError if `data` is not a number.
   */
  constructor(data: number, label?: string);
  /** @internal */
  constructor(data: number, label: string, rule: Rule, x: Slot, y: Slot);
  constructor(data: number, label = "", rule: Rule = LEAF, x?: Slot, y?: Slot) {
    if (typeof data !== "number") anyNumber(data, "Value: data");
    this.#rule = rule;
    this.#mark = 0;
    if (rule === LEAF) {
      this.#y = take(data);
      this.#x = page;
      Object.defineProperties(this, GraphNode.#checked);
    } else {
      this.#x = x;
      this.#y = y;
      this.data = data;
      this.grad = 0;
    }
    if (label !== "") this.label = label;
    watching()?.made(this);
  }

  /** A name for diagrams and messages. */
  get label(): string {
    return labels.get(this) ?? "";
  }
  set label(label: string) {
    labels.set(this, text(label, "Value: label"));
  }

  /** @internal */
  get rule(): Rule {
    return this.#rule;
  }
  /** @internal */
  get x(): Slot {
    return this.#rule === LEAF ? undefined : (this.#x as Slot);
  }
  /** @internal */
  get y(): Slot {
    return this.#rule === LEAF ? undefined : (this.#y as Slot);
  }
  /** Of a leaf, where its numbers are. @internal */
  get place(): { readonly numbers: Float64Array; readonly at: number } | undefined {
    return this.#rule === LEAF ? { numbers: this.#x as Float64Array, at: this.#y as number } : undefined;
  }
  /** Set by the last traversal that came by. @internal */
  get mark(): number {
    return this.#mark;
  }
  set mark(mark: number) {
    this.#mark = mark;
  }

  /** @internal */
  get [COPY](): symbol {
    return GraphNode.isNode(this) ? thisCopy : proxied;
  }

  /** The name of the operation that made this node, or `"leaf"` or `"constant"`. */
  get op(): string {
    return this.rule.name;
  }

  /** The operands, in order, repeated where an operand is used twice; none for a leaf. */
  get parents(): readonly Value[] {
    const { x, y } = this;
    if (x === undefined) return [];
    if (isList(x)) return isList(y) ? [...x, ...y] : x.slice();
    return isList(y) || y === undefined ? [x] : [x, y];
  }

  /**
   * ∂(this)/∂(parent) for each parent, from the numbers at hand.
   * @example
   * const x = new Value(3), y = new Value(4);
   * x.mul(y).localGradients(); // [4, 3]
   */
  localGradients(): number[] {
    const { op } = this.rule;
    if (op === undefined) return [];
    const data = this.parents.map((parent) => parent.data);
    const length = data.length / op.operands.length;
    const totals = op.kind === "list" ? totalsAt(op, data.slice(0, length), data.slice(length)) : [];
    const at = (operands: readonly number[]): number[] => {
      const numbers = new Map([...totals, ["out", this.data]]);
      op.operands.forEach((name, i) => numbers.set(name, operands[i] ?? NaN));
      return op.gradients().map((gradient) => evaluate(gradient, numbers));
    };
    if (op.kind === "fixed") return at(data);
    const pairs = data.slice(0, length).map((x, i) => at([x, data[length + i] ?? NaN]));
    return op.operands.flatMap((_, list) => pairs.map((pair) => pair[list] ?? NaN));
  }

  /**
   * Back propagation: sorts the graph below this node topologically and applies the chain rule from here to the leaves.
   * Adds ∂(this)/∂(leaf) · `seed` into the `grad` of every leaf and sets the `grad` of every other node. From a constant, or what was
   * made inside `noGrad`, it reaches nothing; called inside `noGrad`, it follows what was recorded before.
   * @example
   * const x = new Value(3);
   * x.square().backward();
   * x.grad; // 6
   */
  backward(this: Value, seed = 1): void {
    anyNumber(seed, "backward: seed");
    if (this.rule !== CONSTANT) backward(this, seed);
  }

  toString(): string {
    const label = this.label === "" ? "" : `, label=${JSON.stringify(this.label)}`;
    return `Value(data=${String(this.data)}, grad=${String(this.grad)}, op=${this.op}${label})`;
  }

  /**
   * `${x}` prints a Value.
   * @throws ChainruleError for an operator that needs a number: `x * 2`, `x < y`, `+x`.
   */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(
      hint,
      this.toString(),
      "write x.add(y), x.mul(y) …, x.greater(y), or x.data for its number",
    );
  }

  /** JSON shows what a Value shows: its numbers, its label and its operation, not the graph below it. */
  toJSON(): { data: number; grad: number; label: string; op: string } {
    const { data, grad, label, op } = this;
    return { data, grad, label, op };
  }

  /** Says that it is no plain object, so that frameworks which wrap those in a Proxy (Vue, for one) leave it alone. */
  get [Symbol.toStringTag](): string {
    return "Value";
  }

  /** `console.log` in Node shows the node and not the graph below it. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

let isRecording = true;
/** False inside `noGrad`. */
export const recording = (): boolean => isRecording;

/**
 * Runs `f` without recording: what it computes are constants without parents.
 * @throws ChainruleError if `f` returns a promise, since recording is on again before it settles.
 * @example
 * const x = new Value(3);
 * noGrad(() => x.square()).parents; // []
 */
export const noGrad = <T>(f: () => T): T =>
  withRecording(false, callable(f, "noGrad: f") as () => T, "noGrad");

/** Runs `f` with recording on or off; `caller` is named where `f` is asynchronous. */
export function withRecording<T>(on: boolean, f: () => T, caller: string): T {
  const before = isRecording;
  isRecording = on;
  try {
    const result = f();
    return finished(result, caller);
  } finally {
    isRecording = before;
  }
}

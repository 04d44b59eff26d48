/**
 * A node of the computational graph. Out flows `data`, the number that the operation made of its parents; back flows `grad`, the derivative
 * of the output that `backward()` was called on. Next: operands.ts, what operations take; order.ts sorts the nodes, backward.ts walks them.
 */
import { anyNumber, text, wrong } from "../arguments/checks.js";
import { COPY, proxied, thisCopy } from "../errors.js";
import { backward } from "./backward.js";
import { detachRule } from "./detach.js";
import { Methods } from "./generated/methods.js";
import { watching } from "./hooks.js";
import { page, take } from "./leaves.js";
import { localGradientsOf } from "./local-gradients.js";
import { recording } from "./recording.js";
import { CONSTANT, LEAF, type Rule, type Slot } from "./rule.js";

/** Few nodes have a label, so none has a field for it. */
const labels = new WeakMap<Value, string>();

/**
 * A number that remembers how it was made: `data`, its parents, and the local gradient of the operation between
 * them. Write scalar code with its methods, then call `backward()` on the result.
 * @example
 * const apple = new Value(100, "apple"), count = new Value(2, "count"), tax = new Value(1.1, "tax");
 * const price = apple.mul(count).mul(tax);
 * price.backward();
 * apple.grad; // 2.2
 */
export class Value extends Methods<Value> {
  /**
   * The number. Change it on a leaf to move the leaf: what was already computed from it stays as it is, and a later backward pass takes its
   * local gradients from the numbers that it finds.
   */
  declare data: number;
  /** ∂(root)/∂(this) after `root.backward()`. Leaves add up over calls, as in PyTorch; other nodes start afresh. */
  declare grad: number;
  // What is private is shown by no console, compared by no test and copied by no structuredClone.
  readonly #rule: Rule;
  /** The operands; of a leaf, which has none, the page with its numbers and its place there. */
  readonly #x: Slot<Value> | Float64Array;
  readonly #y: Slot<Value> | number;
  #mark: number;

  /** The numbers of a leaf check what is written. Accessors of its own take a leaf most of a microsecond, so other nodes have plain fields. */
  static readonly #checked = { data: Value.#number(0, "Value: data"), grad: Value.#number(1, "Value: grad") };
  static #number(offset: 0 | 1, name: string): PropertyDescriptor & ThisType<Value> {
    return {
      enumerable: true,
      get() {
        return (this.#x as Float64Array)[(this.#y as number) + offset];
      },
      set(given: unknown) {
        (this.#x as Float64Array)[(this.#y as number) + offset] = typeof given === "number" ? given : anyNumber(given, name); // prettier-ignore
      },
    };
  }

  /** Whether it is a Value of this copy of the package; a Proxy of one is none. @internal */
  static readonly isValue = (given: unknown): given is Value =>
    typeof given === "object" && given !== null && #rule in given;

  /**
   * Makes a leaf.
   * @throws ChainruleError if `data` is not a number.
   */
  constructor(data: number, label?: string);
  /** @internal */
  constructor(data: number, label: string, rule: Rule, x: Slot<Value>, y: Slot<Value>);
  constructor(data: number, label = "", rule: Rule = LEAF, x?: Slot<Value>, y?: Slot<Value>) {
    super();
    if (typeof data !== "number") anyNumber(data, "Value: data");
    this.#rule = rule;
    this.#mark = 0;
    if (rule === LEAF) {
      this.#y = take(data);
      this.#x = page;
      Object.defineProperties(this, Value.#checked);
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
  get x(): Slot<Value> {
    return this.#rule === LEAF ? undefined : (this.#x as Slot<Value>);
  }
  /** @internal */
  get y(): Slot<Value> {
    return this.#rule === LEAF ? undefined : (this.#y as Slot<Value>);
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
    return Value.isValue(this) ? thisCopy : proxied;
  }

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
    return localGradientsOf(this);
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
  backward(seed = 1): void {
    anyNumber(seed, "backward: seed");
    if (this.rule !== CONSTANT) backward(this, seed);
  }

  /**
   * The same number without its gradient (a stop-gradient): y = x, and ∂y/∂x is 0 by definition, at every order.
   *
   * It is an operation of the graph: a compiled program computes it anew in every run, and pictures show it. So it keeps the nodes
   * below it in memory. A loop that runs for ever has to drop its history: `state = constant(state.data)`.
   * @example
   * const x = new Value(3);
   * const out = x.mul(x.detach());
   * out.backward();
   * [out.data, x.grad]; // [9, 3]
   */
  detach(): Value {
    return record(this.data, detachRule, this);
  }

  /** @internal */
  protected override operand(given: unknown, op: string, name: string): Value {
    return toValue(given, op, name);
  }
  /** @internal */
  protected override record(data: number, rule: Rule, x: Slot<Value>, y?: Slot<Value>): Value {
    return record(data, rule, x, y);
  }
}

const isList = (slot: Slot<Value>): slot is readonly Value[] => Array.isArray(slot);

/** A leaf that gets no gradient. */
export const constant = (data: number, label = ""): Value =>
  new Value(data, label, CONSTANT, undefined, undefined);

/** The node of a rule with the number that its operation made; a constant where nothing is recorded. @internal */
export const record = (data: number, rule: Rule, x: Slot<Value>, y?: Slot<Value>): Value =>
  recording() ? new Value(data, "", rule, x, y) : new Value(data, "", CONSTANT, undefined, undefined);

/** @internal */
export const { isValue } = Value;

/** An operand as a Value: a number becomes a constant. @internal */
export function toValue(given: unknown, op: string, operand: string): Value {
  if (isValue(given)) return given;
  if (typeof given === "number") return constant(given);
  throw wrong(`${op}: ${operand}`, given, "a Value or a number");
}

/**
 * V8 gives a field that has only ever held numbers a box for each of them when a node is made, and copies the boxes of a growing graph. A field that
 * has held something else refers to the number that the operation made, and to none while it is 0.
 */
Object.assign(constant(0), { data: undefined, grad: undefined });

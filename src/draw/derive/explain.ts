/**
 * The backward pass as data: one step per edge, from the root to the leaves, each with the numbers and symbols of the chain rule; and the
 * chain from the root to one input. It leaves every `grad` as it is. Next: text.ts and tex.ts, which print it.
 */
import { instance, integer, listOf, withMethods } from "../../arguments/checks.js";
import { options, optional, or, type ChecksOf } from "../../arguments/options.js";
import { aValue } from "../../engine/value-checks.js";
import { CONSTANT } from "../../engine/rule.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { constant, isZero } from "../../ops/index.js";
import type { Sym } from "../../ops/sym.js";
import { formatNumber } from "../format.js";
import { checkRoot } from "../options.js";
import { readingOrder } from "../picture/order.js";
import { Symbols, type Formula } from "./symbols.js";

/** What `explain` writes out, and how. */
export interface ExplainOptions {
  /** Only the steps between the root and this Value, and the chain that they make. */
  readonly input?: Value;
  /** Significant digits of numbers in names and printed forms. Default 6. */
  readonly digits?: number;
}

const DIGITS = 6;
const MOST_DIGITS = 17;
const CHECKS = {
  input: optional(aValue),
  digits: or(integer(1, MOST_DIGITS), DIGITS),
} satisfies ChecksOf<ExplainOptions>;
/** A chain is written path by path while there are at most this many. */
const MOST_PATHS = 8;

/** A node of the graph in the order of the forward pass. */
export interface ExplainedNode {
  /** The node itself. */
  readonly value: Value;
  /** Its label, or a name made for it. */
  readonly name: string;
  /** What it is computed by; none for a leaf. */
  readonly definition: Formula | undefined;
}

/** One edge of the backward pass: `through` passes what came to it on to one of its operands, `node`. */
export class Step {
  /** @internal */
  constructor(
    private readonly symbols: Symbols,
    /** The operation whose local derivative it is. */
    readonly through: Value,
    /** Which of its operands receives. */
    readonly operand: number,
    /** ∂(root)/∂(through). */
    readonly upstream: number,
    /** ∂(through)/∂(node), the number. */
    readonly local: number,
    /** The gradient of the node so far, this step included. */
    readonly sum: number,
    /** Whether it is the first to reach the node. */
    readonly isFirst: boolean,
  ) {}

  /** The operand that receives. */
  get node(): Value {
    return this.through.parents[this.operand] as Value;
  }

  /** The name of the operand that receives. */
  get name(): string {
    return this.symbols.nameOf(this.node);
  }

  /** The name of the operation that passes on. */
  get throughName(): string {
    return this.symbols.nameOf(this.through);
  }

  /** upstream · local: what this edge contributes. */
  get product(): number {
    return this.upstream * this.local;
  }

  /** ∂(through)/∂(node) in symbols. */
  get symbol(): Formula {
    return this.symbols.formula(this.symbols.local(this.through, this.operand));
  }

  /** The step as plain data, for JSON. */
  toJSON(): Record<string, unknown> {
    const { name, throughName: through, upstream, local, product, sum } = this;
    return { node: name, through, upstream, symbol: this.symbol.text, local, product, sum };
  }
}

/** ∂(root)/∂(input) along one path: its factors from the root down. */
export interface Chain {
  /** From the root down to the input. */
  readonly steps: readonly Step[];
}

/** The derivation of a graph: its nodes, the steps of the backward pass, and the gradients they arrive at. */
export interface Explanation {
  /** What is differentiated. */
  readonly root: Value;
  /** What it is differentiated by, where only that was asked for. */
  readonly input: Value | undefined;
  /** Every node of the graph, in the order of the forward pass. */
  readonly nodes: readonly ExplainedNode[];
  /** The backward pass, from the root to the leaves. */
  readonly steps: readonly Step[];
  /** ∂(root)/∂(node) of every node. */
  readonly gradients: ReadonlyMap<Value, number>;
  /** The paths from the root to `input`; none without `input`, or if there are more than eight. */
  readonly chains: readonly Chain[];
  /** The chains added up, over the leaves, in simplest form; none where that would be too long to read. */
  readonly closedForm: Formula | undefined;
  /** The name of a node in the texts. */
  readonly nameOf: (value: Value) => string;
  /** @internal */
  readonly format: (x: number) => string;
}

/**
 * The derivation of ∂(root)/∂(…): each step of the backward pass in order, with upstream gradient, local derivative, product and running sum.
 * @throws ChainruleError if `root` is not a Value, or was not computed from `input`.
 * @example
 * const x = new Value(1, "x"), y = new Value(2, "y"), t = x.add(y);
 * t.label = "t";
 * explain(t.square(), { input: x }).steps.map((step) => step.product); // [6, 6]
 * explain(t.square(), { input: x }).closedForm.text; // "2(x + y)"
 */
export function explain(root: Value, given?: ExplainOptions): Explanation {
  checkRoot(root, "explain");
  const { input, digits } = options("explain", given, CHECKS);
  const format = (x: number): string => formatNumber(x, digits);
  const whole = readingOrder(root);
  const symbols = new Symbols(root, format, whole);
  const order = input === undefined ? whole : between(whole, input);
  const { steps, gradients } = backwardSteps(order, symbols);
  const chains = input === undefined ? [] : paths(root, input, steps);
  return {
    root,
    input,
    nodes: whole.map((value) => ({
      value,
      name: symbols.nameOf(value),
      get definition() {
        const definition = symbols.definition(value);
        return definition && symbols.formula(definition);
      },
    })),
    steps,
    gradients,
    chains,
    closedForm: closedForm(symbols, chains),
    nameOf: (value) => symbols.nameOf(aValue(value, "nameOf: value")),
    format,
  };
}

const explanation = withMethods<Explanation>("what explain gave", ["nameOf", "format"]);
const steps = listOf(instance(Step, "a step of an explanation"), "a list of steps of an explanation");

/** @throws ChainruleError if it is not what `explain` gave, or some steps are none of such. */
export function checkExplanation(given: unknown, some: unknown, caller: string): void {
  const { root } = explanation(given, `${caller}: explanation`);
  aValue(root, `${caller}: explanation.root`);
  optional(steps)(some, `${caller}: steps`);
}

/** The nodes that lie on a way from the input to the root. */
function between(order: readonly Value[], input: Value): Value[] {
  const reached = new Set([input]);
  for (const node of order) if (node.parents.some((parent) => reached.has(parent))) reached.add(node);
  if (!reached.has(order.at(-1) as Value)) {
    throw new ChainruleError(`explain: input is ${input.toString()}, expected a Value that root was computed from`); // prettier-ignore
  }
  return order.filter((node) => reached.has(node));
}

function backwardSteps(
  order: readonly Value[],
  symbols: Symbols,
): { steps: Step[]; gradients: Map<Value, number> } {
  const known = new Set(order);
  const gradients = new Map<Value, number>(order.map((node) => [node, 0]));
  gradients.set(order.at(-1) as Value, 1);
  const steps: Step[] = [];
  const reached = new Set<Value>();
  for (let i = order.length; i > 0;) {
    const node = order[--i] as Value;
    const upstream = gradients.get(node) ?? 0;
    const locals = node.localGradients();
    node.parents.forEach((parent, operand) => {
      if (parent.rule === CONSTANT || !known.has(parent)) return;
      const local = locals[operand] ?? NaN;
      const sum = (gradients.get(parent) ?? 0) + upstream * local;
      gradients.set(parent, sum);
      steps.push(new Step(symbols, node, operand, upstream, local, sum, !reached.has(parent)));
      reached.add(parent);
    });
  }
  return { steps, gradients };
}

/** Every path from the root to the input, or none if they are too many to write out. */
function paths(root: Value, input: Value, steps: readonly Step[]): Chain[] {
  const leaving = new Map<Value, Step[]>();
  for (const step of steps) leaving.set(step.through, [...(leaving.get(step.through) ?? []), step]);
  const found: Chain[] = [];
  const open: { at: Value; steps: readonly Step[] }[] = [{ at: root, steps: [] }];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path.at === input) found.push({ steps: path.steps });
    if (found.length > MOST_PATHS) return [];
    // The last in is the first out: the first operand's path comes first.
    for (const step of (leaving.get(path.at) ?? []).toReversed()) {
      open.push({ at: step.node, steps: [...path.steps, step] });
    }
  }
  return found;
}

function closedForm(symbols: Symbols, chains: readonly Chain[]): Formula | undefined {
  let total: Sym = constant(0);
  for (const { steps } of chains) {
    let product: Sym = constant(1);
    for (const { through, operand } of steps) {
      const local = symbols.overLeaves(symbols.local(through, operand));
      if (local === undefined) return undefined;
      product = symbols.simplified(product.mul(local));
    }
    total = isZero(total) ? product : symbols.simplified(total.add(product));
  }
  return chains.length === 0 ? undefined : symbols.formula(symbols.simplified(total));
}

/**
 * Derivatives along a recorded graph as numbers, where no graph of them is asked for: tangents forward, then adjoints and the tangents of
 * these backward. In come the nodes between variables and outputs; each node's part is its operation's `SecondOrder`
 * (generated/second-order.ts; a user's operation has it from its row). Next: linear-maps.ts.
 */
import { ChainruleError } from "../errors.js";
import { functionOf, isZero, nameOf, once, one, type Op, type Sym } from "../ops/index.js";
import { tangentOf } from "../ops/tangent.js";
import { innerNodes } from "../engine/order.js";
import { Numbering } from "../engine/numbering.js";
import { CONSTANT, type GraphNode, type Numbers, type Rule, type SecondOrder } from "../engine/rule.js";
import { secondOrders } from "../engine/generated/second-order.js";
import type { Value } from "../engine/value.js";

const made = new WeakMap<Rule, SecondOrder>();

function secondOrderOf(rule: Rule): SecondOrder {
  const known = made.get(rule) ?? secondOrders.get(rule.op as Op) ?? fromRow(rule.op as Op);
  made.set(rule, known);
  return known;
}

/** What scripts/generate.ts prints for the rows of the table, for one that it does not know. A list is read element by element. */
function fromRow(op: Op): SecondOrder {
  const { operands, gradients } = op;
  if (op.kind === "list" && op.totals) {
    throw new ChainruleError(
      `${nameOf(op)}: second derivatives of several totals are printed, expected it in the table (npm run generate)`,
    );
  }
  const names = [...operands, "out"];
  const read = (each: Sym): ((at: readonly number[]) => number) | undefined =>
    isZero(each) ? undefined : functionOf(each, names);
  const locals = gradients().map(read);
  /** Not looked for until they are needed: an operation given on numbers has none. */
  const changes = once(() =>
    gradients().map((gradient) => names.map((name) => read(tangentOf(gradient, new Map([[name, one]]))))),
  );
  /** The operands and the result, element by element. */
  const elements = (out: GraphNode): (readonly GraphNode[])[] => {
    const { parents } = out;
    if (op.kind === "fixed") return [[...parents, out]];
    const length = parents.length / operands.length;
    return Array.from({ length }, (_, i) => [
      ...operands.map((__, k) => parents[k * length + i] as Value),
      out,
    ]);
  };
  const dataOf = (nodes: readonly GraphNode[]): number[] => nodes.map(({ data }) => data);
  return {
    pushforward(out, { first, tangents }) {
      let total = 0;
      for (const nodes of elements(out)) {
        const at = dataOf(nodes);
        locals.forEach((local, k) => {
          const tangent = tangents[(nodes[k] as GraphNode).mark - first] as number;
          if (tangent !== 0 && local) total += tangent * local(at);
        });
      }
      return total;
    },
    pullback(out, { first, tangents, adjoints, bends }) {
      const [g, h] = [adjoints, bends].map((totals) => totals[out.mark - first] as number) as [
        number,
        number,
      ];
      for (const nodes of elements(out)) {
        const at = dataOf(nodes);
        const places = nodes.map(({ mark }) => mark - first);
        locals.forEach((local, k) => {
          if (local === undefined) return;
          const place = places[k] as number;
          const slope = local(at);
          if (g !== 0) adjoints[place] = (adjoints[place] as number) + g * slope;
          if (h !== 0) bends[place] = (bends[place] as number) + h * slope;
          if (g === 0) return;
          changes()[k]?.forEach((change, j) => {
            const tangent = tangents[places[j] as number] as number;
            if (tangent !== 0 && change) bends[place] = (bends[place] as number) + tangent * g * change(at);
          });
        });
      }
    },
  };
}

function eachOperand({ x, y }: GraphNode, visit: (operand: Value) => void): void {
  if (Array.isArray(x)) for (let i = 0; i < x.length; i++) visit(x[i] as Value);
  else visit(x as Value);
  if (Array.isArray(y)) for (let i = 0; i < y.length; i++) visit(y[i] as Value);
  else if (y !== undefined) visit(y as Value);
}

/** The graph between variables, each a node of its own, and outputs. */
export class Sweep {
  private readonly order: readonly Value[];
  private readonly rows: readonly SecondOrder[];
  /** Whether a leaf that is no variable takes part; known after a pass. */
  readsOthers = false;

  constructor(
    private readonly outputs: readonly Value[],
    private readonly variables: readonly Value[],
  ) {
    this.order = innerNodes(outputs, variables);
    this.rows = this.order.map(({ rule }) => secondOrderOf(rule));
  }

  /** The Jacobian times a tangent: one pass, a multiplication and an addition per operand besides the local gradients. */
  pushforward(direction: readonly number[]): number[] {
    const { first, tangents } = this.forward(direction);
    return this.outputs.map(({ mark }) => tangents[mark - first] as number);
  }

  /**
   * The Hessian of the one output times a vector, forward over reverse: the tangents of all nodes, then on one way back the adjoints and
   * their tangents.
   */
  hessianProduct(direction: readonly number[]): number[] {
    const { order, rows, outputs, variables } = this;
    const numbers = this.forward(direction);
    const { first, adjoints, bends } = numbers;
    const [output] = outputs as readonly [Value];
    adjoints[output.mark - first] = 1;
    for (let i = order.length; i > 0;) {
      i--;
      (rows[i] as SecondOrder).pullback(order[i] as Value, numbers);
    }
    return variables.map(({ mark }) => bends[mark - first] as number);
  }

  /** Numbers the nodes and finds their tangents. */
  private forward(direction: readonly number[]): Numbers {
    const { order, rows, variables, outputs } = this;
    const numbering = new Numbering();
    const { first } = numbering;
    numbering.reserve();
    for (const output of outputs) output.mark = first;
    for (const variable of variables) numbering.add(variable);
    const count = 1 + variables.length + order.length;
    const [tangents, adjoints, bends] = [
      new Float64Array(count),
      new Float64Array(count),
      new Float64Array(count),
    ];
    const numbers: Numbers = { first, tangents, adjoints, bends };
    tangents.set(direction, 1);
    const settle = (operand: Value): void => {
      if (operand.mark > first) return;
      operand.mark = first;
      if (operand.rule !== CONSTANT) this.readsOthers = true;
    };
    for (let i = 0; i < order.length; i++) {
      const node = order[i] as Value;
      eachOperand(node, settle);
      const at = numbering.add(node);
      tangents[at] = (rows[i] as SecondOrder).pushforward(node, numbers);
    }
    return numbers;
  }
}

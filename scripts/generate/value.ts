/** Prints src/engine/value.ts: the class Value, with a method or a function for every row of the table. */
import { ops, type FixedOp, type ListOp } from "../../src/ops/index.js";
import { stagesOf } from "../../src/ops/stages.js";
import { BANNER, Code, totals } from "./code.js";

function method(name: string, op: FixedOp): string {
  const others = op.operands.slice(1);
  const firstDefault = others.length - op.defaults.length;
  const parameters = others.map((other, i) => {
    const value = op.defaults[i - firstDefault];
    return `${other}: Operand${value === undefined ? "" : ` = ${String(value)}`}`;
  });
  const converted = others.map((other) => `const ${other}Value = toValue(${other}, "${name}", "${other}");`);
  const nodes = ["this", ...others.map((other) => `${other}Value`)];
  const slots = nodes.length > 2 ? `[${nodes.join(", ")}]` : nodes.join(", ");
  return `/** ${op.doc} */
    ${name}(${parameters.join(", ")}): Value {
      ${converted.join("\n")}
      return record(${name}(${nodes.map((node) => `${node}.data`).join(", ")}), rules.${name}Rule, ${slots});
    }`;
}

function listFunction(name: string, op: ListOp, code: Code): string {
  const parameters = op.operands.map((operand) => `${operand}: Operands`);
  const converted = op.operands.map(
    (operand) => `const ${operand}s = toValues(${operand}, "${name}", "${operand}");`,
  );
  const lists = op.operands.map((operand) => `${operand}s`);
  const result = stagesOf(op)?.result;
  if (result === undefined) throw new Error(`${name} states neither step nor totals: how is it computed?`);
  return `/**
     * ${op.doc}
     * @throws ChainruleError if an element is neither a Value nor a number${lists.length > 1 ? ", or the lengths differ" : ""}.
     */
    export function ${name}(${parameters.join(", ")}): Value {
      ${converted.join("\n")}
      ${lists.length > 1 ? `checkLengths(xs, ys, "${name}");` : ""}
      ${totals(op, code, [result])}
      return record(${code.expression(result, {})}, rules.${name}Rule, ${lists.join(", ")});
    }`;
}

export function valueModule(): string {
  const code = new Code();
  const methods: string[] = [];
  const functions: string[] = [];
  const numbers: string[] = [];
  for (const [name, op] of Object.entries(ops)) {
    if (op.kind === "fixed") {
      methods.push(method(name, op));
      numbers.push(`const ${name} = ops.${name}.num;`);
    } else {
      functions.push(listFunction(name, op, code));
    }
  }
  return `${BANNER}
    import { elements, wrong } from "../arguments/checks.js";
    import { ChainruleError } from "../errors.js";
    import { ops } from "../ops/index.js";
    import { detachRule } from "./detach.js";
    import { CONSTANT, GraphNode, recording, type Rule, type Slot } from "./node.js";
    import * as rules from "./rules.js";

    /** What an operation takes: a Value, or a number, which becomes a constant and gets no gradient. */
    export type Operand = Value | number;
    /** What an operation on a list takes. The list is copied, so it may change afterwards. */
    export type Operands = ArrayLike<Operand>;

    ${numbers.join("\n")}

    const record = (data: number, rule: Rule, x: Slot, y?: Slot): Value =>
      recording() ? new Value(data, "", rule, x, y) : new Value(data, "", CONSTANT, undefined, undefined);

    /** A leaf that gets no gradient. */
    export const constant = (data: number, label = ""): Value => new Value(data, label, CONSTANT, undefined, undefined);

    /** Whether it is a Value of this copy of the package; a Proxy of one is none. @internal */
    export const isValue = (given: unknown): given is Value => GraphNode.isNode(given);

    /** @internal */
    export function toValue(given: unknown, op: string, operand: string): Value {
      if (isValue(given)) return given;
      if (typeof given === "number") return constant(given);
      throw wrong(\`\${op}: \${operand}\`, given, "a Value or a number");
    }

    const kept = new WeakSet<Operands>();

    /**
     * Marks a list that will never change: operations then refer to it where they would copy. (A frozen array would
     * say the same, but V8 reads one three times more slowly.) @internal
     */
    export function keep(values: readonly Value[]): readonly Value[] {
      kept.add(values);
      return values;
    }

    /** The elements of a list as Values, in a list that does not change. @internal */
    export function toValues(given: Operands, op: string, operand: string): readonly Value[] {
      if (kept.has(given)) return given as readonly Value[];
      try {
        if (Array.isArray(given)) {
          const values = (given as Operand[]).slice();
          for (let i = 0; i < values.length; i++) {
            const value = values[i];
            if (!isValue(value)) values[i] = constant(value as number);
          }
          return values as Value[];
        }
      } catch {
        // What is wrong is told below, element by element.
      }
      const values = elements(given, \`\${op}: \${operand}\`, "an array of Values or numbers");
      for (let i = 0; i < values.length; i++) values[i] = toValue(values[i], op, \`\${operand}[\${String(i)}]\`);
      return values as Value[];
    }

    function checkLengths(xs: readonly Value[], ys: readonly Value[], op: string): void {
      if (xs.length !== ys.length) {
        throw new ChainruleError(\`\${op}: x has \${String(xs.length)} elements and y has \${String(ys.length)}, expected equal lengths\`);
      }
    }

    /**
     * A number that remembers how it was made: \`data\`, its parents, and the local gradient of the operation between
     * them. Write scalar code with its methods, then call \`backward()\` on the result.
     * @example
     * const apple = new Value(100, "apple"), count = new Value(2, "count"), tax = new Value(1.1, "tax");
     * const price = apple.mul(count).mul(tax);
     * price.backward();
     * apple.grad; // 2.2
     */
    export class Value extends GraphNode {
      ${methods.join("\n\n")}

      /**
       * The same number without its gradient (a stop-gradient): y = x, and ∂y/∂x is 0 by definition, at every order.
       *
       * It is an operation of the graph: a compiled program computes it anew in every run, and pictures show it. So it keeps the nodes
       * below it in memory. A loop that runs for ever has to drop its history: \`state = constant(state.data)\`.
       * @example
       * const x = new Value(3);
       * const out = x.mul(x.detach());
       * out.backward();
       * [out.data, x.grad]; // [9, 3]
       */
      detach(): Value {
        return record(this.data, detachRule, this);
      }
    }

    /**
     * V8 gives a field that has only ever held numbers a box for each of them when a node is made, and copies the boxes of a growing graph. A field that
     * has held something else refers to the number that the operation made, and to none while it is 0.
     */
    Object.assign(constant(0), { data: undefined, grad: undefined });

    ${functions.join("\n\n")}
  `;
}

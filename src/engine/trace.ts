/**
 * A rule written in Values as expressions: the rule is run once, and the graph that it records is read off. Next: define.ts uses the
 * expressions as the local gradients of a row.
 */
import { elements, isArray } from "../arguments/checks.js";
import { ChainruleError, describe } from "../errors.js";
import { apply, constant, substitute, variable, type Op, type Sym } from "../ops/index.js";
import { innerNodes } from "./order.js";
import { CONSTANT } from "./rule.js";
import { withRecording } from "./recording.js";
import { isValue, Value } from "./value.js";
import type { Operand } from "./operands.js";
import { watched } from "./hooks.js";

/**
 * The local gradients of an operation as expressions over its operands and `out`.
 * @throws ChainruleError if the rule returns the wrong number of gradients, or reads a leaf that is not its own.
 */
export function traced(
  name: string,
  rule: (...x: Value[]) => readonly Operand[],
  operands: readonly string[],
): readonly Sym[] {
  const names = [...operands, "out"];
  const symbols = new Map<Value, Sym>();
  // NaN, so that no decision taken on `data` looks right.
  const variables = watched(undefined, () => names.map((each) => new Value(NaN, each)));
  variables.forEach((value, i) => symbols.set(value, variable(names[i] as string)));
  const gradients: unknown = watched(undefined, () => withRecording(true, () => rule(...variables), name));
  if (!isArray(gradients) || gradients.length !== operands.length) {
    throw new ChainruleError(
      `${name}: grad returned ${describe(gradients)}, expected an array of ${String(operands.length)}, one per operand`,
    );
  }
  const returned = elements(gradients, `${name}: what grad returned`, "an array");
  const roots = Array.from(returned, (gradient: unknown, k): Value | number => {
    if (typeof gradient === "number" || isValue(gradient)) return gradient;
    throw new ChainruleError(
      `${name}: grad returned ${describe(gradient)} in place ${String(k)}, expected a Value or a number`,
    );
  });
  const symbolOf = (value: Value): Sym => {
    const known = symbols.get(value);
    if (known !== undefined) return known;
    if (value.rule !== CONSTANT) {
      throw new ChainruleError(
        `${name}: grad reads the leaf ${JSON.stringify(value.label)} with data ${String(value.data)}, ` +
          "expected the operands, out and constants only",
      );
    }
    return constant(value.data);
  };
  for (const node of innerNodes(roots.filter((root) => root instanceof Value))) {
    symbols.set(node, expression(name, node, symbolOf));
  }
  return roots.map((root) => (typeof root === "number" ? constant(root) : symbolOf(root)));
}

function expression(name: string, node: Value, symbolOf: (value: Value) => Sym): Sym {
  const { op } = node.rule;
  if (op?.kind !== "list") return apply(op as Op, ...node.parents.map(symbolOf));
  if (op.step === undefined) {
    throw new ChainruleError(`${name}: grad uses ${node.op}, expected operations on single Values`);
  }
  const [xs, ys] = [node.x, node.y] as [readonly Value[], readonly Value[] | undefined];
  const step = op.step();
  let total = constant(op.initial);
  xs.forEach((x, i) => {
    const bindings = new Map([["acc", total], ["x", symbolOf(x)]]); // prettier-ignore
    if (ys) bindings.set("y", symbolOf(ys[i] as Value));
    total = substitute(step, bindings);
  });
  return total;
}

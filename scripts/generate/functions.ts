/** Prints src/engine/generated/functions.ts: a function for every operation on lists. */
import { listOps, type ListOp } from "../../src/ops/index.js";
import { stagesOf } from "../../src/ops/stages.js";
import { BANNER, Code, totals } from "./code.js";
import { numberFunctions } from "./rows.js";

function listFunction(name: string, op: ListOp, code: Code): string {
  const parameters = op.operands.map((operand) => `${operand}: Operands`);
  const least = op.least === undefined ? "" : `, ${String(op.least)}`;
  const converted = op.operands.map(
    (operand) => `const ${operand}s = toValues(${operand}, "${name}", "${operand}"${least});`,
  );
  const lists = op.operands.map((operand) => `${operand}s`);
  const result = stagesOf(op)?.result;
  if (result === undefined) throw new Error(`${name} states neither step nor totals: how is it computed?`);
  const [isEmpty, differ] = [
    least ? ", or the list is empty" : "",
    lists.length > 1 ? ", or the lengths differ" : "",
  ];
  return `/**
     * ${op.doc}
     * @throws ChainruleError if an element is neither a Value nor a number${isEmpty}${differ}.
     */
    export function ${name}(${parameters.join(", ")}): Value {
      ${converted.join("\n")}
      ${lists.length > 1 ? `checkLengths(xs, ys, "${name}");` : ""}
      ${totals(op, code, [result])}
      return record(${code.expression(result, {})}, rules.${name}OfListRule, ${lists.join(", ")});
    }`;
}

export function functionsModule(): string {
  const code = new Code();
  const functions = Object.entries(listOps).map(([name, op]) => listFunction(name, op, code));
  return `${BANNER}
    import { ops } from "../../ops/index.js";
    import { checkLengths, toValues, type Operands } from "../operands.js";
    import type { GraphNode } from "../rule.js";
    import { record, type Value } from "../value.js";
    import * as rules from "./rules.js";

    ${numberFunctions(code.called)}

    ${functions.join("\n\n")}
  `;
}

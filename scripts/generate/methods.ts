/** Prints src/engine/generated/methods.ts: a method of Value for every row of the table. */
import { ops, type FixedOp } from "../../src/ops/index.js";
import { BANNER } from "./code.js";
import { numberFunctions } from "./rows.js";

function method(name: string, op: FixedOp): string {
  const others = op.operands.slice(1);
  const firstDefault = others.length - op.defaults.length;
  const parameters = others.map((other, i) => {
    const value = op.defaults[i - firstDefault];
    return `${other}: V | number${value === undefined ? "" : ` = ${String(value)}`}`;
  });
  const converted = others.map(
    (other) => `const ${other}Value = this.operand(${other}, "${name}", "${other}");`,
  );
  const nodes = ["this", ...others.map((other) => `${other}Value`)];
  const [self, ...rest] = ["this as unknown as V", ...nodes.slice(1)];
  const slots = nodes.length > 2 ? `[${[self, ...rest].join(", ")}]` : [self, ...rest].join(", ");
  return `/** ${op.doc} */
    ${name}(${parameters.join(", ")}): V {
      ${converted.join("\n")}
      return this.record(${name}Num(${nodes.map((node) => `${node}.data`).join(", ")}), rules.${name}Rule, ${slots});
    }`;
}

export const methodsModule = (): string => `${BANNER}
  import { ops } from "../../ops/index.js";
  import type { Rule, Slot } from "../rule.js";
  import { Shown } from "../shown.js";
  import * as rules from "./rules.js";

  ${numberFunctions(Object.values(ops))}

  /** A number with a method for each operation; \`V\` is Value, which says how an operation is recorded. */
  export abstract class Methods<V extends { readonly data: number }> extends Shown {
    /** @internal */
    protected abstract operand(given: unknown, op: string, name: string): V;
    /** @internal */
    protected abstract record(data: number, rule: Rule, x: Slot<V>, y?: Slot<V>): V;

    ${Object.entries(ops)
      .map((row) => method(...row))
      .join("\n\n")}
  }
`;

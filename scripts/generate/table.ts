/** Prints docs/operations.md: the table of operations with their formulas. */
import { ops, print, rowOf, type Op, type Sym } from "../../src/ops/index.js";

const notationOf = (name: string) => rowOf(name).notation;
const tex = (sym: Sym): string => print(sym, "tex", notationOf).replaceAll("|", "\\vert ");

function line(name: string, op: Op): string {
  const call =
    op.kind === "list"
      ? `${name}(${op.operands.map((operand) => `${operand}s`).join(", ")})`
      : `x.${name}(${op.operands
          .slice(1)
          .map((operand, i, all) => {
            const value = op.defaults[i - all.length + op.defaults.length];
            return value === undefined ? operand : `${operand} = ${String(value)}`;
          })
          .join(", ")})`;
  const gradients = op.gradients().map((gradient) => `$${tex(gradient)}$`);
  return `| \`${call}\` | ${op.doc.replaceAll("|", "\\|")} | ${gradients.join(", ")} |`;
}

export const opsTable = (): string => `# Operations

Generated from the rows in \`src/ops\` by \`npm run generate\`. Every operation here is a method of \`Value\` or, for lists, a function of the
package; any operand but the receiver may be a number. Local gradients are given per operand, in order; \`out\` is the result.

| call | meaning | local gradients |
| --- | --- | --- |
${Object.entries(ops)
  .map(([name, op]) => line(name, op))
  .join("\n")}
`;

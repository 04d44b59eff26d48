/** Prints docs/operations.md: the table of operations with their formulas, marked as a region, which the Korean page includes. */
import { listOps, ops, print, written, type Op, type Sym } from "../../src/ops/index.js";

/** A text as a cell of a table, whose columns a bar would end. */
const cell = (text: string): string => text.replaceAll("|", "\\|");
const tex = (sym: Sym): string => print(sym, "tex").replaceAll("|", "\\vert ");

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
  const smooth = op.operands.flatMap((operand, i) => {
    const condition = op.domain[i]?.where?.(operand);
    return condition === undefined ? [] : [`$${condition}$`];
  });
  const gradients = written(op).map((gradient) => `$${tex(gradient)}$`);
  return `| \`${call}\` | ${cell(op.doc)} | ${smooth.join(", ")} | ${gradients.join(", ")} |`;
}

export const opsTable = (): string => `# Operations

Generated from the rows in \`src/ops\` by \`npm run generate\`. Every operation here is a method of \`Value\` or, for lists, a function of the
package; any operand but the receiver may be a number. Local gradients are given per operand, in order; \`out\` is the result; of a list, \`count\` is the number of elements and \`ties\` the number of those that are equal to the result.
An operation is smooth where the third column says (those that compare their operands: where these differ). Elsewhere, at kinks, ties and poles, see
[numerics and ties](explanation/numerics.md).

<!-- #region table -->

| call | meaning | smooth where | local gradients |
| --- | --- | --- | --- |
${[...Object.entries(ops), ...Object.entries(listOps)].map(([name, op]) => line(name, op)).join("\n")}

<!-- #endregion table -->

## Differences from PyTorch

Where an operation answers otherwise than PyTorch's of the same name, on purpose. A NaN that comes in stays NaN on the way back.

<!-- #region torch -->

| operation | difference |
| --- | --- |
${[...Object.entries<Op>(ops), ...Object.entries<Op>(listOps)]
  .flatMap(([name, { torch }]) => (torch === undefined ? [] : [`| \`${name}\` | ${cell(torch)} |`]))
  .join("\n")}

<!-- #endregion torch -->

## Curves

Of every operation of one operand, the value (a solid line) and its derivative (a dashed one).

<!-- plots -->
`;

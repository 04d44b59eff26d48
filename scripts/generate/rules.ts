/** Prints src/engine/generated/rules.ts: per operation, the closure that carries the gradient from a node to its parents. */
import { flatOperands, isZero, type FixedOp, type ListOp, type Sym } from "../../src/ops/index.js";
import { BANNER, Code, elementsOf, keptTotals, sharedTerms } from "./code.js";
import { numberFunctions, rows } from "./rows.js";

/** `parent.grad += …`, skipped for a constant. */
function accumulate(parent: string, local: string): string {
  const product = local === "1" ? "+= g" : local === "(-1)" ? "-= g" : `+= g * ${local}`;
  return `if (${parent}.rule !== CONSTANT) ${parent}.grad ${product};`;
}

function fixedBody(op: FixedOp, code: Code): string {
  const slots =
    op.operands.length <= 2
      ? `const { ${op.operands.map((name, i) => (name === "xy"[i] ? name : `${"xy"[i] ?? ""}: ${name}`)).join(", ")}, grad: g } = out;`
      : `const [${op.operands.join(", ")}] = out.x; const g = out.grad;`;
  const names = Object.fromEntries([...op.operands, "out"].map((name) => [name, `${name}.data`]));
  return slots + statements(op.gradients(), op.operands, names, code);
}

function statements(
  gradients: readonly Sym[],
  parents: readonly string[],
  names: Readonly<Record<string, string>>,
  code: Code,
  shared = new Map<Sym, string>(),
): string {
  const lines: string[] = [];
  for (const sym of sharedTerms(gradients).filter((each) => !shared.has(each))) {
    const name = `s${String(lines.length)}`;
    lines.push(`const ${name} = ${code.expression(sym, names, shared)};`);
    shared.set(sym, name);
  }
  gradients.forEach((gradient, i) => {
    if (!isZero(gradient)) lines.push(accumulate(parents[i] ?? "", code.expression(gradient, names, shared)));
  });
  return lines.join("\n");
}

function listBody(op: ListOp, code: Code): string {
  const lists = op.operands.map((name) => `${name}: ${name}s`).join(", ");
  const items = op.operands.map((name) => `const ${name} = ${name}s[i] as GraphNode;`).join(" ");
  const names = { x: "x.data", y: "y.data", out: "out.data" };
  return `const { ${lists}, grad: g } = out;
    ${op.totals ? keptTotals(op, code) : ""}
    for (let i = 0; i < xs.length; i++) { ${items} ${statements(op.gradients(), op.operands, names, code, elementsOf(op))} }`;
}

/** The interface of the nodes of an operation. */
export const shapeOf = (op: FixedOp | ListOp): string =>
  op.kind === "list"
    ? op.operands.length === 1
      ? "List"
      : "Lists"
    : (["Unary", "Binary", "Ternary", "Quaternary"][op.operands.length - 1] ?? "");

export function rulesModule(): string {
  const code = new Code();
  const rules = rows.map(({ name, row: op, source, rule }) => {
    const flat = op.gradients().every(isZero);
    const body = flat ? "" : op.kind === "fixed" ? fixedBody(op, code) : listBody(op, code);
    return `/** ${op.doc} */
      export const ${rule}Rule: Rule = { name: "${name}", op: ${source}, flat: ${String(flatOperands(op))}, propagate(${flat ? "" : `out: ${shapeOf(op)}`}) { ${body} } };`;
  });
  return `${BANNER}
    import { listOps, ops, totalOps } from "../../ops/index.js";
    import { CONSTANT, type GraphNode, type Rule } from "../rule.js";

    export interface Unary extends GraphNode { readonly x: GraphNode }
    export interface Binary extends Unary { readonly y: GraphNode }
    export interface Ternary extends GraphNode { readonly x: readonly [GraphNode, GraphNode, GraphNode] }
    export interface Quaternary extends GraphNode { readonly x: readonly [GraphNode, GraphNode, GraphNode, GraphNode] }
    export interface List extends GraphNode { readonly x: readonly GraphNode[] }
    export interface Lists extends List { readonly y: readonly GraphNode[] }

    ${numberFunctions(code.called)}

    ${rules.join("\n\n")}
  `;
}

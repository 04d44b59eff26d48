/** A graph → TypeScript that makes it again with the public package, an operation a line, and prints value and gradients. */
import type { Value } from "chainrule";
import type { Evaluated } from "./evaluated.js";

/** Operations that are functions of lists, and how many. */
const LISTS: ReadonlyMap<string, number> = new Map([
  ["sum", 1],
  ["logSumExp", 1],
  ["dot", 2],
  ["crossEntropy", 2],
]);

const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static super switch " +
    "this throw true try typeof var void while with yield undefined NaN Infinity console"
  ).split(" "),
);

/** A name for each node that is no constant: its label, unless the language or another line has that name. */
function namesFor({ nodes, explanation }: Evaluated, taken: ReadonlySet<string>): Map<Value, string> {
  const names = new Map<Value, string>();
  const used = new Set(taken);
  for (const node of nodes) {
    if (node.op === "constant") continue;
    let name = explanation.nameOf(node);
    while (used.has(name)) name += "_";
    used.add(name);
    names.set(node, name);
  }
  return names;
}

const label = (node: Value): string => (node.label === "" ? "" : `, ${JSON.stringify(node.label)}`);

const list = (values: readonly string[]): string => `[${values.join(", ")}]`;

/** An operand as it is written after the first: a plain number where it is a constant. */
const operand = (node: Value, names: ReadonlyMap<Value, string>): string =>
  names.get(node) ?? (node.label === "pi" ? "Math.PI" : node.label === "e" ? "Math.E" : String(node.data));

function made(node: Value, names: ReadonlyMap<Value, string>): string {
  const written = node.parents.map((parent) => operand(parent, names));
  const lists = LISTS.get(node.op);
  const [first = "", ...rest] = written;
  if (lists === 1) return `${node.op}(${list(written)})`;
  if (lists === 2) {
    const half = written.length / 2;
    return `${node.op}(${list(written.slice(0, half))}, ${list(written.slice(half))})`;
  }
  const receiver = names.has(node.parents[0] as Value) ? first : `constant(${first})`;
  return `${receiver}.${node.op}(${rest.join(", ")})`;
}

export function toCode(at: Evaluated): string {
  const { nodes, root } = at;
  const imports = new Set(["Value", "constant", ...LISTS.keys()]);
  const names = namesFor(at, new Set([...RESERVED, ...imports]));
  const operations = nodes.filter((node) => node.parents.length > 0);
  const leaves = nodes.filter((node) => node.op !== "constant" && node.parents.length === 0);
  const lines = [
    ...leaves.map(
      (node) => `const ${names.get(node) ?? ""} = new Value(${String(node.data)}${label(node)});`,
    ),
    ...operations.map((node) => `const ${names.get(node) ?? ""} = ${made(node, names)};`),
  ];
  const result = names.get(root) ?? `constant(${operand(root, names)})`;
  const report = [
    ...(names.has(root) ? [`${result}.backward();`] : []),
    `console.log(${result}.data${leaves.map((node) => `, ${names.get(node) ?? ""}.grad`).join("")});`,
  ];
  const body = [...lines, ...report].join("\n");
  const needed = [...imports].filter((name) => new RegExp(`(?<![\\p{L}\\d_$.])${name}\\(`, "u").test(body));
  return `import { ${needed.join(", ")} } from "chainrule";\n\n${body}\n`;
}

/** A case as a program that a person can paste and run: the graph as a function of its numbers, compiled once, and Values recorded afresh. */
import type { Finding } from "./check.js";
import type { Case } from "./program.js";
import type { Ref, Tape } from "./tape.js";

const number = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));
const numbers = (xs: readonly number[]): string => `[${xs.map(number).join(", ")}]`;

function names({ nodes, parameters, inputs }: Tape): string[] {
  return nodes.map((node, ref) => {
    if (ref < parameters) return `p${String(ref)}`;
    if (ref < parameters + inputs) return `x${String(ref - parameters)}`;
    return `${node.kind === "constant" ? "c" : "v"}${String(ref)}`;
  });
}

const LEAVES = "const leaves = (numbers) => numbers.map((x) => new Value(x));";

/** `graph(numbers, parameters)`; parameters are those of another graph where programs share them. */
function graphText(tape: Tape, name: string): string {
  const called = names(tape);
  const at = (ref: Ref): string => called[ref] as string;
  const list = (refs: readonly Ref[]): string => `[${refs.map(at).join(", ")}]`;
  const { parameters, inputs, nodes, roots, outputs } = tape;
  const first = String(parameters);
  const lines = nodes.flatMap((node, ref) => {
    if (node.kind === "leaf") return [];
    const made =
      node.kind === "constant"
        ? `constant(${number(node.value)})`
        : node.operation.write(node.lists.map((refs) => refs.map(at)));
    return [`  const ${at(ref)} = ${made};`];
  });
  return [
    `function ${name}(at, parameters = leaves(at.slice(0, ${first}))) {`,
    `  const inputs = leaves(at.slice(${first}));`,
    ...(parameters > 0 ? [`  const [${called.slice(0, parameters).join(", ")}] = parameters;`] : []),
    ...(inputs > 0
      ? [`  const [${called.slice(parameters, parameters + inputs).join(", ")}] = inputs;`]
      : []),
    ...lines,
    `  return { parameters, inputs, roots: ${list(roots)}, outputs: ${list(outputs)} };`,
    "}",
  ].join("\n");
}

function title({ tape, run, column, against, difference }: Finding): string[] {
  if (typeof difference === "string") return `${column} throws: ${difference}`.split("\n");
  const { what, expected, actual } = difference;
  const where = `in run ${String(run)} of program ${String(tape)}`;
  return [`${what} ${where}: ${number(expected)} by ${against}, ${number(actual)} by ${column}`];
}

/** The reproduction, as JavaScript. */
export function reproduction({ tapes, runs, name }: Case, finding: Finding): string {
  const definitions = new Set(
    tapes.flatMap(({ nodes }) =>
      nodes.flatMap((node) => (node.kind === "operation" ? (node.operation.definition ?? []) : [])),
    ),
  );
  const graphs = tapes.map((tape, t) => graphText(tape, `graph${String(t)}`));
  const imports = ["constant", "defineOp", "dot", "logSumExp", "max"].filter((each) =>
    [...definitions, ...graphs].some((part) => part.includes(`${each}(`)),
  );
  const all = runs.slice(0, finding.run + 1).map((run) => `  [${run.map(numbers).join(", ")}],`);
  return [
    `// ${name}`,
    ...title(finding).map((line) => `// ${line}`),
    `import { ${[...imports, "sum", "Value"].join(", ")} } from "chainrule";`,
    `import { compile } from "chainrule/compile";`,
    "",
    ...definitions,
    LEAVES,
    ...graphs,
    `const graphs = [${tapes.map((_, t) => `graph${String(t)}`).join(", ")}];`,
    "// The numbers of each program in each run: its parameters, then its inputs.",
    "const runs = [",
    ...all,
    "];",
    "const programs = [];",
    "let parameters;",
    "for (const [g, graph] of graphs.entries()) {",
    "  const { roots, ...options } = graph(runs[0][g], parameters);",
    `  programs.push(compile(roots, { ...options, precision: "${finding.column.endsWith("f32") ? "f32" : "f64"}", shared: programs[0] }));`,
    "  ({ parameters } = options);",
    "}",
    "for (const run of runs) {",
    "  for (const [g, program] of programs.entries()) {",
    "    const count = program.parameters.length;",
    "    program.parameters.set(run[g].slice(0, count));",
    "    program.inputs.set(run[g].slice(count));",
    `    console.log("compiled", program.run(), program.outputs.slice(), program.gradients.slice());`,
    "    const fresh = graphs[g](run[g]);",
    "    const root = fresh.roots.length === 0 ? sum([]) : fresh.roots.reduce((x, y) => x.add(y));",
    "    root.backward();",
    `    console.log("Values", root.data, fresh.outputs.map((x) => x.data), fresh.parameters.map((x) => x.grad));`,
    "  }",
    "}",
  ].join("\n");
}

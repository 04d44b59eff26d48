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

function graphText(tape: Tape, name: string): string {
  const called = names(tape);
  const at = (ref: Ref): string => called[ref] as string;
  const list = (refs: readonly Ref[]): string => `[${refs.map(at).join(", ")}]`;
  const leaves = tape.parameters + tape.inputs;
  const lines = tape.nodes.map((node, ref) => {
    const made =
      node.kind === "leaf"
        ? `new Value(at[${String(ref)}] as number)`
        : node.kind === "constant"
          ? `constant(${number(node.value)})`
          : node.operation.write(node.lists.map((refs) => refs.map(at)));
    return `  const ${at(ref)} = ${made};`;
  });
  const refs = Array.from({ length: leaves }, (_, ref) => ref);
  return [
    `function ${name}(at: number[]) {`,
    ...lines,
    `  return { parameters: ${list(refs.slice(0, tape.parameters))} as Value[], inputs: ${list(refs.slice(tape.parameters))} as Value[], ` +
      `roots: ${list(tape.roots)} as Value[], outputs: ${list(tape.outputs)} as Value[] };`,
    "}",
  ].join("\n");
}

/** The reproduction, as TypeScript. With several programs, the one that differs is printed by itself. */
export function reproduction(
  { tapes, runs, name }: Case,
  { tape, run, column, against, difference }: Finding,
): string {
  const graph = tapes[tape] as Tape;
  const definitions = new Set(
    graph.nodes.flatMap((node) => (node.kind === "operation" ? (node.operation.definition ?? []) : [])),
  );
  const all = runs.slice(0, run + 1).map((each) => each[tape] as readonly number[]);
  const found =
    typeof difference === "string"
      ? `${column} throws: ${difference}`
      : `${difference.what}: ${number(difference.expected)} by ${against}, ${number(difference.actual)} by ${column}`;
  const precision = column.endsWith("f32") ? "f32" : "f64";
  const text = graphText(graph, "graph");
  const imports = ["constant", "defineOp", "dot", "logSumExp", "sum", "Value"].filter(
    (each) =>
      [text, ...definitions].some((part) => part.includes(`${each}(`)) ||
      (each === "sum" && graph.roots.length !== 1),
  );
  return [
    `// ${name}`,
    ...found.split("\n").map((line) => `// ${line}`),
    ...(tapes.length > 1 ? [`// It shares its parameters with ${String(tapes.length - 1)} other.`] : []),
    `import { ${imports.join(", ")} } from "chainrule";`,
    `import { compile } from "chainrule/compile";`,
    "",
    ...definitions,
    text,
    `const runs = [${all.map(numbers).join(", ")}];`,
    `const { roots, ...options } = graph(runs[0] as number[]);`,
    `const program = compile(roots, { ...options, precision: "${precision}" });`,
    `for (const at of runs) {`,
    `  program.parameters.set(at.slice(0, ${String(graph.parameters)}));`,
    `  program.inputs.set(at.slice(${String(graph.parameters)}));`,
    `  const fresh = graph(at);`,
    graph.roots.length === 1
      ? `  const [root] = fresh.roots as [Value];`
      : `  const root = sum(fresh.roots);`,
    `  root.backward();`,
    `  console.log("compiled", program.run(), [...program.outputs], [...program.gradients]);`,
    `  console.log("Values", root.data, fresh.outputs.map((x) => x.data), fresh.parameters.map((x) => x.grad));`,
    `}`,
  ].join("\n");
}

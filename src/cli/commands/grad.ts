/** `chainrule grad`: the value of an expression and its derivative by each name. */
import type { Command } from "commander";
import { expressionCommand, read, table, type At } from "../expression.js";
import { toJson } from "../json.js";

export function addGrad(program: Command): void {
  expressionCommand(program, "grad", "print the value of an expression and its gradient", [
    'chainrule grad "(x + y)^2" --at x=1,y=2',
    'chainrule grad "apple * count * tax" --at apple=100,count=2,tax=1.1 --json',
    'echo "t = x + y; z = t^2" | chainrule grad - --at x=1,y=2',
    'chainrule grad --at x=3 -- "-x^2"',
  ])
    .option("--json", "print JSON", false)
    .action((given: string, options: At & { json: boolean }) => {
      const { root, leaves } = read(given, options);
      root.backward();
      const gradient = [...leaves].map(([name, { data, grad }]) => ({ name, at: data, grad }));
      if (options.json) {
        const byName = Object.fromEntries(gradient.map(({ name, grad }) => [name, grad]));
        process.stdout.write(toJson({ value: root.data, at: options.at ?? {}, gradient: byName }));
        return;
      }
      const result = root.label === "" ? "value" : root.label;
      process.stdout.write(`${result} = ${String(root.data)}\n`);
      if (gradient.length === 0) return;
      const rows = gradient.map(({ name, at, grad }) => [name, String(at), String(grad)]);
      process.stdout.write(`\n${table(["name", "at", "derivative"], rows)}`);
    });
}

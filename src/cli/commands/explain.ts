/** `chainrule explain`: the derivation, as text, TeX or data. */
import type { Command } from "commander";
import { explain, toTex, toText } from "../../draw/index.js";
import { expressionCommand, leafOf, read, type At } from "../expression.js";
import { toJson } from "../json.js";
import { count } from "../options.js";

interface Options extends At {
  readonly by?: string;
  readonly digits?: number;
  readonly tex: boolean;
  readonly json: boolean;
}

export function addExplain(program: Command): void {
  expressionCommand(program, "explain", "print the backward pass step by step", [
    'chainrule explain "t = x + y; z = t^2" --at x=1,y=2 --by x',
    'chainrule explain "sigmoid(w * x)" --at w=2,x=0.5 --tex',
  ])
    .option("-b, --by <name>", "only the derivative by this name, with its chain")
    .option("-d, --digits <n>", "significant digits", count(1))
    .option("--tex", "print TeX", false)
    .option("--json", "print the steps as JSON", false)
    .action((given: string, options: Options) => {
      const { by, digits, tex, json } = options;
      const expression = read(given, options);
      const explanation = explain(expression.root, {
        ...(by !== undefined && { input: leafOf(expression, by) }),
        ...(digits !== undefined && { digits }),
      });
      if (json) {
        const { root, steps, closedForm } = explanation;
        const nodes = explanation.nodes.map(({ name, definition, value }) => ({ name, definition: definition?.text, value: value.data })); // prettier-ignore
        process.stdout.write(
          toJson({ root: explanation.nameOf(root), nodes, steps, closedForm: closedForm?.text }),
        );
      } else process.stdout.write(`${tex ? toTex(explanation) : toText(explanation)}\n`);
    });
}

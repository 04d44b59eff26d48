/** `chainrule draw`: the picture of an expression, as a file or, as DOT, on standard output. */
import { basename, dirname, extname } from "node:path";
import { Option, type Command } from "commander";
import { dotToSvg, themes, toDot, type DrawOptions } from "../../draw/index.js";
import { ChainruleError } from "../../errors.js";
import { expressionCommand, leafOf, read, type At } from "../expression.js";
import { makeDirectory, writeWhole } from "../files.js";
import { count } from "../options.js";
import { renderWithDot } from "../render.js";

interface Options extends At {
  readonly out?: string;
  readonly style: "textbook" | "record";
  readonly theme: keyof typeof themes;
  readonly direction: "LR" | "TB" | "RL" | "BT";
  readonly highlight?: string;
  readonly digits?: number;
  readonly maxNodes?: number;
  readonly values: boolean;
  readonly gradients: boolean;
  readonly localDerivatives: boolean;
}

export function addDraw(program: Command): void {
  expressionCommand(program, "draw", "draw the graph of an expression, with values and gradients", [
    'chainrule draw "apple * count * tax" --at apple=100,count=2,tax=1.1 -o apple.svg',
    'chainrule draw "t = x + y; z = t^2" --at x=1,y=2 --highlight x --theme dark -o square.png',
    'chainrule draw "tanh(w * x)" --at w=2,x=0.5 | dot -Tpdf > neuron.pdf',
  ])
    .option(
      "-o, --out <file>",
      "a .svg, .dot, .png or .pdf file (the last two by an installed Graphviz); else DOT is printed",
    )
    .addOption(new Option("-s, --style <style>", "style").choices(["textbook", "record"]).default("textbook"))
    .addOption(new Option("-t, --theme <theme>", "colours").choices(Object.keys(themes)).default("light"))
    .addOption(
      new Option("--direction <direction>", "of the forward pass")
        .choices(["LR", "TB", "RL", "BT"])
        .default("LR"),
    )
    .option("--highlight <name>", "draw the strongest path from this name bold")
    .option("-d, --digits <n>", "significant digits", count(1))
    .option("-m, --max-nodes <n>", "fold a graph of more nodes", count(1))
    .option("--no-values", "leave out the numbers")
    .option("--no-gradients", "leave out the backward pass")
    .option("--no-local-derivatives", "leave out the captions")
    .action(async (given: string, options: Options) => {
      const { out, style, theme, direction, highlight, digits, maxNodes, values, gradients } = options;
      const { localDerivatives } = options;
      if (out !== undefined) formatOf(out);
      const expression = read(given, options);
      expression.root.backward();
      const chosen: DrawOptions = {
        ...{ style, theme, direction, values, gradients },
        ...(!localDerivatives && { localDerivatives }),
        ...(highlight !== undefined && { highlight: leafOf(expression, highlight) }),
        ...(digits !== undefined && { digits }),
        ...(maxNodes !== undefined && { maxNodes }),
      };
      const dot = toDot(expression.root, chosen);
      if (out === undefined) process.stdout.write(`${dot}\n`);
      else await save(dot, out);
    });
}

const FORMATS = [".svg", ".dot", ".png", ".pdf"] as const;
type Format = (typeof FORMATS)[number];

function formatOf(out: string): Format {
  const extension = extname(out).toLowerCase();
  const format = FORMATS.find((known) => known === extension);
  if (format !== undefined) return format;
  throw new ChainruleError(`${out}: the name ends in ${extension === "" ? "nothing" : extension}, expected ${FORMATS.join(", ")}`); // prettier-ignore
}

async function save(dot: string, out: string): Promise<void> {
  const format = formatOf(out);
  const content =
    format === ".dot" ? `${dot}\n` : format === ".svg" ? await dotToSvg(dot) : await renderWithDot(dot, format === ".png" ? "png" : "pdf"); // prettier-ignore
  makeDirectory(dirname(out));
  process.stdout.write(`wrote ${writeWhole(dirname(out), basename(out), content)}\n`);
}

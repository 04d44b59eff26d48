/** A code block as the picture of a graph: the block runs on the built package, and toSvg draws what it leaves in a variable. */
import { themes, toSvg } from "chainrule/draw";
import type { Value } from "chainrule";
import ts from "typescript";
import { inlineSvg } from "./svg.js";

/** Bare names mean nothing in a module that is made from text, so they become addresses. */
const resolved = (code: string): string =>
  code.replaceAll(/from "(?!node:)([^"]+)"/g, (_, name: string) => `from "${import.meta.resolve(name)}"`);

/** The colours of a picture in the light theme, as variables that the style sheet of graphColors sets. */
const themed = (svg: string): string =>
  Object.entries(themes.light).reduce(
    (text, [part, color]) => text.replaceAll(`"${color}"`, `"var(--graph-${part})"`),
    svg,
  );

/** A style sheet with the colours of both themes of the pictures. */
export function graphColors(): string {
  const variables = (theme: Readonly<Record<string, string>>): string =>
    Object.entries(theme)
      .map(([part, color]) => `--graph-${part}:${part === "background" ? "transparent" : color}`)
      .join(";");
  return `:root{${variables(themes.light)}}.dark{${variables(themes.dark)}}`;
}

/** Runs `code` and draws the graph below its variable `root`, under that name if it has none. */
export async function drawn(code: string, root: string): Promise<string> {
  const { ESNext } = ts.ModuleKind;
  const source = ts.transpile(`${resolved(code)}\nexport { ${root} as root };`, {
    module: ESNext,
    target: ts.ScriptTarget.ES2022,
  });
  const url = `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`;
  const { root: value } = (await import(url)) as { root: Value };
  value.label ||= root;
  return inlineSvg(themed(await toSvg(value)));
}

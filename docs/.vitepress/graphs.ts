/** A code block as the picture of a graph: the block runs on the built package, and toSvg draws what it leaves in a variable. */
import { toSvg } from "chainrule/draw";
import type { Value } from "chainrule";
import ts from "typescript";
import { inlineSvg } from "./svg.js";

/** Bare names mean nothing in a module that is made from text, so they become addresses. */
const resolved = (code: string): string =>
  code.replaceAll(/from "(?!node:)([^"]+)"/g, (_, name: string) => `from "${import.meta.resolve(name)}"`);

/** Runs `code` and draws the graph below its variable `root`. */
export async function drawn(code: string, root: string): Promise<string> {
  const { ESNext } = ts.ModuleKind;
  const source = ts.transpile(`${resolved(code)}\nexport { ${root} as root };`, {
    module: ESNext,
    target: ts.ScriptTarget.ES2022,
  });
  const url = `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`;
  const { root: value } = (await import(url)) as { root: Value };
  return inlineSvg(await toSvg(value));
}

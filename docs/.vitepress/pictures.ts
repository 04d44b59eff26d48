/**
 * Pictures in Markdown, made while the site is built. A code block marked `ts draw=NAME` is followed by the graph of its
 * variable NAME (graphs.ts); the line `<!-- plots -->` becomes the curves of all
 * operations (plots.ts), and `<!-- benchmarks -->` the tables of what was measured (benchmarks.ts).
 */
import type { Plugin } from "vitepress";
import { benchmarks } from "./benchmarks.js";
import { drawn } from "./graphs.js";
import { plots } from "./plots.js";
import { figure } from "./svg.js";

const BLOCK = /^```ts draw=(\w+)\n(.*?)^```$/gms;

const label = (root: string, id: string): string =>
  id.includes("/ko/") ? `${root}의 계산 그래프` : `computational graph of ${root}`;

export async function illustrated(markdown: string, id: string): Promise<string> {
  const blocks = [...markdown.matchAll(BLOCK)];
  const figures = await Promise.all(
    blocks.map(async ([, root = "", code = ""]) => figure("graph", label(root, id), await drawn(code, root))),
  );
  const withGraphs = markdown.replaceAll(
    BLOCK,
    (_, _root, code: string) => `\`\`\`ts\n${code}\`\`\`\n\n${figures.shift() ?? ""}\n`,
  );
  return withGraphs
    .replace("<!-- plots -->", () => plots())
    .replace("<!-- benchmarks -->", () => benchmarks());
}

export const pictures = (): Plugin => ({
  name: "chainrule:pictures",
  enforce: "pre",
  transform: (code, id) => (id.endsWith(".md") ? illustrated(code, id) : undefined),
});

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

const english = {
  graph: (root: string) => `computational graph of ${root}`,
  plot: (name: string) => `${name} and its derivative`,
};
const korean: typeof english = {
  graph: (root) => `${root}의 계산 그래프`,
  plot: (name) => `${name} 연산과 그 도함수`,
};

export async function illustrated(markdown: string, id: string): Promise<string> {
  const labels = id.includes("/ko/") ? korean : english;
  const blocks = [...markdown.matchAll(BLOCK)];
  const figures = await Promise.all(
    blocks.map(async ([, root = "", code = ""]) =>
      figure("graph", labels.graph(root), await drawn(code, root)),
    ),
  );
  const withGraphs = markdown.replaceAll(
    BLOCK,
    (_, _root, code: string) => `\`\`\`ts\n${code}\`\`\`\n\n${figures.shift() ?? ""}\n`,
  );
  return withGraphs
    .replace("<!-- plots -->", () => plots(labels.plot))
    .replace("<!-- benchmarks -->", () => benchmarks());
}

export const pictures = (): Plugin => ({
  name: "chainrule:pictures",
  enforce: "pre",
  transform: (code, id) => (id.endsWith(".md") ? illustrated(code, id) : undefined),
});

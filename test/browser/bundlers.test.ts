/** The packed package in bundles for browsers, and without a bundler: each runs in Chromium under a strict content-security policy. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { build as esbuild } from "esbuild";
import type { Browser } from "playwright-core";
import { projectRoot } from "../child.js";
import { emptyProject, type Project } from "../package/project.js";
import { open, POLICY, serve } from "./browser.js";
import { launch } from "./chromium.js";

/** What needs no file: data, a program, a minimum, an expression, a drawing. What needs one says so. */
const main = `
  import { Value } from "chainrule";
  import { loadIris, loadMnist, loadNames, moons, parseCsv, spirals } from "chainrule/datasets";
  import { compile } from "chainrule/compile";
  import { toSvg } from "chainrule/draw";
  import { Affine } from "chainrule/nn";
  import { minimize } from "chainrule/optimize";
  import { parse } from "chainrule/parse";
  const x = new Value(3, "x");
  let refused = "";
  try { loadMnist(); } catch (error) { refused = error.message; }
  toSvg(x.square()).then((svg) => {
  const found = [
    moons(10).count, spirals().count, loadIris().data.count, loadNames().includes("emma"),
    parseCsv("a,b\\n1,é\\n", { target: "b" }).classes.join(), compile(x.square(), { parameters: [x] }).run(),
    minimize((a) => a.sub(2).square(), [0]).x[0].toFixed(3), parse("x^2", { x: 5 }).data, svg.includes("<svg"),
    typeof Affine, refused,
  ];
  const out = document.createElement("output");
  out.textContent = found.join(" ");
  document.body.append(out);
  });`;
const EXPECTED = "10 300 150 true é 9 2.000 25 true function loadMnist needs node:module, expected to run in Node"; // prettier-ignore

let project: Project;
let browser: Browser;
beforeAll(async () => {
  project = emptyProject();
  project.write("main.js", main);
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  project.remove();
});

/** Opens a page with a script, or with whatever else brings one. */
async function expectToRun(html: string, policy = POLICY): Promise<void> {
  const page = `<!doctype html><html lang="en"><title>t</title><body>${html}</body></html>`;
  const server = await serve(project.folder, { "/index.html": page }, policy);
  const { page: shown, problems, elsewhere } = await open(browser, server.address, "/");
  try {
    await shown.locator("output").waitFor({ timeout: 20_000 }).catch(() => undefined); // prettier-ignore
    expect([problems, elsewhere]).toEqual([[], []]);
    expect(await shown.locator("output").allTextContents()).toEqual([EXPECTED]);
  } finally {
    await shown.context().close();
    server.close();
  }
}
const script = (file: string): string => `<script type="module" src="${file}"></script>`;

test("esbuild, and names that are kept", async () => {
  for (const keepNames of [false, true]) {
    const { warnings } = await esbuild({ absWorkingDir: project.folder, entryPoints: ["main.js"], bundle: true, platform: "browser", format: "esm", outfile: "esbuild.js", keepNames, logLevel: "silent" }); // prettier-ignore
    expect(warnings).toEqual([]);
    await expectToRun(script("/esbuild.js"));
  }
});

// In processes of their own, as people run them. Neither is configured, but for the mode and the places of files.
test("Vite", async () => {
  project.write(
    "index.html",
    `<!doctype html><title>t</title><script type="module" src="/main.js"></script>`,
  );
  project.node(
    join(projectRoot, "node_modules/vite/bin/vite.js"),
    "build",
    "--outDir",
    "vite",
    "--base",
    "./",
  );
  const [, built = ""] = /src="\.(\S+\.js)"/.exec(readFileSync(join(project.folder, "vite/index.html"), "utf8")) ?? []; // prettier-ignore
  await expectToRun(script(`/vite${built}`));
});

test("webpack", async () => {
  project.write(
    "webpack.cjs",
    `require(${JSON.stringify(join(projectRoot, "node_modules/webpack"))})(
       { mode: "development", devtool: false, entry: "./main.js", output: { path: __dirname, filename: "webpack.js" } },
       (error, stats) => console.log(error ?? stats.toString({ all: false, errors: true, warnings: true })));`,
  );
  expect(project.node("webpack.cjs").trim()).toBe("");
  await expectToRun(script("/webpack.js"));
});

test("no bundler, an import map", async () => {
  const at = (name: string, file: string): [string, string] => [name, `/node_modules/${name}/${file}`];
  const imports = Object.fromEntries([
    ["chainrule", "/node_modules/chainrule/dist/index.js"],
    ...["book", "compile", "datasets", "draw", "nn", "optimize", "parse"].map((entry) => [`chainrule/${entry}`, `/node_modules/chainrule/dist/${entry}/index.js`]), // prettier-ignore
    at("ts-graphviz", "lib/ts-graphviz.js"),
    ...["ast", "common", "core"].map((name) => at(`@ts-graphviz/${name}`, `lib/${name}.js`)),
    at("@viz-js/viz", "dist/viz.js"),
  ] as [string, string][]);
  const map = JSON.stringify({ imports });
  const hash = createHash("sha256").update(map).digest("base64");
  const policy = POLICY.replace("script-src", `script-src 'sha256-${hash}'`);
  await expectToRun(`<script type="importmap">${map}</script>${script("/main.js")}`, policy);
});

test("points on a moon and a table are a small bundle, without the compiler and Node's modules", async () => {
  const { metafile } = await esbuild({ absWorkingDir: project.folder, stdin: { contents: `export { moons, parseCsv } from "chainrule/datasets";`, resolveDir: project.folder }, bundle: true, minify: true, format: "esm", metafile: true, write: false }); // prettier-ignore
  const [output] = Object.values(metafile.outputs);
  expect(output?.bytes).toBeLessThan(60_000);
  expect(output?.imports).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/chainrule/") && path !== "<stdin>")).toEqual([]); // prettier-ignore
});

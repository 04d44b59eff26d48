/**
 * Makes dist/node from dist: the entries as CommonJS for Node, jest and whatever else asks for `require`, and for each an ES module that hands
 * on the same exports. So one process has one engine, however it is loaded. Packages that are ES modules only are built in, since jest cannot
 * load them. Last come declarations for `import` beside those for `require`, which tsc wrote to dist/types.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

const { exports, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
/** Those that can be required. */
const external = Object.keys(dependencies).filter((name) => name !== "ts-graphviz");
/** `nn` for `chainrule/nn`, `index` for `chainrule`. */
const entries = Object.values(exports).flatMap(
  (conditions) => /^\.\/dist\/node\/(.*)\.js$/.exec(conditions.require?.default)?.[1] ?? [],
);
const sourceOf = (entry) => (entry === "index" ? "index.js" : `${entry}/index.js`);

/** The maps that tsc wrote, so that those of the chunks lead to src. */
const maps = {
  name: "maps",
  load(id) {
    if (!id.includes("/node_modules/") && id.startsWith(`${process.cwd()}/dist/`))
      return { code: readFileSync(id, "utf8"), map: readFileSync(`${id}.map`, "utf8") };
    return null;
  },
};

const bundle = await rollup({
  input: Object.fromEntries(entries.map((entry) => [entry, `dist/${sourceOf(entry)}`])),
  external: [...external, /^node:/],
  plugins: [nodeResolve({ exportConditions: ["node"] }), maps],
});
const { output } = await bundle.write({
  dir: "dist/node",
  format: "cjs",
  exports: "named",
  chunkFileNames: "shared/[name].js",
  dynamicImportInCjs: false,
  sourcemap: true,
  sourcemapExcludeSources: true,
  // Installed, this package lies beside those that it has built in.
  sourcemapPathTransform: (source) => source.replace("node_modules/", "../"),
});
await bundle.close();

/** What is built in keeps its licence: the folder of each package below node_modules. */
const builtIn = output.flatMap(({ moduleIds }) =>
  (moduleIds ?? []).flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
);
const licences = [...new Set(builtIn)].sort().map((folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name} ${version}\n\n${readFileSync(`${folder}/LICENSE`, "utf8").trim()}\n`;
});
writeFileSync("dist/node/LICENSES.txt", licences.join("\n\n"));

for (const folder of ["dist/node", "dist/types"])
  writeFileSync(`${folder}/package.json`, '{ "type": "commonjs" }\n');
for (const { name, isEntry, exports } of output) {
  if (!isEntry) continue;
  const wrapper = `import entry from "./${name}.js";\nexport const { ${exports.join(", ")} } = entry;\n`;
  writeFileSync(`dist/node/${name}.mjs`, wrapper);
  writeFileSync(`dist/types/${sourceOf(name).replace(".js", ".d.mts")}`, 'export * from "./index.js";\n');
}

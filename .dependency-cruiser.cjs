/** Imports point one way: ops ← engine ← {draw, parse, nn, compile, datasets, optimize} ← book ← {models, files} ← cli. */
const floors = [
  ["errors", "arguments", "ops"],
  ["engine"],
  ["draw", "parse", "nn", "compile", "datasets", "optimize"],
  ["book"],
  ["models", "files"],
  ["cli"],
];
const at = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "Two files may know each other's types: a node is made of Values, and a Value is a node.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...floors.slice(0, -1).map((floor, i) => ({
      name: `nothing-above-${floor.at(-1)}`,
      severity: "error",
      from: { path: at(floor) },
      to: { path: at(floors.slice(i + 1).flat()) },
    })),
    {
      name: "engine-without-dependencies",
      comment: "The engine entry and the compiler have no runtime dependency.",
      severity: "error",
      from: { path: at(["errors", "arguments", "ops", "engine", "nn", "compile", "optimize", "book"]) },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "core"] },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    // Imports of types are seen too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};

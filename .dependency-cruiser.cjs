/**
 * The floors of the house, from the ground up, stand in scripts/floors.json: a floor imports from those below it, types too. Rooms of one floor do not know each other.
 * ARCHITECTURE.md has the picture, which is drawn from the real imports.
 */
const floors = require("./scripts/floors.json");
const at = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;
const rooms = floors.flat();

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    ...floors.flatMap((floor, i) =>
      floor.map((room) => ({
        name: `${room}-stands-on-what-is-below`,
        severity: "error",
        from: { path: at([room]) },
        to: { path: at([...floor.filter((other) => other !== room), ...floors.slice(i + 1).flat()]) },
      })),
    ),
    {
      name: "a-new-room-needs-a-floor",
      severity: "error",
      from: {},
      to: { path: "^src/[^/]+/", pathNot: at(rooms) },
    },
    {
      name: "no-dependencies",
      comment: "The engine entry and the compiler have no runtime dependency.",
      severity: "error",
      from: {
        path: at(
          rooms.filter((room) => !["draw", "datasets", "models", "files", "cli", "parse"].includes(room)),
        ),
      },
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

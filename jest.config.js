/** @type {import("jest").Config} */
export default {
  testEnvironment: "<rootDir>/test/environment.js",
  // Many tests wait for a process of their own: every core has work.
  maxWorkers: "100%",
  testTimeout: 120_000,
  roots: ["<rootDir>/test"],
  // They need Chromium: `npm run test:browser`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/browser/"],
  extensionsToTreatAsEsm: [".ts"],
  // Types are checked by `npm run typecheck`, once for the whole project.
  transform: { "\\.ts$": ["ts-jest", { useESM: true, diagnostics: false }] },
  moduleNameMapper: {
    "^chainrule$": "<rootDir>/src/index.ts",
    "^chainrule/(.*)$": "<rootDir>/src/$1/index.ts",
    "^(\\.{1,2}/.*)\\.js$": "$1",
  },
};

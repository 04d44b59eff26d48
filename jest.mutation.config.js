import base from "./jest.config.js";

/** The tests of ops and engine that run on the sources, for `npm run mutation`. @type {import("jest").Config} */
export default {
  ...base,
  roots: ["<rootDir>/test/ops", "<rootDir>/test/engine"],
  testPathIgnorePatterns: ["/node_modules/", "scale\\.test\\.ts$"],
};

import base from "../../jest.config.js";

/** Tests that need Chromium: `npm run test:browser`. @type {import("jest").Config} */
export default {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/test/browser"],
  testPathIgnorePatterns: ["/node_modules/"],
};

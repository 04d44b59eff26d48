import base from "./jest.config.js";

/** The tests that need Chromium, which the gate installs. @type {import("jest").Config} */
export default {
  ...base,
  roots: ["<rootDir>/test/browser"],
  testPathIgnorePatterns: ["/node_modules/"],
};

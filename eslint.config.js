import { readFileSync } from "node:fs";
import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** The names of the operations, from the table that is generated from their rows. */
const table = readFileSync(`${import.meta.dirname}/docs/operations.md`, "utf8");
const operations = [...table.matchAll(/^\| `(?:x\.)?(\w+)\(/gm)].map(([, name]) => name);
const name = `Literal[value=/^(${operations.join("|")})$/]`;

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "out/",
      "coverage/",
      "docs/api/",
      "docs/.vitepress/dist/",
      "docs/.vitepress/cache/",
      ".dependency-cruiser.cjs",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  { files: ["src/**/*.ts"], ignores: ["src/cli/**"], rules: { "no-console": "error" } },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/ops/**", "src/draw/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: `BinaryExpression[operator=/^[!=]==?$/] > ${name}, SwitchCase > ${name}.test`,
          message: "An operation is known by its row: compare with ops.add, not with its name.",
        },
      ],
    },
  },
  { files: ["**/*.js"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
);

/** The linter sees every floor of the house: imports planted in a copy of the source, of values and of types, fail it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../child.js";

/** A file each, by what the linter has to say of it. */
const PLANTED: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "ops-stands-on-what-is-below": [
    "src/ops/planted.ts",
    'import { Value } from "../engine/value.js";\nexport const planted = Value;\n',
  ],
  "engine-stands-on-what-is-below": [
    "src/engine/planted.ts",
    'import type { Program } from "../compile/index.js";\nexport type Planted = Program;\n',
  ],
  "draw-stands-on-what-is-below": [
    "src/draw/picture/planted.ts",
    'import type { Numbers } from "../../compile/backend.js";\nexport type Planted = Numbers;\n',
  ],
  "nn-stands-on-what-is-below": [
    "src/nn/layers/planted.ts",
    'import type { TwoLayerNet } from "../../book/index.js";\nexport type Planted = TwoLayerNet;\n',
  ],
  "no-circles": [
    "src/numeric/other.ts",
    'import type { Planted } from "./planted.js";\nexport type Other = Planted | 1;\n',
  ],
  "a-new-room-needs-a-floor": [
    "src/parse/planted.ts",
    'import { planted } from "../cellar/planted.js";\nexport const found = planted;\n',
  ],
  "no-dependencies": [
    "src/transforms/planted.ts",
    'import { readFileSync } from "node:fs";\nexport const planted = readFileSync;\n',
  ],
};

let folder: string;
let said: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chainrule-floors-"));
  for (const part of [
    "src",
    "package.json",
    "tsconfig.json",
    ".dependency-cruiser.cjs",
    "scripts/floors.json",
  ])
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  const all = [
    ...Object.values(PLANTED),
    [
      "src/numeric/planted.ts",
      'import type { Other } from "./other.js";\nexport type Planted = Other | 2;\n',
    ],
    ["src/cellar/planted.ts", "export const planted = 1;\n"],
  ] as const;
  for (const [file, text] of all) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const bin = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const { stdout, status } = spawnSync(process.execPath, [bin, "src", "--config", ".dependency-cruiser.cjs"], { cwd: folder, encoding: "utf8" }); // prettier-ignore
  said = stdout;
  expect(status).not.toBe(0);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.entries(PLANTED))("%s", (rule, [file]) => {
  expect(said.split("\n").filter((line) => line.includes(rule) && line.includes(file))).not.toEqual([]);
});

test("nothing else is wrong", () => {
  const lines = said.split("\n").filter((line) => /^\s*error /.test(line));
  expect(lines.filter((line) => !/planted|numeric\/other/.test(line))).toEqual([]);
});

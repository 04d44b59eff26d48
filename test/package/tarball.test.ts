/** The package as it would be published: packed, checked by two linters, and imported from an empty project. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";

const INSTALLATION = 120_000;

let project: string;
let tarball: string;

const run = (command: string, args: readonly string[], cwd = project): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const bin = (name: string): string => join(projectRoot, "node_modules", ".bin", name);

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "chainrule-user-"));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", project];
  const [packed] = JSON.parse(run("npm", args, projectRoot)) as [{ filename: string }];
  tarball = join(project, packed.filename);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "user", private: true, type: "module" }),
  );
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball]);
}, INSTALLATION);

afterAll(() => {
  rmSync(project, { recursive: true });
});

/** What a user's first program would do, given a way to get at an entry. */
const firstProgram = (get: (entry: string) => string): string => `
  const { Value } = ${get("chainrule")};
  const { toDot } = ${get("chainrule/draw")};
  const { Matrix } = ${get("chainrule/nn")};
  const { compile } = ${get("chainrule/compile")};
  const { loadMnist } = ${get("chainrule/datasets")};
  const x = new Value(3, "x");
  const out = x.square();
  out.backward();
  const program = compile(out, { parameters: [x] });
  console.log([x.grad, toDot(out).length > 0, Matrix.from([[1]]).rows, program.run(), typeof loadMnist].join());`;

describe("an empty project", () => {
  test("imports every entry", () => {
    writeFileSync(
      join(project, "first.js"),
      firstProgram((entry) => `await import("${entry}")`),
    );
    expect(run(process.execPath, ["first.js"]).trim()).toBe("6,true,1,9,function");
  });

  test("requires every entry", () => {
    writeFileSync(
      join(project, "first.cjs"),
      firstProgram((entry) => `require("${entry}")`),
    );
    expect(run(process.execPath, ["--disable-warning=ExperimentalWarning", "first.cjs"]).trim()).toBe(
      "6,true,1,9,function",
    );
  });

  test("finds something behind every entry that package.json names", () => {
    const { exports } = JSON.parse(readProjectFile("package.json")) as { exports: Record<string, unknown> };
    const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
    const source = `for (const entry of ${JSON.stringify(entries)}) {
      console.log(entry, Object.keys(await import("chainrule" + entry.slice(1))).length > 0);
    }`;
    writeFileSync(join(project, "entries.js"), source);
    expect(run(process.execPath, ["entries.js"]).trim().split("\n")).toEqual(
      entries.map((entry) => `${entry} true`),
    );
  });

  test("finds the types of every entry, and they refuse what is wrong", () => {
    writeFileSync(
      join(project, "typed.ts"),
      `import { Value, sum } from "chainrule";
       import { toSvg } from "chainrule/draw";
       import { TwoLayerNet } from "chainrule/nn";
       import { compile, type Program } from "chainrule/compile";
       import { loadMnist, type Mnist } from "chainrule/datasets";
       const x: Value = new Value(3).mul(2).add(sum([1, new Value(2)]));
       const svg: Promise<string> = toSvg(x);
       const program: Program = compile(x, { parameters: new TwoLayerNet({ inputSize: 1, hiddenSize: 1, outputSize: 1 }).parameters() });
       const digits: () => Mnist = loadMnist;
       // @ts-expect-error: a string is no operand
       x.mul("2");
       export { svg, program, digits };`,
    );
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", types: [] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    expect(run(bin("tsc"), [])).toBe("");
  });

  test("the command line is there", () => {
    expect(run("npx", ["chainrule", "--help"])).toContain("Usage: chainrule");
  });
});

describe("linters", () => {
  test("publint", () => {
    expect(run(bin("publint"), ["--strict", tarball])).toContain("All good!");
  });

  test("are the types wrong", () => {
    // The package is ESM only; Node ≥ 20.19 can require it, older resolution modes cannot. A problem ends attw with code 1.
    expect(run(bin("attw"), ["--profile", "esm-only", "--format", "ascii", tarball])).toContain(
      "node16 (from ESM): 🟢",
    );
  });
});

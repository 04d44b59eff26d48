/** The package as it would be published: packed, checked by two linters, and used from an empty project in the ways people use it. */
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { bin, emptyProject, type Project } from "./project.js";

const INSTALLATION = 120_000;
/** What `npm install chainrule` may bring. */
const [MOST_PACKAGES, MOST_MEGABYTES] = [20, 15];

let project: Project;
beforeAll(() => {
  project = emptyProject();
}, INSTALLATION);
afterAll(() => {
  project.remove();
});

const { exports } = JSON.parse(readProjectFile("package.json")) as { exports: Record<string, unknown> };
const entries = Object.keys(exports)
  .filter((entry) => !entry.endsWith(".json"))
  .map((entry) => `chainrule${entry.slice(1)}`);

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));

describe("what is installed", () => {
  test(`is at most ${String(MOST_PACKAGES)} packages and ${String(MOST_MEGABYTES)} MB`, () => {
    const { packages } = JSON.parse(
      readFileSync(join(project.installed, "../.package-lock.json"), "utf8"),
    ) as { packages: object };
    expect(Object.keys(packages).length).toBeLessThanOrEqual(MOST_PACKAGES);
    const [kilobytes] = project.run("du", "-sk", "node_modules").split("\t");
    expect(Number(kilobytes)).toBeLessThanOrEqual(1024 * MOST_MEGABYTES);
  });

  test("has the sources that its source maps lead to", () => {
    const maps = below(join(project.installed, "dist")).filter((file) => file.endsWith(".map"));
    expect(maps.length).toBeGreaterThan(100);
    const places = maps.flatMap((file) => {
      const { sources } = JSON.parse(readFileSync(file, "utf8")) as { sources: string[] };
      return sources.map((source) => resolve(dirname(file), source));
    });
    expect(places.filter((place) => !isFile(place))).toEqual([]);
  });

  test.each(["", "--enable-source-maps"])("names the source of an error, node %s", (flag) => {
    project.write("wrong.cjs", `require("chainrule").sum([1]).mul("2");`);
    const args = [...(flag === "" ? [] : [flag]), "wrong.cjs"];
    const file = flag === "" ? /chainrule\/dist\/node\/\S+\.js:\d+/ : /chainrule\/src\/engine\/\w+\.ts:\d+/;
    expect(() => project.node(...args)).toThrow(file);
  });

  test("detectAnomaly names the line of the user", () => {
    project.write(
      "anomaly.cjs",
      `const { Value, detectAnomaly } = require("chainrule");
       try { detectAnomaly(() => new Value(-1).log()); } catch (error) { console.log(error.message); }`,
    );
    for (const flag of ["--no-warnings", "--enable-source-maps"]) {
      expect(project.node(flag, "anomaly.cjs")).toMatch(/made at .*anomaly\.cjs:2:/);
    }
  });

  test("has the examples, and they run from there", () => {
    const examples = join(project.installed, "examples");
    expect(readdirSync(examples)).toEqual(readdirSync(join(projectRoot, "examples")));
    expect(project.node(join(examples, "linear-regression.js"))).toContain("y = 2.020000 x + 1.000000");
    expect(project.node(join(examples, "optimizers.js"), "optimizers.svg")).toContain("Nesterov");
  });
});

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

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
const PRINTED = "6,true,1,9,function\n";
const imported = (entry: string): string => `await import("${entry}")`;
const required = (entry: string): string => `require("${entry}")`;

/** A jest test of every entry, in the syntax that needs no configuration. */
const jestTest = `
  const { Value } = require("chainrule");
  const { toSvg } = require("chainrule/draw");
  test("entries", () => {
    for (const entry of ${JSON.stringify(entries)}) expect(Object.keys(require(entry)).length).toBeGreaterThan(0);
  });
  test("a drawing", async () => {
    expect(await toSvg(new Value(3, "apple").square())).toContain("apple");
  });`;
const typedTest = `
  import { expect, test } from "@jest/globals";
  import { Value } from "chainrule";
  import { compile } from "chainrule/compile";
  test("a program", () => {
    const x: Value = new Value(3, "x");
    expect(compile(x.square(), { parameters: [x] }).run()).toBe(9);
  });`;

describe("an empty project", () => {
  test("imports every entry", () => {
    project.write("first.mjs", firstProgram(imported));
    expect(project.node("first.mjs")).toBe(PRINTED);
  });

  test("requires every entry, without a warning", () => {
    project.write("first.cjs", firstProgram(required));
    expect(project.node("--throw-deprecation", "--trace-warnings", "--unhandled-rejections=strict", "first.cjs")).toBe(PRINTED); // prettier-ignore
  });

  test("finds the same behind import and require, and something", () => {
    project.write(
      "entries.cjs",
      `(async () => {
        for (const entry of ${JSON.stringify(entries)}) {
          const [required, imported] = [require(entry), await import(entry)];
          const names = Object.keys(imported);
          console.log(entry, names.length > 0 && names.join() === Object.keys(required).sort().join() && names.every((name) => imported[name] === required[name]));
        }
      })();`,
    );
    expect(project.node("entries.cjs").trim().split("\n")).toEqual(entries.map((entry) => `${entry} true`));
  });

  test("has one engine, though one dependency imports it and another requires it", () => {
    project.link("tsx");
    project.write("node_modules/imports/package.json", `{ "type": "module", "exports": "./main.js" }`);
    project.write(
      "node_modules/imports/main.js",
      `import { Value } from "chainrule"; export const made = () => new Value(3);`,
    );
    project.write("node_modules/requires/package.json", `{ "main": "./main.js" }`);
    project.write(
      "node_modules/requires/main.js",
      `exports.made = () => new (require("chainrule").Value)(4);`,
    );
    const statements = `
      (async () => {
        const { Value } = await import("chainrule");
        const [a, b] = [(await import("imports")).made(), require("requires").made()];
        console.log(a instanceof Value, b instanceof Value, a.mul(b).data);
      })();`;
    project.write("mixed.cjs", statements);
    project.write("mixed.ts", statements);
    project.write(
      "mixed.mts",
      `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);${statements}`,
    );
    expect(project.node("mixed.cjs")).toBe("true true 12\n");
    for (const file of ["mixed.ts", "mixed.mts"])
      expect(project.run(bin("tsx"), file)).toBe("true true 12\n");
  });

  test.each(["first.ts", "first.mts"])("runs %s under tsx", (file) => {
    const wrapped = (program: string): string => `(async () => {${program}})();`;
    project.write(file, wrapped(firstProgram(imported)));
    expect(project.run(bin("tsx"), file)).toBe(PRINTED);
  });

  test("tests with jest and ts-jest, and neither is configured", () => {
    project.link("@jest/globals", "ts-jest", "typescript");
    project.write("plain.test.js", jestTest);
    project.node(join(projectRoot, "node_modules/jest/bin/jest.js"), "plain.test.js");
    project.write("typed.test.ts", typedTest);
    project.node(join(projectRoot, "node_modules/jest/bin/jest.js"), "--preset=ts-jest", "typed.test.ts");
  });

  test("finds the types of every entry behind import and require, and they refuse what is wrong", () => {
    const typed = `
      import { defineOp, grad, hessian, hvp, jacobian, jvp, sum, Value, valueAndGrad, vjp } from "chainrule";
      import { toSvg } from "chainrule/draw";
      import { TwoLayerNet } from "chainrule/book";
      import { compile, type Program } from "chainrule/compile";
      import { loadMnist, type Mnist } from "chainrule/datasets";
      const x: Value = new Value(3).mul(2).add(sum([1, new Value(2)]));
      const svg: Promise<string> = toSvg(x);
      const program: Program = compile(x, { parameters: new TwoLayerNet({ inputSize: 1, hiddenSize: 1, outputSize: 1 }).parameters() });
      const digits: () => Mnist = loadMnist;
      // @ts-expect-error: of the program's types, not of this file's: tsc fails unless the package's types refuse the string
      x.mul("2");
      const one = (y: Value) => y.square(), two = (y: Value, z: Value) => y.mul(z), list = (...y: Value[]) => sum(y);
      export const cube = defineOp({ name: "cube", num: (y: number) => y ** 3, grad: (y) => [y.square().mul(3)] });
      export const [g, v, h, p] = [grad(one), valueAndGrad(two), hessian(two), hvp(two)];
      export const open = [grad(list), valueAndGrad(list), jvp(list), vjp(list), hvp(list)] as const;
      export const [j, forward, back] = [jacobian((y: Value) => [y]), jvp(one), vjp(two)];
      export { svg, program, digits };`;
    project.write("typed.mts", typed);
    project.write("typed.cts", typed);
    // The declarations of a library that exports what it has made of them can be written.
    // What TypeScript itself declares is not checked again.
    const compilerOptions = { strict: true, declaration: true, outDir: "declared", module: "node16", target: "es2022", lib: ["es2023", "dom"], types: [], skipDefaultLibCheck: true }; // prettier-ignore
    project.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.mts", "typed.cts"] }));
    expect(project.run(bin("tsc"))).toBe("");
  });

  test.each(["mjs", "cjs"])(
    "another copy of the package is named where its Values and matrices meet ours, %s",
    (type) => {
      cpSync(project.installed, join(project.folder, "node_modules/copy"), { recursive: true });
      const load = (name: string, from: string): string =>
        type === "mjs" ? `import * as ${name} from "${from}";` : `const ${name} = require("${from}");`;
      project.write(`copies.${type}`, `
      ${load("ours", "chainrule")} ${load("theirs", "copy")} ${load("nn", "chainrule/nn")} ${load("others", "copy/nn")}
      ${load("compiler", "chainrule/compile")}
      const x = new ours.Value(2), other = new theirs.Value(3);
      for (const wrong of [
        () => x.mul(other), () => ours.sum([x, other]), () => other.add(x), () => ours.grad((y) => y)(other),
        () => nn.Matrix.from([[other]]), () => nn.Matrix.from([[x]]).add(others.Matrix.from([[1]])),
        () => compiler.compile(other, { parameters: [other] }),
      ]) try { console.log("taken", String(wrong())); } catch (error) { console.log(error.name, error.message); }
      try { x.mul({}); } catch (error) { console.log(error.message); }
    `); // prettier-ignore
      const lines = project.node(`copies.${type}`).trim().split("\n");
      expect(lines).toHaveLength(8);
      for (const line of lines.slice(0, -1))
        expect(line).toMatch(
          /^ChainruleError .* is a (Value|Matrix) of another copy of chainrule \(two copies are loaded, where `npm ls chainrule` shows\), expected /,
        );
      expect(lines[0]).toMatch(/^ChainruleError mul: y is a Value of .*, expected a Value or a number$/);
      expect(lines[7]).toBe("mul: y is an object of class Object, expected a Value or a number");
    },
  );

  test("the command line is there", () => {
    expect(project.run("npx", "chainrule", "--help")).toContain("Usage: chainrule");
  });
});

describe("linters", () => {
  test("publint", () => {
    expect(project.run(bin("publint"), "--strict", project.tarball)).toContain("All good!");
  });

  test("are the types wrong", () => {
    // A problem ends attw with code 1.
    expect(project.run(bin("attw"), "--format", "ascii", project.tarball)).toContain(
      "node16 (from CJS): 🟢 (CJS)",
    );
  });
});

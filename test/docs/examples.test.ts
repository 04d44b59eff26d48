/** Every code block of the docs and every example of a doc comment runs on the built package, and gives what it says. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { checks, examples, failures, program, type Exports } from "./examples.js";

const { exports } = JSON.parse(readProjectFile("package.json")) as { exports: Record<string, unknown> };
const entries = Object.keys(exports)
  .filter((key) => !key.endsWith(".json"))
  .map((key) => `chainrule${key.slice(1)}`);

function exported(): Exports {
  const source = `console.log(JSON.stringify(await Promise.all(${JSON.stringify(entries)}.map(
    async (entry) => [entry, Object.keys(await import(entry))]))))`;
  const out = execFileSync(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return new Map(JSON.parse(out) as [string, string[]][]);
}

describe("examples", () => {
  const all = examples();
  const names = exported();
  const thrown = failures(all.map((example) => program(example, names)));

  test.each(all.map(({ where }, i) => [where, i] as const))("%s", (_, i) => {
    expect(thrown[i]).toBe("");
  });

  test("every example of a doc comment checks something", () => {
    const idle = all.filter((example) => example.where.startsWith("src/") && checks(example) === 0);
    expect(idle).toEqual([]);
  });

  test("an example that says something wrong, or never ends, fails", () => {
    const planted = [
      { code: "new Value(3).square().data; // 8\n" },
      { code: "console.log(new Value(3).square().data);\n", prints: "8\n" },
      { code: "await new Promise(() => {});\n" },
    ];
    const [wrong, misprinted, endless] = failures(
      planted.map((example) => program({ where: "here", ...example }, names)),
    );
    expect(wrong).toContain("9 !== 8");
    expect(misprinted).toContain(String.raw`'9\n' !== '8\n'`);
    expect(endless).toBe("did not end");
  });
});

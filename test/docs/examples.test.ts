/** Every code block of the docs and every example of a doc comment runs on the built package, and gives what it says. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { checks, examples, program, type Exports } from "./examples.js";

const run = promisify(execFile);
const node = (source: string): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ["--input-type=module", "--eval", source], { cwd: projectRoot });

const { exports } = JSON.parse(readProjectFile("package.json")) as { exports: Record<string, unknown> };
const entries = Object.keys(exports)
  .filter((key) => !key.endsWith(".json"))
  .map((key) => `chainrule${key.slice(1)}`);

async function exported(): Promise<Exports> {
  const source = `console.log(JSON.stringify(await Promise.all(${JSON.stringify(entries)}.map(
    async (entry) => [entry, Object.keys(await import(entry))]))))`;
  return new Map(JSON.parse((await node(source)).stdout) as [string, string[]][]);
}

describe("examples", () => {
  const all = examples();
  const names = exported();

  test.each(all.map((example) => [example.where, example] as const))("%s", async (_, example) => {
    await node(program(example, await names));
  });

  test("every example of a doc comment checks something", () => {
    const idle = all.filter((example) => example.where.startsWith("src/") && checks(example) === 0);
    expect(idle).toEqual([]);
  });

  test("an example that says something wrong fails", async () => {
    const wrong = { where: "here", code: "new Value(3).square().data; // 8\n" };
    await expect(node(program(wrong, await names))).rejects.toThrow("9 !== 8");
  });
});

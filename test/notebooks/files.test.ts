/** The committed notebooks: complete, in their one written form, and each with what a reader is promised. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isCode, joined, print, type Notebook } from "../../scripts/notebooks/format.js";
import { projectRoot } from "../child.js";

const folder = join(projectRoot, "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

test("there is one for each part, and three more", () => {
  expect(names.map((name) => /^part[\d.-]*\d|^[a-z-]+/.exec(name)?.[0]).sort()).toEqual(
    [
      ...["1", "1.2", "1.3", "2", "3", "4.1-4.2", "4.3", "4.4", "4.5", "4.6", "5", "6"].map(
        (p) => `part${p}`,
      ),
      ...["compile", "microgpt", "own-operation"],
    ].sort(),
  );
});

test("the README lists them all", () => {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  for (const name of names) expect(readme).toContain(`(${name})`);
});

describe.each(names)("%s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const notebook = JSON.parse(text) as Notebook;
  const { cells } = notebook;

  test("is written as Jupyter writes it", () => {
    expect(text).toBe(print(notebook));
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  test("was run from top to bottom, without an error", () => {
    const code = cells.filter(isCode);
    expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
    const outputs = code.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.filter((o) => o.name === "stderr" || o.output_type === "error")).toEqual([]);
    expect(outputs.some(({ data = {} }) => "image/svg+xml" in data)).toBe(true);
  });

  test("imports the package, and ends with two exercises with folded answers", () => {
    expect(cells.some((cell) => isCode(cell) && joined(cell.source).includes('from "chainrule'))).toBe(true);
    const prose = cells.filter((cell) => !isCode(cell)).map(({ source }) => joined(source)).join("\n"); // prettier-ignore
    expect(prose.match(/<details><summary>Answer<\/summary>\n\n[\s\S]*?<\/details>/g)).toHaveLength(2);
  });
});

test("without Jupyter the runner says how to install it", async () => {
  const script = ["--import", "tsx", join("scripts", "notebooks.ts")];
  const run = new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, script, { cwd: projectRoot, env: { PATH: "" } }, (error, _out, stderr) => {
      resolve({ code: error?.code, stderr });
    });
  });
  const { code, stderr } = await run;
  expect(code).toBe(1);
  expect(stderr).toContain("jupyter-nbconvert was not found");
  expect(stderr).toContain("apt-get install jupyter-nbconvert");
});

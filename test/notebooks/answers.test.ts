/** The code in the folded answers, run after the cells of its notebook: it gives what its comments say. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { isCode, joined, type Notebook } from "../../scripts/notebooks/format.js";
import { projectRoot } from "../child.js";
import { blocksIn } from "../docs/blocks.js";
import { checks, failures, program } from "../docs/examples.js";

interface Answer {
  readonly where: string;
  readonly cells: string;
  readonly code: string;
}

/** What the kernel shows is not looked at here. */
const SILENT = `const display = { svg() {}, latex() {}, html() {} };\n`;

function answers(name: string, { cells }: Notebook): Answer[] {
  const code = cells.filter(isCode).map(({ source }) => joined(source)).join("\n"); // prettier-ignore
  const prose = cells.filter((cell) => !isCode(cell)).map(({ source }) => joined(source)).join("\n"); // prettier-ignore
  const folded = [...prose.matchAll(/<details>.*?<\/details>/gs)].map(([text]) => text);
  return folded.flatMap((text, i) =>
    blocksIn(name, text).map((block) => ({
      where: `${name}, answer ${String(i + 1)}`,
      cells: SILENT + code.replaceAll(/^import .* from "tslab";$/gm, ""),
      code: block.code,
    })),
  );
}

const run = (all: readonly Answer[]): string[] =>
  failures(
    all.map(({ where, cells, code }) => program({ where, code: `${cells}\n{\n${code}}\n` }, new Map())),
  );

const folder = join(projectRoot, "notebooks");
const all = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .flatMap((name) => answers(name, JSON.parse(readFileSync(join(folder, name), "utf8")) as Notebook));
const thrown = run(all);

test.each(all.map(({ where }, i) => [where, i] as const))("%s", (_, i) => {
  expect(thrown[i]).toBe("");
});

test.each(all.map((answer) => [answer.where, answer] as const))("%s says what it gives", (_, answer) => {
  expect(checks(answer)).toBeGreaterThan(0);
});

test("a wrong answer is found", () => {
  const [answer] = all;
  expect(answer?.code).toContain("// 25");
  const wrong = all.slice(0, 1).map((one) => ({ ...one, code: one.code.replace("// 25", "// 24") }));
  expect(run(wrong)).toEqual([expect.stringContaining("25 !== 24")]);
});

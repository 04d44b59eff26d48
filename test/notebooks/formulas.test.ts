/** The formulas of the notebooks, in prose and in outputs: KaTeX, as a stand-in for what Jupyter and others render with, takes each of them strictly. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import katex from "katex";
import { isCode, joined, type Notebook } from "../../scripts/notebooks/format.js";
import { projectRoot } from "../child.js";

const folder = join(projectRoot, "notebooks");
const CODE = /^```.*?^```|`[^`\n]*`/gms;
/** `$$display$$`, or `$inline$` with no space inside its dollars: with one, renderers disagree on whether it is a formula. */
const FORMULA = /\$\$(.+?)\$\$|\$(?! )([^$\n]+?)(?<! )\$/gs;

/** What is wrong with the formulas of a Markdown text: those that cannot be read, and what looks like TeX outside of any. */
function problems(markdown: string): string[] {
  const found: string[] = [];
  const prose = markdown.replaceAll(CODE, "").replaceAll(FORMULA, (_, display?: string, inline?: string) => {
    const tex = display ?? inline ?? "";
    try {
      katex.renderToString(tex, { displayMode: display !== undefined, throwOnError: true, strict: "error" });
    } catch (error) {
      found.push(`${tex}: ${(error as Error).message}`);
    }
    // A less-than sign before a letter begins a tag for whoever reads the Markdown first.
    if (/<[a-z/]/i.test(tex)) found.push(`${tex}: is taken for HTML`);
    return "";
  });
  return [...found, ...Array.from(prose.matchAll(/.*(?:\$|\\[a-z]).*/gi), ([line]) => `outside: ${line}`)];
}

const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

test.each(names)("%s", (name) => {
  const { cells } = JSON.parse(readFileSync(join(folder, name), "utf8")) as Notebook;
  const prose = cells.filter((cell) => !isCode(cell)).map(({ source }) => joined(source));
  const printed = cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => joined(data?.["text/latex"])),
  );
  expect([...prose, ...printed].flatMap(problems)).toEqual([]);
});

describe("what is wrong is found", () => {
  test.each([
    ["a command that is none", "$\\frak{x} + \\fraction{1}{2}$"],
    ["a brace left open", "$$\\frac{1}{2$$"],
    ["a sign that TeX has no letter for", "$$\\text{784→50}$$"],
    ["a space before the closing dollar", "it is $0 \\cdot \\infty = $ NaN"],
    ["a tag", "$a<b$"],
    ["TeX in the prose", "the angle \\alpha"],
  ])("%s", (_, markdown) => {
    expect(problems(markdown)).toHaveLength(1);
  });

  test("and what is right is not, nor what is code", () => {
    expect(problems("$x < y$ and $$\\frac{1}{2}$$, `$ npm start`\n\n```sh\n$ ls\n```\n")).toEqual([]);
  });
});

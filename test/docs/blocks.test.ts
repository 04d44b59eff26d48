/** Every code block of the documentation has a test that runs it. */
import { describe, expect, test } from "@jest/globals";
import { readProjectFile } from "../files.js";
import { blocks, blocksIn, RUNNERS, where } from "./blocks.js";

const kinds = Object.entries(RUNNERS);
const unknown = (all: ReturnType<typeof blocks>): string[] =>
  all
    .filter(({ kind }) => !(kind in RUNNERS))
    .map((block) => `${where(block)}: ${block.kind || "no language"}`);

test("every block is of a kind that a test runs", () => {
  expect(unknown(blocks())).toEqual([]);
});

test("a block of another language, and one without, is found, however it is fenced", () => {
  const markdown = "```dot\ndigraph {}\n```\n\n- item\n\n  ~~~~\n  x\n  ~~~~\n\n```ts draw=z\nz;\n```\n";
  const found = blocksIn("page.md", markdown);
  expect(unknown(found)).toEqual(["page.md, block 1: dot", "page.md, block 2: no language"]);
  expect(found.at(-1)).toEqual({ path: "page.md", number: 3, kind: "ts", info: "draw=z", code: "z;\n" });
});

describe("a test that is named for a kind asks for its blocks", () => {
  test.each(kinds)("%s: %s", (kind, path) => {
    expect(readProjectFile(path)).toMatch(new RegExp(`(examples\\(\\)|blocksOf\\("${kind}"\\))`));
  });
});

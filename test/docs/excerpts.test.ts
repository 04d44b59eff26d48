/** Source code that a page quotes stands in the sources, line by line. */
import { expect, test } from "@jest/globals";
import { readProjectFile } from "../files.js";
import { blocksOf, where } from "./blocks.js";

const unindented = (code: string): string => code.replaceAll(/^ +/gm, "");

/** What is not in the file: pieces between empty lines, without the comment that the page puts before them. */
function missing(code: string, source: string): string[] {
  const pieces = unindented(code).trim().split("\n\n");
  return pieces
    .map((piece) => piece.replace(/^(\/\/ .*\n)+/, ""))
    .filter((piece) => !unindented(source).includes(piece));
}

const excerpts = blocksOf("excerpt").map((block) => [where(block), block] as const);

test.each(excerpts)("%s", (_, { info, code }) => {
  expect(missing(code, readProjectFile(info.slice("excerpt=".length)))).toEqual([]);
});

test("a line that was changed is found", () => {
  const source = "const rule = {\n  a = b;\n  c = d;\n};\n";
  expect(missing("// the rule\na = b;\nc = d;\n", source)).toEqual([]);
  expect(missing("a = b;\n\nc = e;\n", source)).toEqual(["c = e;"]);
});

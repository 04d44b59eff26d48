/** The Korean pages against the English ones: the same pages, with the same code but for its comments. That a page has the same sections is tested on the built site. */
import { expect, test } from "@jest/globals";
import { projectFiles, readProjectFile } from "../files.js";

const pages = projectFiles().filter((path) => path.startsWith("docs/") && path.endsWith(".md"));
const korean = pages.filter((path) => path.startsWith("docs/ko/"));
const english = pages.filter((path) => !path.startsWith("docs/ko/"));

const COMMENT = / ?\/\/ .*$/gm;
const blocks = (path: string): string[] =>
  Array.from(readProjectFile(path).matchAll(/^```.*?^```$/gms), ([block]) => block.replaceAll(COMMENT, ""));

test("every page has its twin", () => {
  expect(korean.sort()).toEqual(english.map((path) => path.replace("docs/", "docs/ko/")).sort());
  expect(korean.length).toBeGreaterThan(0);
});

test.each(english)("%s", (path) => {
  expect(blocks(path.replace("docs/", "docs/ko/"))).toEqual(blocks(path));
});

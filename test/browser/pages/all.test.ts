/** All pages of the site together, and those of the API. */
import { basename, dirname } from "node:path";
import { expect, test } from "@jest/globals";
import { readProjectFile } from "../../files.js";
import { html, isApi, isKorean, pages, useSite, visit } from "../site.js";
import { expectQuiet, POLICY } from "./page.js";

useSite();

const folders = [...new Set(pages.filter(isApi).map((path) => dirname(path)))];

test("has no formula that was left as it is written", () => {
  const APART = /<(script|style|code|pre|annotation)\b.*?<\/\1>/gs;
  const written = pages.filter((path) => html(path).replaceAll(APART, "").includes("$"));
  expect(written).toEqual([]);
});

test("all but those of the API are in both languages, with the same sections", () => {
  const sections = (path: string): string[] =>
    Array.from(html(path).matchAll(/<h[23] id="([^"]+)"/g), ([, id = ""]) => id);
  const english = pages.filter((path) => !isKorean(path) && !isApi(path));
  expect(english.map((path) => `ko/${path}`).sort()).toEqual(pages.filter(isKorean).sort());
  expect(english.map((path) => [path, sections(`ko/${path}`)])).toEqual(english.map((path) => [path, sections(path)])); // prettier-ignore
  expect(sections("guide/layers.html")).toHaveLength(5);
});

test("every entry of the package is in the API", () => {
  const { exports } = JSON.parse(readProjectFile("package.json")) as { exports: Record<string, unknown> };
  const entries = Object.keys(exports).filter((key) => !key.endsWith(".json"));
  expect(folders).toEqual(expect.arrayContaining(entries.map((key) => `api/${key.slice(2) || "index"}`)));
});

test("those of the API: one heading, and the strict policy", () => {
  const wrong = pages.filter(isApi).filter((path) => {
    const [, policy = ""] =
      /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html(path)) ?? [];
    return !POLICY.test(policy.replaceAll("&#39;", "'")) || html(path).split("<h1").length !== 2;
  });
  expect(wrong).toEqual([]);
});

/** Classes, functions, interfaces, …: those of a kind are made alike. */
const kinds = [...new Set(folders.map((folder) => basename(folder)))];

test.each(kinds)("the API, %s: a page quiet, its policy strict", async (kind) => {
  const [path = ""] = pages.filter((each) => isApi(each) && basename(dirname(each)) === kind);
  await visit(path, expectQuiet);
});

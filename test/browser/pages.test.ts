/** Every page of the built site in a real browser. */
import { dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readProjectFile } from "../files.js";
import { COLOURS, violations } from "./accessibility.js";
import type { Watched } from "./browser.js";
import { html, isApi, pages, useSite, visit } from "./site.js";

useSite();

const folders = [...new Set(pages.filter(isApi).map((path) => dirname(path)))];

const POLICY = /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'( 'sha256-[^']+')*;/;

/** The page has its heading and its policy, said nothing on the console, and asked nobody but its own server. */
async function expectQuiet({ page, problems, elsewhere }: Watched): Promise<void> {
  expect(await page.locator("h1").count()).toBe(1);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(policy).toMatch(POLICY);
  expect([problems, elsewhere]).toEqual([[], []]);
}

describe("every page", () => {
  test("has no formula that was left as it is written", () => {
    const APART = /<(script|style|code|pre|annotation)\b.*?<\/\1>/gs;
    const written = pages.filter((path) => html(path).replaceAll(APART, "").includes("$"));
    expect(written).toEqual([]);
  });

  test("all but those of the API are in both languages, with the same sections", () => {
    const sections = (path: string): string[] =>
      Array.from(html(path).matchAll(/<h[23] id="([^"]+)"/g), ([, id = ""]) => id);
    const isKorean = (path: string): boolean => path.startsWith("ko/");
    const english = pages.filter((path) => !isKorean(path) && !isApi(path));
    expect(english.map((path) => `ko/${path}`).sort()).toEqual(pages.filter(isKorean).sort());
    expect(english.map((path) => [path, sections(`ko/${path}`)])).toEqual(english.map((path) => [path, sections(path)])); // prettier-ignore
    expect(sections("guide/layers.html")).toHaveLength(5);
  });

  test.each(pages.filter((path) => !isApi(path)))(
    "%s: quiet, its policy strict, accessible in light and dark, no wider than a phone or a tablet",
    async (path) => {
      const options = { colorScheme: "light", reducedMotion: "reduce" } as const;
      await visit(
        path,
        async (watched) => {
          const { page } = watched;
          await expectQuiet(watched);
          expect(await violations(page)).toEqual([]);
          await page.emulateMedia({ colorScheme: "dark" });
          await page.locator("html.dark").waitFor({ state: "attached" });
          expect(await violations(page, COLOURS)).toEqual([]);
          for (const width of [390, 768]) {
            await page.setViewportSize({ width, height: 800 });
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          }
        },
        options,
      );
    },
  );

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

  test.each(folders)("%s: a page quiet, its policy strict", async (folder) => {
    const [path = ""] = pages.filter((each) => dirname(each) === folder);
    await visit(path, expectQuiet);
  });
});

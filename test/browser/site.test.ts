/** The built site in a real browser: `npm run site:build` first. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { COLOURS, violations } from "./accessibility.js";
import { open, serve, type Watched } from "./browser.js";
import { launch } from "./chromium.js";

const SITE = "docs/.vitepress/dist";
const site = join(projectRoot, SITE);
if (!existsSync(site)) throw new Error("the site is not built: run `npm run site:build`");
const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".html") && path !== "404.html",
);
const html = (path: string): string => readFileSync(join(site, path), "utf8");
/** The pages of the API are made by TypeDoc, all in one manner. */
const isApi = (path: string): boolean => path.startsWith("api/");
const folders = [...new Set(pages.filter(isApi).map((path) => dirname(path)))];

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  browser = await launch();
  // The pages bring a stricter policy of their own; this one only keeps out other places.
  server = await serve(SITE, {}, "default-src 'self' data: 'unsafe-inline' 'wasm-unsafe-eval'");
});

afterAll(async () => {
  await browser.close();
  server.close();
});

/** The search button appears when the page has come alive. */
const alive = (page: Page): Promise<void> => page.locator(".DocSearch-Button").first().waitFor();

async function visit(
  path: string,
  use: (watched: Watched) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const watched = await open(browser, server.address, `/${path}`, options);
  try {
    await alive(watched.page);
    await use(watched);
  } finally {
    await watched.page.context().close();
  }
}

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
      Array.from(
        readFileSync(join(site, path), "utf8").matchAll(/<h[23] id="([^"]+)"/g),
        ([, id = ""]) => id,
      );
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

test("the policy is enforced: a script that was not there when the site was built does not run", async () => {
  await visit("index.html", async ({ page, problems }) => {
    const title = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'changed'";
      document.head.append(script);
      return document.title;
    });
    expect(title).not.toBe("changed");
    expect(problems.join()).toContain("Content Security Policy");
  });
});

test.each([
  ["index.html", "softmax", "guide/affine-and-softmax.html"],
  ["ko/index.html", "역전파", "ko/guide/back-propagation.html"],
])("search: from %s, %s is found", async (path, word, expected) => {
  await visit(path, async ({ page, problems, elsewhere }) => {
    await page.locator(".DocSearch-Button").click();
    await page.locator(".search-input").fill(word);
    await page.locator(`.results a[href^="/${expected}"]`).first().waitFor();
    expect([problems, elsewhere]).toEqual([[], []]);
  });
});

test("the switch turns the page dark, and it stays so", async () => {
  await visit("index.html", async ({ page }) => {
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
    await page.locator("html.dark").waitFor({ state: "attached" });
    await page.reload();
    expect(await page.locator("html.dark").count()).toBe(1);
    expect(await paper()).not.toBe(light);
  });
});

describe("the link to the other language", () => {
  test("leads to the same section of the same page, and back", async () => {
    await visit("how-to/library.html#lists", async ({ page }) => {
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/how-to/library.html#lists");
      await page.locator("html[lang=ko]").waitFor({ state: "attached" });
      expect(await page.locator("h2:target").textContent()).toContain("목록");
      await page.locator(".translation").click();
      await page.waitForURL((url) => url.pathname === "/how-to/library.html" && url.hash === "#lists");
    });
  });

  test("takes the expression of the playground along", async () => {
    await visit("playground.html", async ({ page }) => {
      await page.locator("#expression").fill("a * b + 1");
      await page.waitForURL("**/*#e=a+*+b*");
      const { hash } = new URL(page.url());
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/playground.html*");
      expect(new URL(page.url()).hash).toBe(hash);
      expect(await page.locator("#expression").inputValue()).toBe("a * b + 1");
    });
  });

  test("leads from a page of the API to the start", async () => {
    await visit("api/index.html", async ({ page }) => {
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/");
    });
  });
});

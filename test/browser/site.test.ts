/** The built site in a real browser: `npm run site:build` first. */
import { existsSync, readdirSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import axe, { type AxeResults } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { projectRoot } from "../child.js";
import { launch } from "./chromium.js";
import { serve } from "./server.js";

const site = join(projectRoot, "docs/.vitepress/dist");
if (!existsSync(site)) throw new Error("the site is not built: run `npm run site:build`");
const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".html"),
);
const isWritten = (path: string): boolean => !path.startsWith("api/") && path !== "404.html";
const written = pages.filter(isWritten);

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  browser = await launch();
  ({ server, origin } = await serve(site));
});

afterAll(async () => {
  await browser.close();
  server.close();
});

/** What a page must never do: speak up on the console, throw, or ask anybody but its own server. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) found.push(`request to ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${String(response.status())} ${response.url()}`);
  });
  return found;
}

async function visit<T>(
  path: string,
  use: (page: Page, found: string[]) => Promise<T>,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<T> {
  const context: BrowserContext = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const found = complaints(page);
    await page.goto(`${origin}/${path}`);
    // The button appears when the page has come alive.
    await page.locator(".VPNavBarSearchButton, .DocSearch-Button").first().waitFor();
    return await use(page, found);
  } finally {
    await context.close();
  }
}

describe("every page", () => {
  test("the guide is there in both languages", () => {
    const guide = (prefix: string): string[] =>
      pages.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    expect(guide("guide/")).toHaveLength(7);
    expect(guide("ko/guide/").sort()).toEqual(guide("guide/").sort());
  });

  test.each(pages.filter((path) => path !== "404.html"))("%s opens without a complaint", async (path) => {
    await visit(path, async (page, found) => {
      expect(await page.locator("h1").count()).toBe(1);
      expect(found).toEqual([]);
    });
  });
});

describe("the policy", () => {
  test.each(written)("%s allows neither eval nor unknown inline scripts", async (path) => {
    await visit(path, async (page) => {
      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
      const scripts = /script-src ([^;]*)/.exec(policy ?? "")?.[1];
      expect(scripts).toMatch(/^'self' 'wasm-unsafe-eval'( 'sha256-[^']+')*$/);
      expect(policy).toContain("default-src 'none'");
    });
  });

  test("it is enforced: a script that was not there when the site was built does not run", async () => {
    await visit("index.html", async (page, found) => {
      const ran = await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'changed'";
        document.head.append(script);
        return document.title;
      });
      expect(ran).not.toBe("changed");
      expect(found.join()).toContain("Content Security Policy");
    });
  });
});

describe("search", () => {
  test.each([
    ["index.html", "softmax", "guide/affine-and-softmax.html"],
    ["ko/index.html", "역전파", "ko/guide/back-propagation.html"],
  ])("from %s, %s is found", async (path, word, expected) => {
    await visit(path, async (page, found) => {
      await page.locator(".DocSearch-Button").click();
      await page.locator(".search-input").fill(word);
      await page.locator(`.results a[href^="/${expected}"]`).first().waitFor();
      expect(found).toEqual([]);
    });
  });
});

describe("themes", () => {
  test("the switch turns the page dark, and it stays so", async () => {
    await visit("index.html", async (page) => {
      const paper = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await paper();
      await page.locator(".VPNavBar .VPSwitchAppearance").click();
      await page.locator("html.dark").waitFor({ state: "attached" });
      expect(await paper()).not.toBe(light);
      await page.reload();
      expect(await page.locator("html.dark").count()).toBe(1);
    });
  });

  test("a reader who prefers dark gets dark", async () => {
    await visit(
      "ko/index.html",
      async (page) => {
        expect(await page.locator("html.dark").count()).toBe(1);
      },
      { colorScheme: "dark" },
    );
  });
});

describe("languages", () => {
  test("a page of the guide leads to itself in Korean and back", async () => {
    await visit("guide/layers.html", async (page) => {
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/guide/layers.html");
      expect(await page.locator("html").getAttribute("lang")).toBe("ko");
      await page.locator(".translation").click();
      await page.waitForURL((url) => url.pathname === "/guide/layers.html");
    });
  });
});

describe("accessibility", () => {
  const rows = written.flatMap((path) =>
    (["light", "dark"] as const).map((scheme) => [path, scheme] as const),
  );

  test.each(rows)("%s, %s: axe finds nothing", async (path, colorScheme) => {
    await visit(
      path,
      async (page) => {
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
        );
        expect(found).toEqual([]);
      },
      { colorScheme, reducedMotion: "reduce" },
    );
  });

  test("on a phone no page is wider than the screen", async () => {
    for (const path of written) {
      const wider = await visit(
        path,
        (page) =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        { viewport: { width: 390, height: 800 } },
      );
      expect([path, wider]).toEqual([path, 0]);
    }
  });
});

/** The pages for a browser that the documentation shows, with their modules, under the policy that it shows: the package as it is published, no bundler. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { blocksOf } from "../docs/blocks.js";
import { open, serve } from "./browser.js";
import { launch } from "./chromium.js";

const HEADER = "Content-Security-Policy: ";
const [html, modules, headers] = [blocksOf("html"), blocksOf("js"), blocksOf("http")];
const paths = [...new Set([...html, ...modules, ...headers].map(({ path }) => path))];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

test.each(paths)("%s", async (path) => {
  const code = (blocks: typeof html): string => {
    const [only, ...rest] = blocks.filter((block) => block.path === path);
    expect([only?.path, rest]).toEqual([path, []]);
    return only?.code ?? "";
  };
  const policy = code(headers).trim();
  expect(policy.startsWith(HEADER)).toBe(true);
  const pages = { "/index.html": `<!doctype html>\n${code(html)}`, "/main.js": code(modules) };
  const server = await serve(".", pages, policy.slice(HEADER.length));
  const { page, problems, elsewhere } = await open(browser, server.address, "/");
  try {
    const isDone = page.locator("#steps:not(:empty)").waitFor({ timeout: 30_000 });
    await isDone.catch(() => undefined);
    expect([problems, elsewhere]).toEqual([[], []]);
    const texts = await page.locator("#graph svg text").allTextContents();
    expect(texts).toEqual(expect.arrayContaining(["t = 3", "∂z/∂t = 2t = 6", "9"]));
    expect(await page.locator("#steps").textContent()).toMatch(/^x = 1\n[^]*∂z\/∂x = .* = 6$/m);
  } finally {
    await page.context().close();
    server.close();
  }
});

/** The built site in a real browser, for tests: `npm run site:build` first. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { projectRoot } from "../child.js";
import { open, serve, type Watched } from "./browser.js";
import { launch } from "./chromium.js";

const SITE = "docs/.vitepress/dist";
const folder = join(projectRoot, SITE);
if (!existsSync(folder)) throw new Error("the site is not built: run `npm run site:build`");

/** Every page, as a path in the site. */
export const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".html") && path !== "404.html",
);
export const html = (path: string): string => readFileSync(join(folder, path), "utf8");
/** The pages of the API are made by TypeDoc, all in one manner. */
export const isApi = (path: string): boolean => path.startsWith("api/");

export const isKorean = (path: string): boolean => path.startsWith("ko/");

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

/** Keeps a browser and a server of the site for the tests of the file that calls it. The pages bring a stricter policy of their own. */
export function useSite(): void {
  beforeAll(async () => {
    browser = await launch();
    server = await serve(SITE, {}, "");
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
}

/** A page of its own. */
export const openPage = (path: string, options?: BrowserContextOptions): Promise<Watched> =>
  open(browser, server.address, `/${path}`, options);

const isAlive = ({ page }: Watched): Promise<void> => page.locator(".DocSearch-Button").first().waitFor();

/** A page of its own, once it has come alive: then the search button appears. */
export async function visit(
  path: string,
  use: (watched: Watched) => Promise<void>,
  options?: BrowserContextOptions,
): Promise<void> {
  const watched = await openPage(path, options);
  try {
    await isAlive(watched);
    await use(watched);
  } finally {
    await watched.page.context().close();
  }
}

/** Loads another page in the same tab, watched anew: what is compiled for all pages is compiled once. */
export async function go(watched: Watched, path: string): Promise<void> {
  watched.problems.length = 0;
  watched.elsewhere.length = 0;
  await watched.page.goto(`${server.address}/${path}`);
  await isAlive(watched);
}

/** `chainrule/draw` and `chainrule/parse` in a browser: modules as they are published, no server, no bundler. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { projectRoot } from "../child.js";
import { launch } from "./chromium.js";

const ORIGIN = "http://chainrule.test";
const IMPORTS = {
  chainrule: "/dist/index.js",
  "chainrule/draw": "/dist/draw/index.js",
  "chainrule/parse": "/dist/parse/index.js",
  "ts-graphviz": "/node_modules/ts-graphviz/lib/ts-graphviz.js",
  "@ts-graphviz/ast": "/node_modules/@ts-graphviz/ast/lib/ast.js",
  "@ts-graphviz/common": "/node_modules/@ts-graphviz/common/lib/common.js",
  "@ts-graphviz/core": "/node_modules/@ts-graphviz/core/lib/core.js",
  "@viz-js/viz": "/node_modules/@viz-js/viz/dist/viz.js",
  "ohm-js": "/node_modules/ohm-js/index.mjs",
  leven: "/node_modules/leven/index.js",
};
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script><body></body>`;
const PROGRAM = `
  import { parse } from "chainrule/parse";
  import { explain, toSvg, toText } from "chainrule/draw";
  const z = parse("t = x + y; z = t^2", { x: 1, y: 2 });
  z.backward();
  document.body.innerHTML = await toSvg(z);
  document.title = toText(explain(z)).split("\\n")[0] + "; " + z.data;`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const path = join(projectRoot, pathname);
    if (pathname === "/") await route.fulfill({ contentType: "text/html", body: PAGE });
    else if (existsSync(path))
      await route.fulfill({ contentType: "text/javascript", body: readFileSync(path, "utf8") });
    else await route.fulfill({ status: 404, body: pathname });
  });
});
afterAll(async () => {
  await browser.close();
});

test("an expression is read, drawn and explained", async () => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.goto(`${ORIGIN}/`);
  await page.addScriptTag({ type: "module", content: PROGRAM });
  await page.waitForFunction(() => document.title !== "", undefined, { timeout: 30_000 });
  expect(errors).toEqual([]);
  expect(await page.title()).toBe("x = 1; 9");
  const texts = await page.locator("svg text").allTextContents();
  expect(texts).toEqual(expect.arrayContaining(["t = 3", "∂z/∂t = 2t = 6", "9"]));
});

/**
 * The pictures of the docs as a browser shows them: every text inside its shape, no text over another. The PNG files that it leaves in
 * out/pictures are for people to look at.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { launch } from "./chromium.js";

const SOURCE = "docs/pictures";
const OUT = join(projectRoot, "out", "pictures");
/** Points by which letters may reach over: fonts differ from machine to machine. */
const SLACK = 6;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage({ deviceScaleFactor: 1.5 });
  mkdirSync(OUT, { recursive: true });
});
afterAll(async () => {
  await browser.close();
});

interface Found {
  readonly texts: number;
  readonly outside: string[];
  readonly over: string[];
}

/** Runs in the page. */
function look(slack: number): Found {
  const box = (element: Element): DOMRect => element.getBoundingClientRect();
  const texts = Array.from(document.querySelectorAll("svg text")).filter(
    (text) => text.getAttribute("fill") !== "transparent",
  );
  const outside = Array.from(document.querySelectorAll("svg g.node")).flatMap((node) => {
    const shape = node.querySelector("polygon, path, ellipse");
    if (shape === null) return [];
    const around = box(shape);
    return Array.from(node.querySelectorAll("text"))
      .filter((text) => box(text).left < around.left - slack || box(text).right > around.right + slack)
      .map((text) => text.textContent);
  });
  const over = texts.flatMap((text, i) =>
    texts.slice(i + 1).flatMap((other) => {
      const [a, b] = [box(text), box(other)];
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return width > slack && height > slack ? [`${text.textContent} / ${other.textContent}`] : [];
    }),
  );
  return { texts: texts.length, outside, over };
}

describe.each(readdirSync(join(projectRoot, SOURCE)).filter((name) => name.endsWith(".svg")))(
  "%s",
  (name) => {
    test("has its texts in their places", async () => {
      await page.setContent(`<body style="margin: 0">${readProjectFile(`${SOURCE}/${name}`)}</body>`);
      const found = await page.evaluate(look, SLACK);
      expect(found.texts).toBeGreaterThan(0);
      expect(found.outside).toEqual([]);
      expect(found.over).toEqual([]);
      const picture = await page.locator("svg").screenshot();
      writeFileSync(join(OUT, name.replace(".svg", ".png")), picture);
    });
  },
);

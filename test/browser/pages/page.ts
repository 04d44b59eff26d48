/** What every page of the site has to be. */
import { beforeAll, expect, test } from "@jest/globals";
import { COLOURS, violations } from "../accessibility.js";
import type { Watched } from "../browser.js";
import { go, openPage } from "../site.js";

export const POLICY = /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'( 'sha256-[^']+')*;/;

/** The page has its heading and its policy, said nothing on the console, and asked nobody but its own server. */
export async function expectQuiet({ page, problems, elsewhere }: Watched): Promise<void> {
  expect(await page.locator("h1").count()).toBe(1);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(policy).toMatch(POLICY);
  expect([problems, elsewhere]).toEqual([[], []]);
}

/** A test for each page, one after another in one tab. */
export function expectAccessible(pages: readonly string[]): void {
  let watched: Watched;
  beforeAll(async () => {
    watched = await openPage("", { reducedMotion: "reduce" });
  });
  test.each(pages)(
    "%s: quiet, its policy strict, accessible in light and dark, no wider than a phone or a tablet",
    async (path) => {
      const { page } = watched;
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: "light" });
      await go(watched, path);
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
  );
}

/** The playground: digits that are drawn. */
import { describe, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { decode } from "fast-png";
import type { Page } from "playwright-core";
import { useSite } from "../site.js";
import { button, visit } from "./page.js";

useSite();

/** A line that the pointer draws, from one place on the paper to another. */
async function stroke(
  page: Page,
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
): Promise<void> {
  const paper = page.locator(".paper");
  await paper.scrollIntoViewIfNeeded();
  const { x, y } = (await paper.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + x0, y + y0);
  await page.mouse.down();
  await page.mouse.move(x + x1, y + y1, { steps: 10 });
  await page.mouse.up();
}

describe("the pad", () => {
  const { test: digits } = loadMnist();

  test.each([0, 1, 2, 3, 4])("test digit %p of MNIST, drawn in, is read", async (digit) => {
    await visit(async (page) => {
      const pixels = Array.from(digits.pixels.subarray(digit * 784, (digit + 1) * 784));
      await page.locator(".paper canvas").evaluate((canvas, ink) => {
        const context = (canvas as HTMLCanvasElement).getContext("2d");
        ink.forEach((alpha, i) => {
          if (context === null) return;
          context.globalAlpha = alpha;
          context.fillRect((i % 28) * 10, Math.floor(i / 28) * 10, 10, 10);
        });
        canvas.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
      }, pixels);
      const seen = page.locator(".seen [role=status]").filter({ hasText: `This is a ${String(digits.labels[digit])}` }); // prettier-ignore
      await seen.waitFor();
      await button(page, "Clear the pad").click();
      await page.locator(".seen [role=status]").filter({ hasText: "Nothing is drawn" }).waitFor();
    });
  });

  test("a stroke of the pointer, and one of the keys, is a one", async () => {
    await visit(async (page) => {
      const seen = page.locator(".seen [role=status]").filter({ hasText: "This is a 1" });
      await stroke(page, [150, 40], [140, 240]);
      await seen.waitFor();
      await button(page, "Clear the pad").click();
      await page.locator(".paper").focus();
      await page.keyboard.press("Space");
      for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowUp");
      await seen.waitFor();
    });
  });
});

test("what is drawn on the pad stays dark on light and light on dark when the theme changes", async () => {
  await visit(
    async (page) => {
      await stroke(page, [40, 140], [240, 140]);
      /** Brightness of the paper in a corner, and of the stroke in the middle. */
      const seen = async (): Promise<readonly [number, number]> => {
        const { data, width, channels } = decode(await page.locator(".paper").screenshot());
        const at = (row: number, column: number): number => data[(row * width + column) * channels] ?? NaN;
        return [at(40, 40), at(140, 140)];
      };
      const [light, ink] = await seen();
      expect([light > 200, ink < 60]).toEqual([true, true]);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.locator("html.dark").waitFor({ state: "attached" });
      await page.mouse.move(0, 0);
      const [dark, chalk] = await seen();
      expect([dark < 60, chalk > 200]).toEqual([true, true]);
    },
    {},
    { colorScheme: "light", reducedMotion: "reduce" },
  );
});

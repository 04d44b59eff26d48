/** The playground: the backward pass step by step, and descent. */
import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { useSite } from "../site.js";
import { button, hashOf, pending, visit } from "./page.js";

useSite();

describe("the backward pass", () => {
  const hash = hashOf("t = x + y;\nz = t^2", { x: 1, y: 2 });
  const said = (page: Page): Promise<string | null> => page.locator(".pass annotation").textContent();

  test("step by step, forward and back", async () => {
    await visit(
      async (page) => {
        expect(await pending(page)).toBe(0);
        await button(page, "Start").click();
        expect(await pending(page)).toBe(3);
        expect(await said(page)).toContain("z}{\\partial z} &= 1");
        await button(page, "Forward").click();
        expect(await pending(page)).toBe(2);
        expect(await said(page)).toContain("2 t = 1 \\cdot 6 = 6");
        await button(page, "Forward").click();
        expect(await pending(page)).toBe(0);
        expect(await page.locator(".pass output").innerText()).toBe("Step 2 of 2");
        expect(await button(page, "Forward").isDisabled()).toBe(true);
        await button(page, "Back").click();
        expect(await pending(page)).toBe(2);
        expect(await said(page)).toContain("2 t = 1 \\cdot 6 = 6");
      },
      { hash },
    );
  });

  test("a click on a node tells its derivative and makes its path bold", async () => {
    await visit(
      async (page) => {
        await page.locator(".picture g.node[aria-label^='x =']").click();
        expect(await page.locator(".picture g.node.chosen").getAttribute("aria-pressed")).toBe("true");
        expect(await page.locator(".picture g.node.bold").count()).toBe(3);
        expect(await page.locator(".chosen-node annotation").last().textContent()).toContain("x + y");
        await button(page, "Release").click();
        expect(await page.locator(".picture .bold").count()).toBe(0);
      },
      { hash },
    );
  });

  test("with the keyboard alone", async () => {
    await visit(
      async (page) => {
        await page.getByRole("slider", { name: "y, slider" }).focus();
        await page.keyboard.press("Tab");
        const focused = (): Promise<string | null> =>
          page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
        expect(await focused()).toMatch(/^z = /);
        await page.keyboard.press("Home");
        expect(await focused()).toBe("x = 1, gradient 6");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        expect(await page.locator(".picture g.node.chosen").getAttribute("aria-label")).toMatch(/^y = /);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        expect(await pending(page)).toBe(3);
      },
      { hash },
    );
  });
});

describe("descent", () => {
  test("its path is drawn on contour lines, and its end can be taken over", async () => {
    await visit(
      async (page) => {
        await page.getByLabel("Learning rate").fill("0.9");
        await page.getByLabel("Steps").fill("40");
        await button(page, "Descend").click();
        await page.locator(".landscape .path").first().waitFor();
        expect(await page.locator(".landscape .place circle").count()).toBe(41);
        expect(await page.locator(".landscape .ground path").count()).toBeGreaterThan(8);
        expect(await page.locator(".descent").innerText()).toMatch(/^40 steps: from 6\.45 down to /);
        await button(page, "Take over the values").click();
        expect(Math.abs(Number(await page.locator("#input-x").inputValue()) + 7 * 0.91 ** 40)).toBeLessThan(1e-12); // prettier-ignore
      },
      { hash: hashOf("f = x^2 / 20 + y^2", { x: -7, y: 2 }) },
    );
  });

  test("of one input, on its curve; and a rate that is too large is said to be so", async () => {
    await visit(
      async (page) => {
        await button(page, "Descend").click();
        await page.locator(".landscape path.ground, .landscape .ground path").first().waitFor();
        await page.getByLabel("Learning rate").fill("1e200");
        await button(page, "Descend").click();
        await page.locator(".descent").filter({ hasText: "too large" }).waitFor();
      },
      { hash: hashOf("f = x^2", { x: 2 }) },
    );
  });
});

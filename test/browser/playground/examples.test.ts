/** The playground: its examples, and what it looks like in each theme and on a phone. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { expression } from "chainrule/parse";
import { evaluated } from "../../../docs/.vitepress/theme/playground/evaluated.js";
import { numbersOf } from "../../../docs/.vitepress/theme/playground/inputs.js";
import { format } from "../../../docs/.vitepress/theme/playground/picture.js";
import { presets } from "../../../docs/.vitepress/theme/playground/presets.js";
import { violations } from "../accessibility.js";
import type { Watched } from "../browser.js";
import { useSite } from "../site.js";
import { drawn, result, visit } from "./page.js";

useSite();

describe("examples", () => {
  let shared: Watched;
  beforeAll(async () => {
    shared = await drawn();
  });
  afterAll(async () => {
    await shared.page.context().close();
  });

  test.each(presets.map((preset) => [preset.id, preset] as const))("%s", async (id, { text, inputs }) => {
    const { page, problems, elsewhere } = shared;
    await page.locator("#preset").selectOption(id);
    const graph = evaluated(expression(text), numbersOf(inputs));
    expect(await result(page)).toBe(format(graph.root.data));
    const root = graph.explanation.nameOf(graph.root);
    await page.locator(`.picture svg[aria-label="computational graph of ${root}"]`).waitFor();
    await page.waitForFunction(
      (count) => document.querySelectorAll(".picture g.node[role=button]").length === count,
      graph.nodes.length,
    );
    for (const { name } of inputs) {
      const grad = graph.nodes.find(({ label }) => label === name)?.grad ?? NaN;
      const row = page.locator(".input", { has: page.locator(`#input-${name}`) });
      expect(await row.locator(".gradient").innerText()).toBe(`gradient ${format(grad)}`);
    }
    expect([problems, elsewhere]).toEqual([[], []]);
  });
});

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test.each(["playground.html", "ko/playground.html"])("%s: axe finds nothing", async (path) => {
    await visit(
      async (page) => {
        await page.locator(".picture g.node[role=button]").first().click();
        await page.locator(".fields button").first().click();
        await page.locator(".landscape").waitFor();
        await page.locator("summary").click();
        await page.locator("#expression").fill("price = apple *");
        expect(await violations(page)).toEqual([]);
      },
      { path },
      { colorScheme, reducedMotion: "reduce" },
    );
  });
});

test("on a phone nothing is wider than the screen", async () => {
  await visit(
    async (page) => {
      await page.locator("#preset").selectOption("net");
      await page.locator("#input-w11").waitFor();
      await page.locator(".picture:not(.moving)").waitFor();
      const { clientWidth, scrollWidth } = await page.evaluate(() => {
        const { clientWidth, scrollWidth } = document.documentElement;
        return { clientWidth, scrollWidth };
      });
      expect(scrollWidth).toBe(clientWidth);
    },
    {},
    { viewport: { width: 390, height: 800 } },
  );
});

/** The playground: links, and files that are saved. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { format } from "../../../docs/.vitepress/theme/playground/picture.js";
import { useSite } from "../site.js";
import { button, result, visit } from "./page.js";

useSite();

describe("sharing", () => {
  test("the link brings back expression and values", async () => {
    let address = "";
    await visit(
      async (page) => {
        await page.locator("#expression").fill("가격 = 사과 * 2^k # note");
        await page.locator("#input-k").fill("-1.5");
        await button(page, "Copy a link to this page").click();
        await page.locator(".share [role=status]").filter({ hasText: "Copied." }).waitFor();
        address = await page.evaluate(() => navigator.clipboard.readText());
        expect(address).toBe(page.url());
      },
      {},
      { permissions: ["clipboard-read", "clipboard-write"] },
    );
    await visit(
      async (page) => {
        expect(await page.locator("#expression").inputValue()).toBe("가격 = 사과 * 2^k # note");
        expect(await page.locator("#input-k").inputValue()).toBe("-1.5");
        expect(await result(page)).toBe(format(2 ** -1.5));
      },
      { hash: new URL(address).hash },
    );
  });

  test.each([
    ["SVG", "graph.svg", /^<svg[^]*apple[^]*<\/svg>\s*$/],
    ["DOT", "graph.gv", /^digraph[^]*label = "apple"/],
    ["TeX", "graph.tex", /\\begin\{aligned\}[^]*\\text\{apple\}/],
    ["TypeScript", "graph.ts", /^import \{ Value \} from "chainrule";[^]*apple\.mul\(count\)/],
    ["PNG", "graph.png", /^\x89PNG/],
  ])("%s is saved as %s", async (kind, file, expected) => {
    await visit(async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        button(page, `Save as ${kind}`).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
      const bytes = readFileSync(await download.path());
      expect(bytes.toString("latin1")).toMatch(expected);
      // Width and height of a PNG stand in its first chunk.
      if (kind === "PNG") expect([bytes.readUInt32BE(16) > 400, bytes.readUInt32BE(20) > 200]).toEqual([true, true]); // prettier-ignore
    });
  });
});

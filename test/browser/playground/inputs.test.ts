/** The playground: expressions that are typed, sliders, and graphs that are large. */
import { describe, expect, test } from "@jest/globals";
import { expression } from "chainrule/parse";
import type { Page } from "playwright-core";
import { evaluated } from "../../../docs/.vitepress/theme/playground/evaluated.js";
import { format } from "../../../docs/.vitepress/theme/playground/picture.js";
import { useSite } from "../site.js";
import { hashOf, opened, result, visit } from "./page.js";

const nodes = (page: Page): ReturnType<Page["locator"]> => page.locator(".picture g.node[role=button]");

/** The texts on arrows. */
const arrows = (page: Page): Promise<string[]> => page.locator(".picture g.edge text").allTextContents();

useSite();

describe("typing", () => {
  test("the graph follows, new names become inputs, and known ones keep their values", async () => {
    await visit(
      async (page) => {
        await page.locator("#expression").fill("tanh(x * y) + z");
        await page.locator("#input-z").waitFor();
        expect(await page.locator("#input-x").inputValue()).toBe("3");
        expect(await result(page)).toBe(format(Math.tanh(6) + 1));
        await page.waitForFunction(() => document.querySelectorAll(".picture g.node").length >= 6);
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });

  test("an error is shown with its column and a caret, and the last good graph stays", async () => {
    await visit(
      async (page) => {
        await page.locator("#expression").fill("x * + y)");
        const shown = await page.locator("#problem pre").innerText();
        const [message = "", source = "", caret = ""] = shown.split("\n");
        expect(message).toMatch(/^column 8: /);
        expect(source[caret.indexOf("^")]).toBe(")");
        expect(await page.locator("#expression").getAttribute("aria-invalid")).toBe("true");
        expect(await nodes(page).count()).toBe(3);
        expect(await result(page)).toBe("6");
        await page.locator("#expression").fill("x * y + 1");
        await page.locator("#problem pre").waitFor({ state: "detached" });
        expect(await result(page)).toBe("7");
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });

  test("a text that is no expression, from a link, is shown as text", async () => {
    const { page, problems } = await opened({ hash: hashOf("<img src=x onerror=alert(1)>") });
    expect(await page.locator("#problem pre").innerText()).toContain("<img src=x");
    expect(await page.locator(".playground img").count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe("sliders", () => {
  test("the numbers in the picture follow a key on the slider at once", async () => {
    await visit(
      async (page) => {
        const slider = page.getByRole("slider", { name: "x, slider" });
        await slider.focus();
        // Not a new picture, which comes when the slider rests: the same one with other texts.
        const kept = await slider.evaluate(async (element) => {
          const svg = document.querySelector(".picture svg");
          (element as HTMLInputElement).value = "7";
          element.dispatchEvent(new Event("input", { bubbles: true }));
          await Promise.resolve();
          return Array.from(svg?.isConnected === true ? svg.querySelectorAll("g.edge text") : [], (text) => text.textContent); // prettier-ignore
        });
        expect(kept).toEqual(["7", "2", "2", "7", "14", "1"]);
        await page.keyboard.press("End");
        expect(await arrows(page)).toEqual(["10", "2", "2", "10", "20", "1"]);
        await page.locator(".picture:not(.moving)").waitFor();
        expect(await arrows(page)).toEqual(["10", "2", "2", "10", "20", "1"]);
        expect(await page.locator("#input-x").inputValue()).toBe("10");
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });

  test("a picture that was drawn while the slider moved on has the numbers of now", async () => {
    await visit(
      async (page) => {
        const slider = page.getByRole("slider", { name: "x, slider" });
        const put = await slider.evaluate(async (element) => {
          /** Looks whenever the page has changed, before anything else can happen on it. */
          const once = (isSo: () => boolean): Promise<void> =>
            new Promise((resolve) => {
              const observer = new MutationObserver(() => {
                if (!isSo()) return;
                observer.disconnect();
                resolve();
              });
              observer.observe(document.body, { subtree: true, childList: true, characterData: true });
            });
          const move = (to: string): void => {
            (element as HTMLInputElement).value = to;
            element.dispatchEvent(new Event("input", { bubbles: true }));
          };
          const old = document.querySelector(".picture svg");
          const drawing = once(() => document.querySelector(".drawing .help")?.textContent.includes("is being drawn") === true); // prettier-ignore
          move("7");
          await drawing;
          const replaced = once(() => old?.isConnected === false);
          move("10");
          await replaced;
          return Array.from(document.querySelectorAll(".picture g.edge text"), (text) => text.textContent);
        });
        expect(put).toEqual(["10", "2", "2", "10", "20", "1"]);
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });

  test("a number that does not fit the slider widens it", async () => {
    await visit(
      async (page) => {
        await page.locator("#input-x").fill("40");
        expect(await page.getByRole("slider", { name: "x, slider" }).getAttribute("max")).toBe("100");
        expect(await result(page)).toBe("80");
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });
});

describe("large graphs", () => {
  /** A net with scalar weights, written out: 192 nodes. */
  const net = (): string => {
    const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    const affine = (x: string, w: string, b: string, from: number, to: number): string =>
      `${range(from).map((i) => `${x}${String(i)} * ${w}${String(i)}_${String(to)}`).join(" + ")} + ${b}${String(to)}`; // prettier-ignore
    return [
      ...range(7).map((j) => `h${String(j)} = relu(${affine("x", "w", "b", 5, j)})`),
      ...range(3).map((j) => `a${String(j)} = ${affine("h", "v", "c", 7, j)}`),
      "loss = logSumExp(a1, a2, a3) - a1",
    ].join(";\n");
  };

  test("a move of a slider takes under 16 ms of script with some 200 nodes", async () => {
    const text = net();
    const graph = evaluated(expression(text), Object.fromEntries(expression(text).inputs.map((name) => [name, 1]))); // prettier-ignore
    expect(graph.nodes.length).toBe(192);
    await visit(
      async (page) => {
        await page
          .locator('.picture svg[aria-label="computational graph of loss"]')
          .waitFor({ timeout: 60_000 });
        const session = await page.context().newCDPSession(page);
        // Time of the page's thread: what other processes do meanwhile is not counted.
        await session.send("Performance.enable", { timeDomain: "threadTicks" });
        const spent = async (): Promise<number> => {
          const { metrics } = await session.send("Performance.getMetrics");
          return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? NaN);
        };
        const moves = 40;
        const before = await spent();
        const slider = page.getByRole("slider", { name: "x1, slider" });
        await slider.evaluate(async (element, count) => {
          const input = element as HTMLInputElement;
          for (let i = 0; i < count; i++) {
            input.value = String(1 + i / count);
            input.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        }, moves);
        const each = ((await spent()) - before) / moves;
        expect(each).toBeGreaterThan(0);
        expect(each).toBeLessThan(16);
      },
      { hash: hashOf(text) },
    );
  });

  test("one that takes too long is drawn with boxes for equal nodes, and the page answers meanwhile", async () => {
    // Each step reads one of the first ten too, so the arrows reach far.
    const steps = Array.from(
      { length: 240 },
      (_, i) => `v${String(i + 1)} = v${String(i)} * v${String(i % 10)}`,
    );
    await visit(
      async (page) => {
        const help = page.locator(".drawing .help");
        await page.locator("#expression").fill(steps.join(";\n"));
        await page.locator("#input-v0").waitFor();
        await help.filter({ hasText: "is being drawn" }).waitFor();
        await page.locator("#input-v0").fill("0");
        expect(await result(page)).toBe("0");
        expect(await help.innerText()).toContain("is being drawn");
        await help.filter({ hasText: "too large to be drawn node by node" }).waitFor({ timeout: 60_000 });
        expect(await page.locator(".picture g.node").count()).toBeLessThanOrEqual(40);
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });
});

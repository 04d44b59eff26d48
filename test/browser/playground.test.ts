/** The playground of the built site in a real browser, under the site's own policy: `npm run site:build` first. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { expression } from "chainrule/parse";
import { decode } from "fast-png";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { evaluated } from "../../docs/.vitepress/theme/playground/evaluated.js";
import { numbersOf } from "../../docs/.vitepress/theme/playground/inputs.js";
import { format } from "../../docs/.vitepress/theme/playground/picture.js";
import { presets } from "../../docs/.vitepress/theme/playground/presets.js";
import { projectRoot } from "../child.js";
import { violations } from "./accessibility.js";
import { open, serve, type Watched } from "./browser.js";
import { launch } from "./chromium.js";

const SITE = "docs/.vitepress/dist";
if (!existsSync(join(projectRoot, SITE))) throw new Error("the site is not built: run `npm run site:build`");

let browser: Browser;
let server: { address: string; close: () => void };

beforeAll(async () => {
  browser = await launch();
  // The pages bring their policy with them.
  server = await serve(SITE, {}, "");
});

afterAll(async () => {
  await browser.close();
  server.close();
});

async function playground(
  { hash = "", path = "/playground.html" } = {},
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const watched = await open(browser, server.address, `${path}${hash}`, options);
  await watched.page.locator(".picture svg").waitFor();
  return watched;
}

/** A page of its own, on which nothing may go wrong. */
async function visit(
  use: (page: Page) => Promise<void>,
  where: Parameters<typeof playground>[0] = {},
  options: BrowserContextOptions = {},
): Promise<void> {
  const { page, problems, elsewhere } = await playground(where, options);
  try {
    await use(page);
    expect([problems, elsewhere]).toEqual([[], []]);
  } finally {
    await page.context().close();
  }
}

const hashOf = (text: string, values: Record<string, number> = {}): string =>
  `#${new URLSearchParams([["e", text], ...Object.entries(values).map(([name, x]) => [`_${name}`, String(x)])]).toString()}`;

const nodes = (page: Page): ReturnType<Page["locator"]> => page.locator(".picture g.node[role=button]");
const pending = (page: Page): Promise<number> => page.locator(".picture g.edge.pending").count();
const result = (page: Page): Promise<string> => page.locator(".result output").innerText();
/** The texts on arrows. */
const arrows = (page: Page): Promise<string[]> => page.locator(".picture g.edge text").allTextContents();
const button = (page: Page, name: string): ReturnType<Page["locator"]> =>
  page.getByRole("button", { name, exact: true });

describe("examples", () => {
  let shared: Watched;
  beforeAll(async () => {
    shared = await playground();
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
    const { page, problems } = await open(
      browser,
      server.address,
      `/playground.html${hashOf("<img src=x onerror=alert(1)>")}`,
    );
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
    const steps = Array.from({ length: 90 }, (_, i) => `v${String(i + 1)} = ${["tanh", "sin", "cos"][i % 3] ?? ""}(v${String(i)}) * x${String(1 + ((i * 7) % 10))}`); // prettier-ignore
    await visit(
      async (page) => {
        const help = page.locator(".drawing .help");
        await page.locator("#expression").fill(steps.join(";\n"));
        await page.locator("#input-x4").waitFor();
        await help.filter({ hasText: "is being drawn" }).waitFor();
        // A factor of the last step.
        await page.locator("#input-x4").fill("0");
        expect(await result(page)).toBe("0");
        expect(await help.innerText()).toContain("is being drawn");
        await help.filter({ hasText: "too large to be drawn node by node" }).waitFor({ timeout: 60_000 });
        expect(await page.locator(".picture g.node").count()).toBeLessThanOrEqual(40);
      },
      { hash: hashOf("x * y", { x: 3, y: 2 }) },
    );
  });
});

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
      const paper = page.locator(".paper");
      const seen = page.locator(".seen [role=status]").filter({ hasText: "This is a 1" });
      await paper.scrollIntoViewIfNeeded();
      const { x, y } = (await paper.boundingBox()) ?? { x: 0, y: 0 };
      await page.mouse.move(x + 150, y + 40);
      await page.mouse.down();
      await page.mouse.move(x + 140, y + 240, { steps: 10 });
      await page.mouse.up();
      await seen.waitFor();
      await button(page, "Clear the pad").click();
      await paper.focus();
      await page.keyboard.press("Space");
      for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowUp");
      await seen.waitFor();
    });
  });
});

test("what is drawn on the pad stays dark on light and light on dark when the theme changes", async () => {
  await visit(
    async (page) => {
      const paper = page.locator(".paper");
      await paper.scrollIntoViewIfNeeded();
      const { x, y } = (await paper.boundingBox()) ?? { x: 0, y: 0 };
      await page.mouse.move(x + 40, y + 140);
      await page.mouse.down();
      await page.mouse.move(x + 240, y + 140, { steps: 5 });
      await page.mouse.up();
      /** Brightness of the paper in a corner, and of the stroke in the middle. */
      const seen = async (): Promise<readonly [number, number]> => {
        const { data, width, channels } = decode(await paper.screenshot());
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

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test.each(["/playground.html", "/ko/playground.html"])("%s: axe finds nothing", async (path) => {
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

/** What the built site does in a real browser: its policy, search, themes and languages. */
import { describe, expect, test } from "@jest/globals";
import { useSite, visit } from "./site.js";

useSite();

test("the policy is enforced: a script that was not there when the site was built does not run", async () => {
  await visit("index.html", async ({ page, problems }) => {
    const title = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'changed'";
      document.head.append(script);
      return document.title;
    });
    expect(title).not.toBe("changed");
    expect(problems.join()).toContain("Content Security Policy");
  });
});

test.each([
  ["index.html", "softmax", "guide/affine-and-softmax.html"],
  ["ko/index.html", "역전파", "ko/guide/back-propagation.html"],
])("search: from %s, %s is found", async (path, word, expected) => {
  await visit(path, async ({ page, problems, elsewhere }) => {
    await page.locator(".DocSearch-Button").click();
    await page.locator(".search-input").fill(word);
    await page.locator(`.results a[href^="/${expected}"]`).first().waitFor();
    expect([problems, elsewhere]).toEqual([[], []]);
  });
});

test("the switch turns the page dark, and it stays so", async () => {
  await visit("index.html", async ({ page }) => {
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
    await page.locator("html.dark").waitFor({ state: "attached" });
    await page.reload();
    expect(await page.locator("html.dark").count()).toBe(1);
    expect(await paper()).not.toBe(light);
  });
});

describe("the link to the other language", () => {
  test("leads to the same section of the same page, and back", async () => {
    await visit("how-to/library.html#lists", async ({ page }) => {
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/how-to/library.html#lists");
      await page.locator("html[lang=ko]").waitFor({ state: "attached" });
      expect(await page.locator("h2:target").textContent()).toContain("목록");
      await page.locator(".translation").click();
      await page.waitForURL((url) => url.pathname === "/how-to/library.html" && url.hash === "#lists");
    });
  });

  test("takes the expression of the playground along", async () => {
    await visit("playground.html", async ({ page }) => {
      await page.locator("#expression").fill("a * b + 1");
      await page.waitForURL("**/*#e=a+*+b*");
      const { hash } = new URL(page.url());
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/playground.html*");
      expect(new URL(page.url()).hash).toBe(hash);
      expect(await page.locator("#expression").inputValue()).toBe("a * b + 1");
    });
  });

  test("leads from a page of the API to the start", async () => {
    await visit("api/index.html", async ({ page }) => {
      await page.locator(".translation").click();
      await page.waitForURL("**/ko/");
    });
  });
});

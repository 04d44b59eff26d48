/** The report of a training run, made by the command and opened in Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { decodeSafetensors } from "chainrule/nn";
import type { Browser, Page } from "playwright-core";
import { chainrule } from "../cli/process.js";
import { violations } from "./accessibility.js";
import { launch } from "./chromium.js";

let directory: string;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-report-"));
  await chainrule("train", "mnist", "--iterations", "650", "--json", "--out", directory);
  browser = await launch();
  page = await browser.newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(directory, "report.html")).href);
});
afterAll(async () => {
  await browser.close();
  rmSync(directory, { recursive: true });
});

test("it stands alone: no request, no complaint", () => {
  expect(requests).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("the confusion matrix counts every test digit, and agrees with the accuracy", async () => {
  const cells = (await page.locator("table td").allTextContents()).map(Number);
  expect(cells).toHaveLength(100);
  expect(cells.reduce((a, b) => a + b, 0)).toBe(10_000);
  const right = cells.filter((_, i) => i % 11 === 0).reduce((a, b) => a + b, 0);
  const history = JSON.parse(readFileSync(join(directory, "history.json"), "utf8")) as {
    epochs: { testAccuracy: number }[];
  };
  expect(right / 10_000).toBe(history.epochs.at(-1)?.testAccuracy);
  await expect(page.locator("dd").nth(2).textContent()).resolves.toBe(`${(right / 100).toFixed(2)} %`);
});

test("two curves, twelve mistakes as pictures, and the layers of the net", async () => {
  expect(await page.locator("h2").allTextContents()).toEqual([
    "Curves",
    "Confusion matrix",
    "Worst mistakes",
    "The net",
  ]);
  const pictures = page.locator(".mistakes svg");
  expect(await pictures.count()).toBe(12);
  expect(await pictures.first().getAttribute("aria-label")).toMatch(/^A \d taken for a \d$/);
  expect(await page.locator("main > figure > svg").count()).toBe(2);
  expect(await page.locator(".net > figure > svg").count()).toBe(2);
  for (const svg of await page.locator("svg").all()) {
    const box = await svg.boundingBox();
    expect((box?.width ?? 0) * (box?.height ?? 0)).toBeGreaterThan(1000);
  }
  await expect(page.locator("svg", { hasText: "W1 784×50" }).count()).resolves.toBe(1);
});

test("the scalar graph of a loss, folded: what the layers are made of, and the loss that the saved weights give", async () => {
  const graph = page.locator(".net svg").nth(1);
  const boxes = await graph
    .locator(".node")
    .evaluateAll((nodes) =>
      nodes.map((node) => Array.from(node.querySelectorAll("text"), (line) => line.textContent)),
    );
  const named = (name: string): string[] =>
    boxes.filter(([, label]) => label === name).map(([what = ""]) => what);
  expect(named("x")).toEqual(["leaf, 784 nodes"]);
  expect(named("W1")).toEqual(["leaf, 39,200 nodes"]);
  expect(named("b1")).toEqual(["leaf, 50 nodes"]);
  expect(named("W2")).toEqual(["leaf, 500 nodes"]);
  expect(named("b2")).toEqual(["leaf, 10 nodes"]);
  expect(named("scores")).toEqual(["+, 10 nodes"]);
  expect(boxes.map(([what]) => what)).toContain("relu, 50 nodes");
  const [, , loss] = boxes.find(([, label]) => label === "loss") ?? [];
  const expected = lossInNumbers(readFileSync(join(directory, "model.safetensors")));
  expect(loss).toBe(String(Number(expected.toPrecision(3))));
  const caption = await page.locator(".net figcaption").nth(1).textContent();
  expect(caption).toContain("the first test digit, a 7,");
});

/** The loss on the first test digit by plain loops over the weights of a file. */
function lossInNumbers(bytes: Uint8Array): number {
  const { tensors } = decodeSafetensors(bytes);
  const { test: digits } = loadMnist();
  const layer = (x: readonly number[], W: string, b: string): number[] =>
    Array.from(tensors.get(b)?.data ?? [], (bias, j) => {
      const [weights, { length }] = [tensors.get(W)?.data ?? [], tensors.get(b)?.data ?? []];
      return x.reduce((total, value, i) => total + value * (weights[i * length + j] as number), bias);
    });
  const hidden = layer(Array.from(digits.pixels.subarray(0, 784)), "W1", "b1").map((h) => Math.max(0, h));
  const scores = layer(hidden, "W2", "b2");
  return (
    Math.log(scores.reduce((total, s) => total + Math.exp(s), 0)) -
    (scores[digits.labels[0] as number] as number)
  );
}

test.each([
  ["light", "rgb(255, 255, 255)"],
  ["dark", "rgb(24, 24, 24)"],
] as const)("%s: axe finds nothing", async (colorScheme, background) => {
  await page.emulateMedia({ colorScheme });
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(background);
  expect(await violations(page)).toEqual([]);
});

test("on a narrow screen nothing is wider than the page", async () => {
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
});

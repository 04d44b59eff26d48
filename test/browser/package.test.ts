/** The built package in a browser, as modules, under a strict content-security policy. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { open, POLICY, serve } from "./browser.js";
import { launch } from "./chromium.js";

const page = `<!doctype html><html lang="en"><title>chainrule</title><body>
  <output id="out"></output><script type="module" src="/main.js"></script></body></html>`;

/** Trains a program for some steps, then runs it once more on new inputs; and differentiates eagerly. */
const script = `
  import { Value, sum } from "/index.js";
  import { compile } from "/compile/index.js";
  import { TwoLayerNet } from "/book/index.js";
  import { Adam, Matrix } from "/nn/index.js";

  const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, outputSize: 2, weightScale: 1, seed: 1 });
  const x = Matrix.leaves([0, 0, 0, 1, 1, 0, 1, 1], 4, 2);
  const t = Matrix.leaves([1, 0, 0, 1, 0, 1, 1, 0], 4, 2);
  const program = compile(net.lossOf(net.predict(x), t), {
    parameters: net.parameters(),
    inputs: [...x.values(), ...t.values()],
  });
  const adam = new Adam(program, { learningRate: 0.05 });
  const first = program.run();
  for (let step = 0; step < 300; step++) {
    program.run();
    adam.step();
  }
  const last = program.run();

  const y = new Value(2, "y");
  const root = sum([y.square(), y.exp()]);
  root.backward();
  const single = compile(root, { parameters: [y], precision: "f32" });
  single.run();

  let refused = "";
  try { new Function("return 1")(); } catch (error) { refused = error.name; }
  document.querySelector("#out").textContent = JSON.stringify(
    { first, last, eager: y.grad, single: single.gradients[0], refused });`;

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  browser = await launch();
  server = await serve("dist", { "/index.html": page, "/main.js": script });
});
afterAll(async () => {
  await browser.close();
  server.close();
});

describe(`under ${POLICY}`, () => {
  test("a net trains in WebAssembly, and code made from text is refused", async () => {
    const { page, problems, elsewhere } = await open(browser, server.address, "/");
    const text = await page.locator("#out:not(:empty)").textContent();
    const result = JSON.parse(text ?? "") as Record<"first" | "last" | "eager" | "single", number>;
    expect(result.first).toBeGreaterThan(0.5);
    expect(result.last).toBeLessThan(0.01);
    // d/dy (y² + eʸ) = 2y + eʸ, at y = 2.
    expect(result.eager).toBe(4 + Math.exp(2));
    expect(result.single).toBe(Math.fround(4 + Math.exp(2)));
    expect(result).toMatchObject({ refused: "EvalError" });
    expect(problems.filter((problem) => !problem.includes("unsafe-eval"))).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  test("consoles, structured clones and messages show the numbers of a Value", async () => {
    const { page } = await open(browser, server.address, "/");
    const session = await page.context().newCDPSession(page);
    const logged: string[] = [];
    session.on("Runtime.consoleAPICalled", ({ args }) => {
      for (const { preview } of args)
        logged.push(...(preview?.properties ?? []).map(({ name, value }) => `${name} ${value ?? ""}`));
    });
    await session.send("Runtime.enable");
    const found: unknown = await page.evaluate(`(async () => {
      const { Value } = await import("/index.js");
      const x = new Value(2, "x"), y = x.mul(3);
      y.backward();
      console.log(y);
      const { port1, port2 } = new MessageChannel();
      const arrived = new Promise((resolve) => { port2.onmessage = ({ data }) => resolve(data); });
      port1.postMessage({ x, y });
      return [structuredClone(x), await arrived, String(y)];
    })()`);
    const [x, y] = [{ data: 2, grad: 3 }, { data: 6, grad: 1 }]; // prettier-ignore
    expect(found).toEqual([x, { x, y }, "Value(data=6, grad=1, op=mul)"]);
    expect(logged).toContain("data 6");
  });
});

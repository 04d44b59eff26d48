/** The programs of `examples/`, run as a user runs them, and what they print. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { loadNames } from "chainrule/datasets";
import { decodeMicroGpt } from "chainrule/models";
import { projectRoot } from "../child.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-examples-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function run(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, "examples", `${name}.js`), ...args],
    { cwd: projectRoot },
  );
  return stdout;
}

const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);

const checks: Record<string, () => Promise<void>> = {
  "two-layer-net": async () => {
    const accuracy = number(await run("two-layer-net", "200"), /200 steps, test accuracy ([\d.]+)/);
    expect(accuracy).toBeGreaterThan(0.8);
  },
  moons: async () => {
    expect(number(await run("moons"), /accuracy ([\d.]+)/)).toBeGreaterThanOrEqual(0.99);
  },
  iris: async () => {
    const out = await run("iris");
    expect(out).toMatch(/^75 flowers to train on, 30 to stop by: \d+ epochs, early\n/);
    expect(number(out, /accuracy ([\d.]+) on the other 45/)).toBeGreaterThanOrEqual(0.95);
  },
  "curve-fitting": async () => {
    const out = await run("curve-fitting");
    // What NIST certifies for Misra1a: the sum of squares, the parameters and their standard deviations.
    const certified = [0.12455138894, 238.94212918, 2.7070075241, 5.5015643181e-4, 7.2668688436e-6];
    const found = /squares (\S+) .*\nb1 = (\S+) ± (\S+), .*\nb2 = (\S+) ± (\S+), /
      .exec(out)
      ?.slice(1)
      .map(Number);
    expect(found).toHaveLength(5);
    found?.forEach((x, i) => {
      expect(Math.abs(x / (certified[i] as number) - 1)).toBeLessThan(1e-9);
    });
  },
  microgpt: async () => {
    const file = join(directory, "microgpt.safetensors");
    const out = await run("microgpt", "200", file);
    // Whoever knows how frequent each letter is, and no more, loses the entropy of a letter (the end of a name is one).
    const counts = new Map<string, number>();
    const letters = loadNames().flatMap((name) => [...Array.from(name), "end"]);
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const entropy = [...counts.values()]
      .map((n) => n / letters.length)
      .reduce((total, p) => total - p * Math.log(p), 0);
    expect(number(out, /step 200: loss ([\d.]+)/)).toBeLessThan(entropy);
    expect(out).toMatch(/(\n {2}[a-z]*){10}\n$/);
    expect(decodeMicroGpt(readFileSync(file)).model.parameters()).toHaveLength(4192);
  },
  "linear-regression": async () => {
    // The closed form by hand: slope 35.35 / 17.5, through the mean (2.5, 6.05).
    const out = await run("linear-regression");
    expect(out).toBe("y = 2.020000 x + 1.000000\nleast squares: y = 2.020000 x + 1.000000\n");
  },
  pendulum: async () => {
    expect(await run("pendulum")).toContain("length 0.7000 m, friction 0.1500 per second");
  },
  optimizers: async () => {
    const file = join(directory, "optimizers.svg");
    const out = await run("optimizers", file);
    for (const [, f] of out.matchAll(/f = (\S+) after/g)) expect(Number(f)).toBeLessThan(0.2);
    expect(readFileSync(file, "utf8")).toMatch(/^<svg.*Nesterov.*<\/svg>$/s);
  },
};

test.each(Object.keys(checks))("%s", async (name) => {
  await checks[name]?.();
});

/** Programs that another file tests. */
const ELSEWHERE = new Set<string>();

test("every example is run here", () => {
  const programs = readdirSync(join(projectRoot, "examples"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => name.slice(0, -".js".length));
  expect(programs.filter((name) => !ELSEWHERE.has(name)).sort()).toEqual(Object.keys(checks).sort());
});

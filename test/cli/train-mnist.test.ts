/** `chainrule train mnist` as a process: its numbers, its files, its errors, and Ctrl-C. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { writeDigits } from "../datasets/idx.js";
import { chainrule, start } from "./process.js";

let directory: string;
/** Fewer and smaller digits than there are, so that a run takes no longer than its test needs. */
let few: string;
const COUNTS = { train: 600, test: 100 };
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-cli-"));
  few = join(directory, "few");
  writeDigits(few, COUNTS);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

interface Result {
  readonly settings: Record<string, unknown>;
  readonly gradientCheck: Record<string, number>;
  readonly losses: number[];
  readonly epochs: { iteration: number; testAccuracy: number }[];
  readonly interrupted: boolean;
  readonly files: string[];
}

const train = (...args: string[]): ReturnType<typeof chainrule> =>
  chainrule("train", "mnist", "--data", few, "--out", join(directory, "out"), ...args);

const result = (out: string): Result => JSON.parse(out) as Result;

describe("train mnist", () => {
  test("equal seeds give equal numbers, other seeds others", async () => {
    const json = async (...args: string[]): Promise<Result> =>
      result((await train("--json", "--iterations", "20", ...args)).stdout);
    const [first, again, other] = [await json(), await json(), await json("--seed", "2")];
    expect(first.losses).toHaveLength(20);
    expect(again.losses).toEqual(first.losses);
    expect(other.losses).not.toEqual(first.losses);
    for (const difference of Object.values(first.gradientCheck)) expect(difference).toBeLessThanOrEqual(1e-9);
    expect(Object.keys(first.gradientCheck)).toEqual(["W1", "b1", "W2", "b2"]);
    // The loss of ten classes starts at ln 10 when all scores are near 0.
    expect(Math.abs((first.losses[0] ?? NaN) - Math.LN10)).toBeLessThan(0.01);
  });

  test("--eager: the same losses within 1e-9, accuracies, and a gradient check of its own", async () => {
    const [compiled, eager] = await Promise.all(
      [[], ["--eager"]].map(async (flags) =>
        result((await train("--json", "--iterations", "4", "--batch", "20", ...flags)).stdout),
      ),
    );
    expect(eager?.losses).toHaveLength(4);
    eager?.losses.forEach((loss, i) => {
      expect(Math.abs(loss - (compiled?.losses[i] ?? NaN))).toBeLessThan(1e-9);
    });
    expect(eager?.epochs).toEqual(compiled?.epochs);
    const differences = Object.values(eager?.gradientCheck ?? {});
    expect(differences).toHaveLength(4);
    for (const difference of differences) expect(difference).toBeLessThanOrEqual(1e-9);
  });

  test("on all digits: says what it does, and leaves its files whole", async () => {
    const out = join(directory, "all");
    const { stdout, code } = await chainrule("train", "mnist", "--out", out, "--iterations", "30");
    expect(code).toBe(0);
    expect(stdout).toMatch(/60000 digits to train on, 10000 to test/);
    expect(stdout).toMatch(/gradient check on the first 3 digits.*\n {2}W1 {2}\d.*ok/);
    expect(stdout).toMatch(/train accuracy [\d.]+ %, test accuracy [\d.]+ %/);
    expect(readdirSync(out).sort()).toEqual([
      "apple.dot",
      "apple.svg",
      "history.json",
      "loss.svg",
      "model.safetensors",
      "report.html",
    ]);
    expect(readFileSync(join(out, "apple.dot"), "utf8")).toContain("digraph");
    expect(readFileSync(join(out, "loss.svg"), "utf8")).toMatch(/^<svg.*<\/svg>\s*$/s);
    expect(result(readFileSync(join(out, "history.json"), "utf8")).losses).toHaveLength(30);
  });

  test("Ctrl-C stops after a step, says what was saved, and exits with 130", async () => {
    const out = join(directory, "interrupted");
    const running = start("train", "mnist", "--data", few, "--out", out, "--iterations", "1000000");
    await running.printed(/epoch 1:/);
    running.signal("SIGINT");
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/interrupted after \d+ iterations/);
    expect(stdout).toMatch(/saved .*history\.json/);
    const steps = Number(/interrupted after (\d+)/.exec(stdout)?.[1]);
    expect(result(readFileSync(join(out, "history.json"), "utf8")).losses).toHaveLength(steps);
    expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each<[string, string[], RegExp]>([
    [
      "iterations that are no number",
      ["--iterations", "many"],
      /--iterations.*'many' is invalid.*whole number from 0/s,
    ],
    ["a batch of none", ["--batch", "0"], /--batch.*whole number from 1/s],
    ["a negative rate", ["--learning-rate", "-1"], /--learning-rate.*positive number/s],
    ["an option that is not there", ["--epochs", "3"], /unknown option '--epochs'/],
  ])("usage: %s", async (_, args, message) => {
    const { code, stderr, stdout } = await train(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  test("data that is not there", async () => {
    const { code, stderr } = await train("--data", join(directory, "nowhere"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chainrule: .*nowhere.*train-images-idx3-ubyte: there is no such file.*\n$/);
  });

  test("a batch larger than the data", async () => {
    const [batch, count] = [String(COUNTS.train + 1), String(COUNTS.train)];
    const { code, stderr } = await train("--batch", batch, "--iterations", "1");
    expect(code).toBe(1);
    expect(stderr).toContain(`a batch of ${batch} is larger than the ${count} digits`);
  });

  test("a place where nothing can be written", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    const { code, stderr } = await train("--iterations", "1", "--out", join(file, "out"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/the directory cannot be made/);
    expect(existsSync(join(file, "out"))).toBe(false);
  });
});

describe("chainrule", () => {
  test("--help lists the commands", async () => {
    const { code, stdout } = await chainrule("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("train");
  });

  test("a command that is not there", async () => {
    const { code, stderr } = await chainrule("trian");
    expect(code).toBe(2);
    expect(stderr).toMatch(/unknown command 'trian'.*Did you mean train/s);
  });
});

/** `chainrule train microgpt` as a process: its numbers, the text it is given, its errors, and Ctrl-C. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { chainrule, start, type Ended } from "./process.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-microgpt-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

interface Result {
  readonly data: { lines: number; characters: number; clipped: number };
  readonly losses: number[];
  readonly samples: string[];
  readonly interrupted: boolean;
}

let files = 0;
function file(content: string | Uint8Array): string {
  const path = join(directory, `text${String(files++)}.txt`);
  writeFileSync(path, content);
  return path;
}

const train = (...args: string[]): Promise<Ended> =>
  chainrule("train", "microgpt", "--out", join(directory, "out"), ...args);

async function result(...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await train("--json", ...args);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Result;
}

const POEM = "tiger tiger\nburning\nbright\nin the forests\nof the night\n";

describe("train microgpt", () => {
  test("names of its own; what it prints and leaves behind", async () => {
    const { code, stdout } = await train("--iterations", "200");
    expect(code).toBe(0);
    expect(stdout).toMatch(/English first names: 3\d{4} lines of 26 characters\n/);
    expect(stdout).toMatch(/4192 parameters, compiled to WebAssembly/);
    expect(stdout).toMatch(/200\/200 loss 2\.\d{4}\n/);
    const samples = /invented:\n((?: {2}[a-z]*\n){20})$/.exec(stdout)?.[1] ?? "";
    expect(samples.split("\n").every((line) => line.trim().length <= 16)).toBe(true);
    const out = join(directory, "out");
    expect(readdirSync(out).sort()).toEqual(["history.json", "loss.svg", "model.safetensors"]);
    const { losses } = JSON.parse(readFileSync(join(out, "history.json"), "utf8")) as Result;
    expect(losses).toHaveLength(200);
    // It starts near ln 27, knowing nothing, and learns.
    expect(Math.abs((losses[0] ?? NaN) - Math.log(27))).toBeLessThan(0.5);
  });

  test("equal seeds give equal numbers and names, other seeds others, --eager the same within 1e-9", async () => {
    const data = file(POEM);
    const [first, again, other, eager] = await Promise.all([
      result("--data", data, "--iterations", "15", "--samples", "5"),
      result("--data", data, "--iterations", "15", "--samples", "5"),
      result("--data", data, "--iterations", "15", "--samples", "5", "--seed", "2"),
      result("--data", data, "--iterations", "15", "--samples", "5", "--eager"),
    ]);
    expect([again.losses, again.samples]).toEqual([first.losses, first.samples]);
    expect(other.losses).not.toEqual(first.losses);
    expect(first.losses).toHaveLength(15);
    first.losses.forEach((loss, i) => {
      expect(Math.abs(loss - (eager.losses[i] ?? NaN))).toBeLessThan(1e-9);
    });
    expect(eager.samples).toEqual(first.samples);
  });

  test("learns the only line there is", async () => {
    const { losses, samples } = await result("--data", file("해달 🦦\r\n"), "--iterations", "150");
    expect(losses.at(-1)).toBeLessThan(0.1);
    expect(samples).toHaveLength(20);
    expect(samples.filter((sample) => sample === "해달 🦦").length).toBeGreaterThan(15);
  });

  test.each<[string, string, Result["data"]]>([
    ["one character", "a", { lines: 1, characters: 1, clipped: 0 }],
    ["one character, many times", "aaa\n", { lines: 1, characters: 1, clipped: 0 }],
    ["lines that end in CR LF", "ab\r\ncd\r\n", { lines: 2, characters: 4, clipped: 0 }],
    ["code points, not halves of them", "🦦🐚\n🦦\n", { lines: 2, characters: 2, clipped: 0 }],
    // The end of a line of 15 characters is the block's sixteenth prediction.
    ["lines up to the block and beyond", `${"ab".repeat(8)}\n${"a".repeat(15)}\nabc`, { lines: 3, characters: 3, clipped: 1 }], // prettier-ignore
  ])("%s", async (_, text, data) => {
    const got = await result("--data", file(text), "--iterations", "6", "--samples", "2");
    expect(got.data).toEqual(data);
    expect(got.losses).toHaveLength(6);
    expect(got.losses.every((loss) => Number.isFinite(loss))).toBe(true);
  });

  test("what it saved invents the same lines, in another process", async () => {
    const { samples } = await result("--data", file(POEM), "--iterations", "30", "--samples", "6");
    const model = join(directory, "out/model.safetensors");
    const invented = (...args: string[]): Promise<Ended> => chainrule("invent", "--model", model, ...args);
    const { code, stdout } = await invented("--samples", "6", "--json");
    expect([code, JSON.parse(stdout)]).toEqual([0, samples]);
    expect((await invented("--samples", "6")).stdout).toBe(samples.map((line) => `${line}\n`).join(""));
    expect((await invented("--samples", "6", "--seed", "9")).stdout).not.toBe(stdout);
  });

  test("invent: weights that are not there, and others", async () => {
    const none = await chainrule("invent", "--model", join(directory, "none"));
    expect([none.code, none.stdout]).toEqual([1, ""]);
    expect(none.stderr).toMatch(
      /^chainrule: .*none: there is no such file; `chainrule train microgpt` makes one\n$/,
    );
    const other = await chainrule("invent", "--model", file("12345"));
    expect([other.code, other.stdout]).toEqual([1, ""]);
    expect(other.stderr).toMatch(/^chainrule: .*\.txt: safetensors: the file is cut off at 5 bytes.*\n$/);
  });

  test("says that a line is longer than the block", async () => {
    const { stdout } = await train("--data", file(`${"x".repeat(40)}\ny`), "--iterations", "2");
    expect(stdout).toContain("1 line longer than the block: only the first 16 characters are learned");
  });

  test("no step at all: names from a model that knows nothing", async () => {
    const { losses, samples } = await result("--data", file(POEM), "--iterations", "0");
    expect([losses, samples.length]).toEqual([[], 20]);
  });

  test("Ctrl-C stops after a step, saves, and exits with 130", async () => {
    const out = join(directory, "interrupted");
    // Short lines take short steps, and it is some way to the first sign of progress.
    const running = start(
      "train",
      "microgpt",
      "--data",
      file("ab\n"),
      "--out",
      out,
      "--iterations",
      "200000",
    );
    await running.printed(/20000\/|2\d{4}\/200000/);
    running.signal("SIGINT");
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    const steps = Number(/interrupted after (\d+) iterations/.exec(stdout)?.[1]);
    expect(steps).toBeLessThan(200_000);
    const { losses } = JSON.parse(readFileSync(join(out, "history.json"), "utf8")) as Result;
    expect(losses).toHaveLength(steps);
    expect(stdout).toContain("invented:");
  });

  test.each<[string, () => string, RegExp]>([
    ["an empty file", () => file(""), /no line to learn from, expected at least one character/],
    ["blank lines only", () => file(" \n\r\n\t\n"), /no line to learn from/],
    ["a file that is not there", () => join(directory, "nowhere.txt"), /nowhere\.txt: there is no such file/],
    ["bytes that are no text", () => file(Uint8Array.of(0xff, 0xfe, 0x00)), /this is no UTF-8 text/],
    [
      "a directory",
      () => {
        mkdirSync(join(directory, "folder"));
        return join(directory, "folder");
      },
      /folder: this is a directory, expected a text file/,
    ],
  ])("refused: %s", async (_, data, message) => {
    const { code, stdout, stderr } = await train("--data", data());
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^chainrule: .*\n$/);
    expect(stderr).toMatch(message);
  });

  test("usage: a temperature that is no positive number", async () => {
    const { code, stderr } = await train("--temperature", "0");
    expect(code).toBe(2);
    expect(stderr).toMatch(/--temperature.*positive number/s);
  });
});

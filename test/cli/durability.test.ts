/** Nothing a user owns is lost: runs that diverge, are ended or killed, meet full disks and each other; output that reaches nobody. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { decodeMicroGpt } from "chainrule/models";
import { projectRoot } from "../child.js";
import { writeDigits } from "../datasets/idx.js";
import { chainrule, start, type Ended, type Running } from "./process.js";

const root = mkdtempSync(join(tmpdir(), "chainrule-durability-"));
const text = join(root, "names.txt");
const digits = join(root, "digits");
const MAIN = join(projectRoot, "dist/cli/main.js");

/** Both commands, on so little data that a run takes as long as its process needs to start. */
const COMMANDS = {
  microgpt: ["train", "microgpt", "--data", text, "--samples", "1"],
  mnist: ["train", "mnist", "--data", digits, "--batch", "5"],
} as const;
/** A run that does not end by itself, and what it prints when it has begun. */
const LONG = 200_000;
const UNDER_WAY = /epoch 1:|2\d{4}\/200000 /;
type Command = keyof typeof COMMANDS;

const filesIn = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "latin1")]),
  );

let made = 0;
/** A directory with the model of a run that went well. */
async function withModel(command: Command): Promise<string> {
  const out = join(root, `out-${String(made++)}`);
  const { code } = await chainrule(...COMMANDS[command], "--iterations", "4", "--out", out);
  expect(code).toBe(0);
  return out;
}

beforeAll(() => {
  writeFileSync(text, "anna\nbob\ncarl\n");
  writeDigits(digits, { train: 20, test: 10 });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const train = (command: Command, out: string, ...args: string[]): Promise<Ended> =>
  chainrule(...COMMANDS[command], "--out", out, ...args);

const historyIn = (out: string): number[] =>
  (JSON.parse(readFileSync(join(out, "history.json"), "utf8")) as { losses: number[] }).losses;

test.each(["microgpt", "mnist"] as const)(
  "defect 21: train %s that diverges fails, and the model that was there stays",
  async (command) => {
    const out = await withModel(command);
    const before = filesIn(out);
    // After one step the numbers are finite still, and no longer a model.
    const { code, stdout, stderr } = await train(
      command,
      out,
      "--learning-rate",
      "1e300",
      "--iterations",
      "1",
      "--json",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chainrule: .*(NaN|Infinity)[^]*try a smaller learning rate/);
    expect(stderr).toContain(`nothing was saved: the files in ${out} are as they were\n`);
    expect(`chainrule: ${(JSON.parse(stdout) as { error: string }).error}\n`).toBe(stderr);
    expect(filesIn(out)).toEqual(before);
  },
);

test.each([
  ["microgpt", "SIGTERM", 143],
  ["mnist", "SIGHUP", 129],
] as const)("defect 27: train %s saves at %s as at Ctrl-C", async (command, signal, expected) => {
  const out = join(root, `${command}-${signal}`);
  const running = start(...COMMANDS[command], "--out", out, "--iterations", String(LONG));
  await running.printed(UNDER_WAY);
  running.signal(signal);
  const { code, stdout } = await running.ended;
  expect(code).toBe(expected);
  const steps = Number(/interrupted after (\d+) iterations/.exec(stdout)?.[1]);
  expect([historyIn(out).length, steps < LONG]).toEqual([steps, true]);
  expect(readdirSync(out)).toContain("model.safetensors");
});

describe("train microgpt", () => {
  const under = async (name: string): Promise<{ out: string; running: Running }> => {
    const out = join(root, name);
    const running = start(...COMMANDS.microgpt, "--out", out, "--iterations", String(LONG));
    await running.printed(UNDER_WAY);
    return { out, running };
  };

  test("a second signal ends it at once", async () => {
    const { out, running } = await under("twice");
    running.signal("SIGTERM");
    running.signal("SIGINT");
    expect([143, 130]).toContain((await running.ended).code);
    expect(readdirSync(out)).toEqual([]);
  });

  test("output that nobody reads any more: the run is saved", async () => {
    const { out, running } = await under("pipe");
    running.hangUp();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([141, ""]);
    expect(readdirSync(out).sort()).toEqual(["history.json", "loss.svg", "model.safetensors"]);
  });

  test("a disk that is full: the model that was there stays, and nothing unfinished", async () => {
    const out = await withModel("microgpt");
    const before = filesIn(out);
    const args = [MAIN, ...COMMANDS.microgpt, "--iterations", "6", "--out", out];
    const limited = ["-c", 'ulimit -f 8; exec "$0" "$@"', process.execPath, ...args];
    const { status, stderr } = spawnSync("sh", limited, { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^chainrule: .*: the file cannot be written \(EFBIG.*\n$/);
    expect(filesIn(out)).toEqual(before);
  });

  test("a place that cannot be written is an error before the run, not after it", async () => {
    const out = join(root, "refused");
    mkdirSync(join(out, "history.json"), { recursive: true });
    const { code, stdout, stderr } = await train("microgpt", out);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      `chainrule: ${join(out, "history.json")}: the file cannot be written (it is a directory, expected a file)\n`,
    ]);
  });

  test("two runs in one folder: both end well, and every file is whole", async () => {
    const out = join(root, "two");
    const runs = await Promise.all(
      ["1", "2"].map((seed) => train("microgpt", out, "--iterations", "9", "--seed", seed)),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(out).sort()).toEqual(["history.json", "loss.svg", "model.safetensors"]);
    expect(historyIn(out)).toHaveLength(9);
    expect(decodeMicroGpt(readFileSync(join(out, "model.safetensors"))).characters.list).toHaveLength(7);
  });
});

describe("standard output", () => {
  /** Runs a command whose output goes to a descriptor, or to a pipe that is closed. */
  const ended = (args: readonly string[], stdout: "pipe" | number): Promise<[number | null, string]> => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", stdout, "pipe"] });
    child.stdout?.destroy();
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve) => {
      child.on("close", (code) => {
        resolve([code, stderr]);
      });
    });
  };
  const COMMAND = ["grad", "x^2", "--at", "x=1"];

  test.each([["--help"], COMMAND, [...COMMAND, "--json"]])(
    "defect 43: on a disk that is full %s says so, and fails",
    async (...args) => {
      expect(await ended(args, openSync("/dev/full", "w"))).toEqual([
        1,
        "chainrule: standard output cannot be written (ENOSPC: no space left on device, write)\n",
      ]);
    },
  );

  test("closed by who reads it, a command does not complain", async () => {
    expect(await ended(COMMAND, "pipe")).toEqual([0, ""]);
  });
});

describe("--json", () => {
  test("defect 28: check prints JSON where the numbers are none", async () => {
    const { code, stdout, stderr } = await chainrule("check", "log(x)", "--at", "x=-1", "--json");
    const { ok, inputs } = JSON.parse(stdout) as { ok: boolean; inputs: Record<string, unknown>[] };
    expect([code, stderr, ok]).toEqual([1, "", false]);
    expect(inputs).toEqual([
      expect.objectContaining({ input: "x", at: -1, numeric: "NaN", error: "NaN", ok: false }),
    ]);
  });

  test.each<[string, string[], number, RegExp]>([
    ["grad", ["x +", "--at", "x=1"], 1, /^parse: /],
    ["train", ["microgpt", "--iterations", "-1"], 2, /whole number/],
    ["predict", ["none.png", "--model", "none"], 1, /none: there is no such file/],
  ])("an error of %s %j is JSON, too", async (command, args, expected, message) => {
    const { code, stdout } = await chainrule(command, ...args, "--json");
    expect(code).toBe(expected);
    expect((JSON.parse(stdout) as { error: string }).error).toMatch(message);
  });
});

test("defect 43: --version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
    version: string;
  };
  expect((await chainrule("--version")).stdout).toBe(`${version}\n`);
});

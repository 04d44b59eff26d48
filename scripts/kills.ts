/**
 * `npm run kills -- --seed 1 --count 50`: kills each `train` command so many times, at random moments and at random changes of its folder, and looks
 * at what is left: every file whole, the model one that loads, and nothing unfinished after the next run. Exits with 1 if something is lost.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decodeMicroGpt } from "../src/models/index.js";
import { decodeSafetensors, random } from "../src/nn/index.js";
import { chainrule, start } from "../test/cli/process.js";
import { writeDigits } from "../test/datasets/idx.js";

const { values: given } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "50" } },
});
const [seed, count] = [Number(given.seed), Number(given.count)];

const folder = mkdtempSync(join(tmpdir(), "chainrule-kills-"));
const [text, digits] = [join(folder, "names.txt"), join(folder, "digits")];
writeFileSync(text, "anna\nbob\ncarl\n");
writeDigits(digits, { train: 20, test: 10 });

const endsWith =
  (end: string) =>
  (bytes: Buffer): void => {
    if (!bytes.toString().trimEnd().endsWith(end)) throw new Error(`does not end with ${end}`);
  };
/** What throws for a file that is cut off, by the end of its name. */
const isWhole: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  json: (bytes) => JSON.parse(bytes.toString()) as unknown,
  svg: endsWith("</svg>"),
  html: endsWith("</html>"),
  dot: endsWith("}"),
};

const COMMANDS = {
  microgpt: { args: ["--data", text, "--samples", "1"], model: decodeMicroGpt },
  mnist: { args: ["--data", digits, "--batch", "5"], model: decodeSafetensors },
};
/** Steps of a run that ends by itself some time after its first line. */
const STEPS = 2000;
const SIGNALS = ["SIGKILL", "SIGKILL", "SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const;

/** What is wrong with the files of a folder; a process that was killed may leave a hidden one, which the next run clears away. */
function lost(out: string, model: (bytes: Uint8Array) => unknown): string[] {
  return readdirSync(out).flatMap((name) => {
    if (name.startsWith(".")) return [];
    const check = name.endsWith(".safetensors") ? model : isWhole[name.split(".").at(-1) ?? ""];
    try {
      if (check === undefined) throw new Error("is no file of a run");
      check(readFileSync(join(out, name)));
      return [];
    } catch (error) {
      return [`${name} ${(error as Error).message}`];
    }
  });
}

const { uniform, integer } = random(seed);
const problems: string[] = [];
for (const [command, { args, model }] of Object.entries(COMMANDS)) {
  const out = join(folder, command);
  const run = ["train", command, ...args, "--out", out, "--iterations"];
  const begin = performance.now();
  const { code } = await chainrule(...run, String(STEPS));
  if (code !== 0) throw new Error(`train ${command} ended with ${String(code)}`);
  const whole = performance.now() - begin;
  const files = readdirSync(out).sort().join(" ");
  let [killed, ofWriting] = [0, 0];
  for (let i = 0; i < count; i++) {
    const signal = SIGNALS[integer(SIGNALS.length)] as NodeJS.Signals;
    const running = start(...run, String(STEPS), "--seed", String(i));
    // Saving is a thousandth of a run, so every second kill waits for it.
    let changes = i % 2 === 0 ? Infinity : 1 + integer(4 * files.split(" ").length);
    const timer = setTimeout(() => { running.signal(signal); }, changes === Infinity ? whole * uniform() : 4 * whole); // prettier-ignore
    const watcher = watch(out, () => {
      if (--changes === 0) running.signal(signal);
    });
    const ended = await running.ended;
    clearTimeout(timer);
    watcher.close();
    if (ended.code !== 0) killed++;
    if (readdirSync(out).some((name) => name.startsWith("."))) ofWriting++;
    const found = lost(out, model);
    if (!files.split(" ").every((name) => readdirSync(out).includes(name))) found.push("a file is gone");
    problems.push(...found.map((problem) => `train ${command}, ${signal} ${String(i)}: ${problem}`));
  }
  await chainrule(...run, "4");
  const left = readdirSync(out).sort().join(" ");
  if (left !== files) problems.push(`train ${command}: the next run leaves ${left}, expected ${files}`);
  console.log(
    `train ${command}: ${String(count)} runs, ${String(killed)} ended by a signal, ${String(ofWriting)} of them while a file was being written`,
  );
}
rmSync(folder, { recursive: true });
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "nothing was lost" : `${String(problems.length)} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

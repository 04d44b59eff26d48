/**
 * Commands that the documentation shows. Those of `chainrule` run, in a directory of their own, through the built package; of the
 * others, which install, train for minutes or open a window, every script, option, folder and file is looked up.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectRoot } from "../child.js";
import { readProjectFile } from "../files.js";
import { blocksOf, where } from "./blocks.js";

/** What is wrong with a command, given its words; the folder is the one it is in. */
type Runner = (words: readonly string[], folder: string) => string[];

const unless = (holds: boolean, complaint: string): string[] => (holds ? [] : [complaint]);
const there = (...path: readonly string[]): string[] =>
  unless(existsSync(join(projectRoot, ...path)), `${path.join("/")} is not there`);

const scriptsOf = (folder: string): Record<string, string> =>
  (JSON.parse(readProjectFile(join(folder, "package.json"))) as { scripts?: Record<string, string> })
    .scripts ?? {};

/** The source of what a script runs: itself, or what the compiler made of it in out/. */
const sourceOf = (path: string): string => path.replace(/^out\/(.*)\.js$/, "$1.ts");

/** The sources that a script runs, scripts that it calls included. */
function sourcesOf(name: string, folder: string): string {
  const script = scriptsOf(folder)[name] ?? "";
  const files = (script.match(/\S+\.[jt]s\b/g) ?? [])
    .map(sourceOf)
    .filter((path) => path.endsWith(".ts") && existsSync(join(projectRoot, folder, path)));
  const called = Array.from(script.matchAll(/npm run (\S+)/g), ([, other = ""]) => sourcesOf(other, folder));
  return [...files.map((path) => readProjectFile(join(folder, path))), ...called].join("\n");
}

function script(name: string, options: readonly string[], folder: string): string[] {
  const sources = sourcesOf(name, folder);
  return [
    ...unless(name in scriptsOf(folder), `there is no script ${name}`),
    ...options.flatMap((option) => {
      if (option.startsWith("--")) return unless(sources.includes(`${option.slice(2)}: { type:`), `${name} has no ${option}`); // prettier-ignore
      return option.includes(".") ? there(folder, option) : [];
    }),
  ];
}

const runners: Readonly<Record<string, Runner>> = {
  npx: ([command = "", ...words]) => {
    if (command !== "chainrule") return [`${command} is not ours`];
    const directory = mkdtempSync(join(tmpdir(), "chainrule-commands-"));
    const ran = spawnSync(process.execPath, [join(projectRoot, "dist/cli/main.js"), ...words], { cwd: directory, encoding: "utf8" }); // prettier-ignore
    const output = words[words.indexOf("-o") + 1] ?? "";
    const left = words.includes("-o") ? unless(existsSync(join(directory, output)), `no ${output}`) : [];
    rmSync(directory, { recursive: true });
    return [...unless(ran.status === 0 && ran.stdout !== "", ran.stderr || "it said nothing"), ...left];
  },
  npm: ([verb = "", ...words], folder) => {
    const [, prefix = folder] = words[0] === "--prefix" ? words : [];
    const options = words.filter((word, i) => word !== "--" && i > words.indexOf("--"));
    if (verb === "ci") return there(prefix, "package-lock.json");
    if (verb === "pack") return there(folder, "package.json");
    if (verb === "run") return script(words[0] ?? "", words.includes("--") ? options : [], folder);
    return ["start", "test"].includes(verb)
      ? script(verb, options, folder)
      : [`npm ${verb} is not known here`];
  },
  jupyter: ([, folder = ""]) => there(folder, "README.md"),
  JUPYTER_PATH: ([path = ""]) => there(path, "kernels", "tslab", "kernel.json"),
  cd: () => [],
};

/** Commands as words; a variable that is set before one is a command of its own. */
const commands = (line: string): string[][] =>
  line
    .replace(/(^|\s)#.*$/, "")
    .replaceAll(/\b([A-Z_]+)=(\S+)/g, "$1 $2 &&")
    .split("&&")
    .map((command) =>
      Array.from(command.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? ""),
    )
    .filter((words) => words.length > 0);

/** What is wrong with the lines of a block. */
function complaints(code: string): string[] {
  return code.split("\n").flatMap((line) => {
    let folder = ".";
    return commands(line).flatMap(([name = "", ...words]) => {
      if (name === "cd") folder = words[0] ?? "";
      return runners[name]?.(words, folder) ?? [`no test runs ${name}`];
    });
  });
}

test.each(blocksOf("sh").map((block) => [where(block), block] as const))("%s", (_, { code }) => {
  expect(complaints(code)).toEqual([]);
});

test.each([
  ["curl example.org", "no test runs curl"],
  ["npm run trian", "there is no script trian"],
  ["npm run notebooks -- --upgrade", "notebooks has no --upgrade"],
  ["npm run notebooks -- notebooks/part7.ipynb  # some", "./notebooks/part7.ipynb is not there"],
  ["npm ci --prefix nowhere && npm pack", "nowhere/package-lock.json is not there"],
  ["JUPYTER_PATH=nowhere jupyter lab notebooks", "nowhere/kernels/tslab/kernel.json is not there"],
  ['npx chainrule grad "x *" --at x=2', /expected/],
  ['npx chainrule draw "x * y" --at x=1,y=2 --outt a.svg', /--outt/],
])("%s is found to be wrong", (line, complaint) => {
  expect(complaints(line)).toEqual([
    complaint instanceof RegExp ? expect.stringMatching(complaint) : complaint,
  ]);
});

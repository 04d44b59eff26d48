/** Code blocks of the docs and of doc comments, as programs that check what their comments say. */
import { spawnSync } from "node:child_process";
import ts from "typescript";
import { projectRoot } from "../child.js";
import { projectFiles, readProjectFile } from "../files.js";
import { blocks, where } from "./blocks.js";

export interface Example {
  readonly where: string;
  readonly code: string;
  /** What it prints, if the page shows that. */
  readonly prints?: string;
}

/** A statement and what it gives: `expression; // [1, 2], to 8 decimals`. */
const CHECKED = /^(.*); \/\/ (.+?)(?:, to (\d+) decimals)?$/;

/** The programs of the pages, those that the site draws among them, each with the output that is shown below it. */
const programs = (): Example[] =>
  blocks().flatMap((block, i, all) => {
    const next = all[i + 1];
    if (block.kind === "text" && all[i - 1]?.kind !== "ts")
      throw new Error(`${where(block)} is the output of nothing`);
    if (block.kind !== "ts") return [];
    return [{ where: where(block), code: block.code, ...(next?.kind === "text" && { prints: next.code }) }];
  });

/** The @example of every doc comment of a source file. */
function comments(path: string): Example[] {
  const found = readProjectFile(path).matchAll(/@example\n((?:\s*\* .*\n)+?)\s*(?:\*\/|\* @)/g);
  return Array.from(found, ([, code = ""], i) => ({
    where: `${path}, example ${String(i + 1)}`,
    code: code.replaceAll(/^\s*\* /gm, ""),
  }));
}

export const examples = (): Example[] => [
  ...programs(),
  ...projectFiles()
    .filter((path) => path.startsWith("src/"))
    .flatMap(comments),
];

/** What a comment says, if it says a value. */
function literal(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How many statements of an example say what they give. */
export const checks = ({ code }: Example): number =>
  code.split("\n").filter((line) => literal(CHECKED.exec(line)?.[2] ?? "")).length;

/** The names that each entry exports; a doc comment uses them without importing them. */
export type Exports = ReadonlyMap<string, readonly string[]>;

/** The example as a JavaScript module that throws where a statement does not give what its comment says. */
export function program({ code, prints }: Example, entries: Exports): string {
  const checked = code
    .split("\n")
    .map((line) => {
      const [, expression = "", expected = "", decimals = ""] = CHECKED.exec(line) ?? [];
      return literal(expected) ? `check(${expression}, ${expected}, ${decimals || "undefined"});` : line;
    })
    .join("\n");
  const missing = Array.from(entries, ([entry, names]) => {
    const used = names.filter(
      (name) =>
        new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`import.*\\b${name}\\b`, "s").test(code),
    );
    return used.length === 0 ? "" : `import { ${used.join(", ")} } from "${entry}";\n`;
  }).join("");
  const source = `
    import assert from "node:assert/strict";
    ${missing}
    const plain = (x) => (ArrayBuffer.isView(x) ? Array.from(x) : x);
    const check = (actual, expected, decimals) => {
      if (decimals === undefined) return assert.deepEqual(plain(actual), expected);
      const [a, e] = [plain(actual), expected].flatMap((x) => [[x].flat()]);
      assert.equal(a.length, e.length);
      e.forEach((x, i) => assert(Math.abs(a[i] - x) <= 0.5 * 10 ** -decimals, String(a) + " is not " + String(e)));
    };
    ${prints === undefined ? checked : printing(checked, prints)}`;
  const { ESNext } = ts.ModuleKind;
  return ts.transpile(source, { module: ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true });
}

const printing = (code: string, prints: string): string => `
  const printed = [];
  const console = { log: (...words) => printed.push(words.join(" ") + "\\n") };
  ${code}
  assert.equal(printed.join(""), ${JSON.stringify(prints)});`;

/** Imports modules given as text, one after another, and reports what each threw; a bare name means nothing in such a module. */
const RUNNER = `
  import { readFileSync, writeSync } from "node:fs";
  const sources = JSON.parse(readFileSync(0, "utf8"));
  const failures = sources.map(() => "did not end");
  process.on("exit", () => writeSync(1, "\\n" + JSON.stringify(failures)));
  const address = (_, name) => 'from "' + import.meta.resolve(name) + '"';
  for (const [i, source] of sources.entries()) {
    const module = source.replaceAll(/from "(?!node:)([^"]+)"/g, address);
    try {
      await import("data:text/javascript;base64," + Buffer.from(module).toString("base64"));
      failures[i] = "";
    } catch (error) {
      failures[i] = error.stack.replaceAll(/data:[^:]*/g, "example");
    }
  }`;

/** Runs modules on the built package, all in one process; gives for each what it threw, or "". */
export function failures(sources: readonly string[]): string[] {
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", RUNNER], {
    cwd: projectRoot,
    encoding: "utf8",
    input: JSON.stringify(sources),
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n"))) as string[];
}

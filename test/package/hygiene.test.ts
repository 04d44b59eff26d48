/** What must not stand in any file of the project. */
import { describe, expect, test } from "@jest/globals";
import { projectFiles, readProjectFile } from "../files.js";

const MOST_LINES = 260;

const files = projectFiles().filter((path) => !/\.(png|gz|safetensors|wasm)$/.test(path));
const having = (pattern: RegExp, among = files): string[] =>
  among.filter((path) => pattern.test(readProjectFile(path)));
const code = files.filter((path) => /\.(ts|js|cjs|mjs)$/.test(path));
const sources = code.filter((path) => path.startsWith("src/"));

/** A letter in brackets keeps a pattern from finding itself here. */
describe("files", () => {
  test.each<[string, RegExp, string[]]>([
    ["paths of one machine", /(^|["'\s(`])\/(work|tmp|root|home)\//m, files],
    ["waived rules", /[e]slint-disable|@[t]s-ignore|@[t]s-nocheck|[p]rettier-ignore-start/, code],
    [
      "tests left out or alone",
      /\b(test|it|describe)\.(only|skip|todo)\b|\b(xit|xtest|xdescribe|fdescribe)\(/,
      code,
    ],
    ["code made from text", /\beval\(|new Function\(/, sources],
    ["tests of nothing", /expect\(true\)\.toBe\(true\)|[t]oBeCloseTo/, code],
    ["registry hosts", /"[r]esolved": "(?!\.\.")|registry\.[a-z]+\.(org|com)/, files],
    ["leftovers", /\b([T]ODO|[F]IXME|[X]XX)\b/, files],
  ])("%s", (_, pattern, among) => {
    expect(having(pattern, among)).toEqual([]);
  });

  test("console belongs to the command line", () => {
    const engine = code.filter((path) => path.startsWith("src/") && !path.startsWith("src/cli/"));
    expect(having(/^(?!\s*\/?\*).*\bconsole\./m, engine)).toEqual([]);
  });

  test(`no source file is longer than about ${String(MOST_LINES)} lines, unless it is generated`, () => {
    const long = code.filter((path) => {
      const text = readProjectFile(path);
      return (
        path.startsWith("src/") && !text.startsWith("// Generated") && text.split("\n").length > MOST_LINES
      );
    });
    expect(long).toEqual([]);
  });

  /** What is written a second time is corrected in one of the two places. */
  test.each<[string, RegExp, string]>([
    ["central differences", /\(above - below\)|Math\.cbrt\(Number\.EPSILON\)/, "src/checks/differences.ts"],
    [
      "how far two derivatives are apart",
      /\/ Math\.max\(1, Math\.abs\(\w+\), Math\.abs\(\w+\)\)/,
      "src/checks/differences.ts",
    ],
    ["which rows of scores are right", /\bright(\+\+| \+= (?!countRight\())/, "src/nn/matrix/display.ts"],
  ])("written once: %s", (_, pattern, path) => {
    expect(having(pattern, sources)).toEqual([path]);
  });

  test("parameters and gradients that programs share are copied by the compiler alone", () => {
    const others = sources.filter((path) => !path.startsWith("src/compile/"));
    expect(having(/\b(program|target)\.(parameters|gradients)\.set\(/, others)).toEqual([]);
  });
});

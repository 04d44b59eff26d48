/** The commands on expressions as processes: draw, explain, grad and check, with good input and bad. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { chainrule, start, startIn, type Ended } from "./process.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-expressions-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const APPLES = ["apple * count * tax", "--at", "apple=100,count=2", "--at", "tax=1.1"] as const;
const SQUARE = ["t = x + y; z = t^2", "--at", "x=1,y=2"] as const;

/** A command that reads its expression from standard input. */
function typed(text: string, ...args: string[]): Promise<Ended> {
  const running = start(...args);
  running.type(text);
  return running.ended;
}

describe("grad", () => {
  test("a table", async () => {
    const { stdout, stderr, code } = await chainrule("grad", ...SQUARE);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe("z = 9\n\nname  at  derivative\nx      1           6\ny      2           6\n");
  });

  test("JSON with all digits", async () => {
    const { stdout } = await chainrule("grad", ...APPLES, "--json");
    expect(JSON.parse(stdout)).toEqual({
      value: 100 * 2 * 1.1,
      at: { apple: 100, count: 2, tax: 1.1 },
      gradient: { apple: 2 * 1.1, count: 100 * 1.1, tax: 200 },
    });
  });

  test("from standard input, and after --", async () => {
    expect((await typed("x^2 # squared\n", "grad", "-", "--at", "x=3")).stdout).toMatch(
      /^value = 9\n[^]*x +3 +6\n$/,
    );
    expect((await chainrule("grad", "--at", "x=3", "--", "-x^2")).stdout).toMatch(/^value = -9\n/);
  });

  test("NaN and infinity are words in JSON", async () => {
    const { stdout } = await chainrule("grad", "log(x)", "--at", "x=0", "--json");
    expect(JSON.parse(stdout)).toEqual({ value: "-Infinity", at: { x: 0 }, gradient: { x: "Infinity" } });
  });
});

describe("check", () => {
  test("both derivatives, and exit code 0 where they agree", async () => {
    const { stdout, code } = await chainrule("check", "tanh(x * w)", "--at", "x=0.5,w=-1", "--json");
    const { ok, inputs } = JSON.parse(stdout) as { ok: boolean; inputs: { input: string; error: number }[] };
    expect([code, ok, inputs.map(({ input }) => input)]).toEqual([0, true, ["x", "w"]]);
    for (const { error } of inputs) expect(error).toBeLessThan(1e-9);
  });

  test("exit code 1 where they do not", async () => {
    const { stdout, code } = await chainrule("check", "relu(x)", "--at", "x=0");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^name .*relative error\nx +0 +0 +0\.5 +5\.0e-1 +FAILED\n$/);
  });

  test("what is no number", async () => {
    const { stderr, code } = await chainrule("check", "sqrt(x)", "--at", "x=-1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chainrule: gradcheck: x at -1: back propagation gives NaN/);
  });
});

describe("explain", () => {
  test("the derivation by one name", async () => {
    const { stdout } = await chainrule("explain", ...SQUARE, "--by", "x");
    expect(stdout).toMatch(/∂z\/∂x = ∂z\/∂z · ∂z\/∂t · ∂t\/∂x = 1 · 2t · 1 = 2\(x \+ y\) = 6\n$/);
  });

  test("as TeX and as JSON", async () => {
    expect((await chainrule("explain", ...SQUARE, "--tex")).stdout).toMatch(
      /^\\begin\{aligned\}\n[^]*\\end\{aligned\}\n$/,
    );
    const { steps } = JSON.parse((await chainrule("explain", ...SQUARE, "--json")).stdout) as {
      steps: unknown[];
    };
    expect(steps[0]).toEqual({
      node: "t",
      through: "z",
      upstream: 1,
      symbol: "2t",
      local: 6,
      product: 6,
      sum: 6,
    });
  });
});

describe("draw", () => {
  test("prints DOT", async () => {
    const { stdout, stderr, code } = await chainrule(
      "draw",
      ...APPLES,
      "--theme",
      "dark",
      "--highlight",
      "tax",
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^digraph "computation" \{\n[^]*along the bold path: ∂v2\/∂tax = 200[^]*\}\n$/);
  });

  test("writes SVG and DOT, whole, into directories that it makes", async () => {
    for (const name of ["a.svg", "a.dot"]) {
      const out = join(directory, "made", "of", name);
      expect((await chainrule("draw", ...APPLES, "-o", out)).stdout).toBe(`wrote ${out}\n`);
      expect(readFileSync(out, "utf8")).toMatch(name === "a.svg" ? /<svg[^]*<\/svg>/ : /^digraph/);
    }
    expect(readdirSync(join(directory, "made", "of")).sort()).toEqual(["a.dot", "a.svg"]);
  });

  describe("PNG and PDF go through the dot that is on the PATH", () => {
    /** A stand-in that answers with its arguments and what it was given. */
    const fakeDot = (script: string): string => {
      const bin = mkdtempSync(join(directory, "bin-"));
      writeFileSync(join(bin, "dot"), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, "dot"), 0o755);
      return [bin, "/usr/bin", "/bin"].join(delimiter);
    };

    test.each(["png", "pdf"])("%s", async (format) => {
      const out = join(directory, `b.${format}`);
      const running = startIn({ PATH: fakeDot('echo "$1"; cat') }, "draw", ...APPLES, "-o", out);
      expect((await running.ended).code).toBe(0);
      expect(readFileSync(out, "utf8")).toMatch(new RegExp(`^-T${format}\ndigraph`));
    });

    test("none there", async () => {
      const out = join(directory, "none.png");
      const { stderr, code } = await startIn({ PATH: directory }, "draw", ...APPLES, "-o", out).ended;
      expect([code, existsSync(out)]).toEqual([1, false]);
      expect(stderr).toMatch(/^chainrule: PNG needs the program dot of Graphviz, which is not installed/);
    });

    test("one that fails", async () => {
      const path = fakeDot('echo "no fonts" >&2; exit 3');
      const { stderr, code } = await startIn(
        { PATH: path },
        "draw",
        ...APPLES,
        "-o",
        join(directory, "f.pdf"),
      ).ended;
      expect([code, stderr]).toEqual([1, "chainrule: dot ended with 3: no fonts\n"]);
    });
  });
});

describe("mistakes", () => {
  test.each<[string, string[], number, RegExp]>([
    [
      "a bracket that stays open",
      ["grad", "(x", "--at", "x=1"],
      1,
      /^chainrule: parse: column 3: expected[^]*\n {2}\(x\n {4}\^\n$/,
    ],
    [
      "a name without a value",
      ["grad", "x * w", "--at", "x=1"],
      1,
      /column 5: w has no value[^]*\^\n {2}values are given by --at, as in --at w=1\n$/,
    ],
    ["a function as a name", ["grad", "sin + 1"], 1, /sin is a function, write sin\(…\)\n[^]*\^\n$/],
    ["a value that is no number", ["grad", "x", "--at", "x=one"], 2, /--at.*Expected a number for x/],
    ["a value without a name", ["grad", "x", "--at", "3"], 2, /Expected name=number/],
    ["a value twice", ["grad", "x", "--at", "x=1,x=2"], 2, /x is given twice/],
    ["no expression", ["grad"], 2, /missing required argument 'expression'/],
    [
      "a style that is not there",
      ["draw", "x", "--at", "x=1", "--style", "comic"],
      2,
      /Allowed choices are textbook, record/,
    ],
    [
      "a picture of another kind",
      ["draw", "x", "--at", "x=1", "-o", "x.gif"],
      1,
      /x\.gif: the name ends in \.gif, expected \.svg/,
    ],
    [
      "a name to highlight that is not there",
      ["draw", "x", "--at", "x=1", "--highlight", "y"],
      1,
      /y has no value; --at gives x/,
    ],
    ["too few boxes", ["draw", "x", "--at", "x=1", "--max-nodes", "2"], 1, /maxNodes is the number 2/],
  ])("%s", async (_, args, code, message) => {
    const ended = await chainrule(...args);
    expect([ended.code, ended.stdout]).toEqual([code, ""]);
    expect(ended.stderr).toMatch(message);
  });
});

test.each(["draw", "explain", "grad", "check"])("%s --help shows examples", async (command) => {
  const { stdout, code } = await chainrule(command, "--help");
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\n(  .*\n)*  .*chainrule ${command} `));
});

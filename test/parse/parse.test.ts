/** Expressions: precedence, every operation of the table by its name, names and statements, and what is said of mistakes. */
import { describe, expect, test } from "@jest/globals";
import { topologicalOrder, Value } from "chainrule";
import { parse } from "chainrule/parse";
import { readProjectFile } from "../files.js";
import { relativeError, tolerances } from "../tolerances.js";

const values = { x: 3, y: 2, tax: 1.1 };

test.each([
  ["-x^2", -9],
  ["(-x)^2", 9],
  ["2^-1", 0.5],
  ["2^3^2", 512],
  ["2**3**2", 512],
  ["x - y - 1", 0],
  ["x / y / 2", 0.75],
  ["x − y × 2 ÷ 4 · 2", 1],
  ["2 + 3 * 4", 14],
  ["-2^2", -4],
  ["--x", 3],
  ["+x", 3],
  ["x*-y", -6],
  ["1e3 + .5 + 2.", 1002.5],
  ["pi", Math.PI],
  ["e^2", Math.E ** 2],
  ["max(1, x, 2)", 3],
  ["min([x, y])", 2],
  ["sum(x, y, 1)", 6],
  ["mean([x, y])", 2.5],
  ["dot([x, y], [y, x])", 12],
  ["leakyRelu(-x)", -0.03],
  ["leakyRelu(-x, 0.5)", -1.5],
  ["where(greater(x, y), x, y)", 3],
  ["t = x + y; t^2", 25],
  ["t = x + y; # a comment\n z = t^2;", 25],
])("%s = %d", (text, expected) => {
  expect(relativeError(parse(text, values).data, expected)).toBeLessThan(tolerances.closedForm);
});

/** The names in the generated table of the docs. */
const names = Array.from(
  readProjectFile("docs/operations.md").matchAll(/^\| `(?:x\.)?(\w+)\(/gm),
  ([, name = ""]) => name,
);

test("every operation of the table has its name here", () => {
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const tries = [
      `${name}(a)`,
      `${name}(a, b)`,
      `${name}(a, b, c)`,
      `${name}(a, b, c, c)`,
      `${name}([a, b], [b, c])`,
    ];
    const made = tries.flatMap((text) => {
      try {
        return [parse(text, { a: 0.5, b: 0.25, c: 0.75 }).op];
      } catch {
        return [];
      }
    });
    expect(made).toContain(name);
  }
});

describe("names", () => {
  test("a number becomes a leaf with the name as its label, used again where the name is", () => {
    const root = parse("x * x", values);
    expect(root.parents[0]).toBe(root.parents[1]);
    expect(root.parents[0]?.label).toBe("x");
  });

  test("a Value stands for itself", () => {
    const x = new Value(3);
    parse("x^2", { x }).backward();
    expect(x.grad).toBe(6);
  });

  test("a statement with a name labels its node", () => {
    const z = parse("t = x + y; z = t^2", values);
    expect([z.label, z.parents[0]?.label]).toEqual(["z", "t"]);
  });

  test("a second name is a node of its own, and what it names keeps its label", () => {
    const x = new Value(2, "x"),
      unlabelled = new Value(3);
    const t = parse("t = x", { x });
    t.backward();
    expect([t.label, t.data, x.label, x.grad]).toEqual(["t", 2, "x", 1]);
    expect([parse("t = y", { y: unlabelled }).label, unlabelled.label]).toEqual(["t", ""]);
    expect(parse("t = x", { x: 2 }).label).toBe("t");
    const z = parse("a = x * x; b = a; z = b + a", { x });
    expect(topologicalOrder(z).map(({ label }) => label)).toEqual(["x", "a", "b", "z"]);
    z.backward();
    expect([z.data, x.grad]).toEqual([8, 9]);
    const half_turn = parse("t = pi; t * 1", {});
    half_turn.backward();
    expect([half_turn.data, half_turn.parents[0]?.label]).toEqual([Math.PI, "t"]);
  });

  test("pi and e are constants that a given value may replace", () => {
    expect(parse("pi").op).toBe("constant");
    expect(parse("e * 1", { e: 5 }).data).toBe(5);
  });
});

test("a long sum needs no stack", () => {
  expect(parse(Array.from({ length: 20_000 }, () => "x").join(" + "), values).data).toBe(60_000);
});

describe("mistakes", () => {
  test.each<[string, string, RegExp]>([
    ["a bracket that stays open", "2 * (x", /column 7: expected .*\n {2}2 \* \(x\n {8}\^$/],
    ["nothing", "", /column 1: expected .*a name, a number/],
    ["half a sum", "x +", /column 4/],
    ["a strange sign", "x $ y", /column 3/],
    ["two values side by side", "2 x", /column 3: expected .*\* or \//],
    [
      "a name without a value",
      "foo + 1",
      /column 1: foo has no value; values are given for x, y, tax, pi, e/,
    ],
    ["a name that is nearly right", "2 * taxx", /column 5: taxx has no value; did you mean tax\?/],
    [
      "a function that is nearly right",
      "tanhh(x)",
      /column 1: there is no function tanhh; did you mean tanh\?/,
    ],
    ["a function without brackets", "sin + 1", /sin is a function, write sin\(…\)/],
    ["too few operands", "x + pow(x)", /column 5: pow is given 1 operand, expected 2 \(x, y\)/],
    ["too many operands", "tanh(x, y)", /tanh is given 2 operands, expected 1 \(x\)/],
    ["a list too many", "tanh([x])", /tanh is given a list, expected 1/],
    ["lists of other lengths", "dot([x], [x, y])", /column 1: dot: x has 1 elements and y has 2/],
    ["one list too few", "dot([x])", /dot takes two lists/],
    ["an empty list", "max([])", /max: x is empty/],
    ["a name twice", "t = 1; t = 2", /column 8: t is used before/],
    ["a given name", "x = 2", /x is given a value/],
    ["the second line", "a = x;\nb = a + qq", /line 2, column 9: qq has no value/],
    ["a name of JavaScript", "constructor + __proto__", /column 1: constructor has no value/],
    ["brackets without end", "(".repeat(50_000), /column 50001: expected a value/],
    ["a bracket that was never opened", "x)", /column 2: there is no opening bracket for this \)/],
    [
      "an opening bracket two lines above",
      "x;\n(x +\n 2",
      /line 3, column 3: expected \) for the bracket in column 1/,
    ],
    ["brackets of two kinds", "sum([x)", /column 7: expected \] for the bracket in column 5/],
    ["a list outside of a function", "[x] + 1", /column 1: a list stands where a value is expected/],
    ["a list behind a sign", "sum(-[x])", /column 6: a list stands where a value is expected/],
    ["a list in a list", "sum([[x]])", /column 6: a list stands where a value is expected/],
    ["an operation on a list", "sum([x] + 1)", /column 9: expected , or \) after a list/],
    ["a comma without a function", "(x, y)", /column 3: a comma stands outside of a function's brackets/],
    ["nothing after a comma", "max(x,)", /column 7: expected a value/],
    ["empty brackets", "x * ()", /column 6: expected a value/],
    ["two semicolons", "t = x;; t", /column 7: expected a value/],
    ["a number before a name", "2x", /column 2: expected an operation.* after 2; for a product write 2\*x/],
    ["a value with brackets", "x(y)", /column 1: x is a value, not a function; for a product write x\*\(…\)/],
    ["ln", "ln(x)", /column 1: there is no function ln; did you mean log\?/],
    ["other letters", "ReLU(x)", /there is no function ReLU; did you mean relu\?/],
    ["bars", "|x|", /column 1: expected a value.*; for \|x\| write abs\(x\)/],
    ["a comparison", "x > y", /column 3: .*; write greater\(x, y\)/],
    ["two equal signs", "t = x == y", /column 7: .*equal\(x, y\) compares/],
  ])("%s", (_, text, message) => {
    expect(() => parse(text, values)).toThrow(message);
  });

  test("values and text of other types", () => {
    expect(() => parse("x", { x: "3" as unknown as number })).toThrow(
      'parse: values.x is the string "3", expected a Value or a number',
    );
    expect(() => parse(3 as unknown as string)).toThrow("parse: text is the number 3, expected a string");
  });
});

/** Expressions that are read once and evaluated at many places. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, Value } from "chainrule";
import { expression } from "chainrule/parse";

/** Seconds of work, which other processes on the machine do not lengthen as they do those of a clock. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

describe("inputs of an expression", () => {
  test.each([
    ["z", "t = x + y; z = t^2", ["x", "y"]],
    ["order of reading, each once", "b*a + b", ["b", "a"]],
    ["lists and calls", "dot([p, q], [2, r]) - max(s, tanh(p))", ["p", "q", "r", "s"]],
    ["constants are none", "e^x + pi", ["x"]],
    ["a name before its definition is one", "z = t; t = 1", ["t"]],
    ["none at all", "1 + 2", []],
  ])("%s", (_, text, names) => {
    expect(expression(text).inputs).toEqual(names);
  });
});

describe("evaluation at several places", () => {
  test("each gives a graph of its own", () => {
    const bowl = expression("x^2 + 3*y^2");
    const x = new Value(1, "x");
    const [first, second] = [bowl.at({ x, y: 2 }), bowl.at({ x: 2, y: 1 })];
    first.backward();
    expect([first.data, second.data, x.grad]).toEqual([13, 7, 2]);
  });

  test("a name without a value is shown in its column", () => {
    expect(() => expression("x + yy").at({ x: 1 })).toThrow(ChainruleError);
    expect(() => expression("x + yy").at({ x: 1 })).toThrow(/column 5: yy has no value/);
  });

  test.each([
    ["brackets", `${"(".repeat(50_000)}x${")".repeat(50_000)}`, 3],
    ["signs", `${"-".repeat(50_001)}x`, -3],
    ["functions", `${"abs(".repeat(50_000)}x${")".repeat(50_000)}`, 3],
    ["powers", `x${"^1".repeat(50_000)}`, 3],
    ["sums in brackets", `${"(1 - ".repeat(50_000)}x${")".repeat(50_000)}`, 3],
  ])("%s in each other, 50,000 deep, need no stack", (_, text, value) => {
    expect(expression(text).at({ x: 3 }).data).toBe(value);
  });

  test("a name of a million letters is read at once", () => {
    const name = "x".repeat(1_000_000);
    const start = process.cpuUsage();
    expect(expression(`${name} + 1`).at({ [name]: 2 }).data).toBe(3);
    expect(secondsSince(start)).toBeLessThan(2);
  });

  test("a sum of 100,000 terms takes less than 0.04 ms a term", () => {
    const text = Array.from({ length: 100_000 }, () => "x").join(" + ");
    const start = process.cpuUsage();
    expect(expression(text).at({ x: 3 }).data).toBe(300_000);
    expect(secondsSince(start)).toBeLessThan(4);
  });
});

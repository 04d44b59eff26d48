/** CSV tables, Fisher's irises, and the data sets that are drawn. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { loadIris, loadNames, moons, parseCsv, spirals } from "chainrule/datasets";
import { readCsv } from "chainrule/files";
import { expectClose } from "../nn/agree.js";

const FLOWERS = 'length,"width, in cm",kind\n1.5,2,"b ""big"""\n\n-3e-1,0.25,a\r\n4,1,a\n';

describe("parseCsv", () => {
  test("quotes, commas within them, empty lines and both line ends", () => {
    const { data, inputs, classes } = parseCsv(`\uFEFF${FLOWERS}`, { target: "kind" });
    expect(inputs).toEqual(["length", "width, in cm"]);
    expect(classes).toEqual(["a", 'b "big"']);
    expect(Array.from(data.x)).toEqual([1.5, 2, -0.3, 0.25, 4, 1]);
    expect([0, 1, 2].map((i) => data.classOf(i))).toEqual([1, 0, 0]);
  });

  test("a target of numbers, chosen inputs, another delimiter", () => {
    const { data, classes } = parseCsv("a;b;c\n1;2;3\n4;5;6", { target: "b", inputs: ["c"], delimiter: ";" });
    expect([Array.from(data.x), Array.from(data.t), classes]).toEqual([[3, 6], [2, 5], []]);
    expect(parseCsv("a,b\n1,2\n4,5", { target: "b", hasClasses: true }).classes).toEqual(["2", "5"]);
  });

  test.each<[string, string, string, string]>([
    [
      "a column that is not there",
      FLOWERS,
      "colour",
      'csv: there is no column the string "colour", expected one of length',
    ],
    [
      "an input that is no number",
      "a,b\n1,2\nx,3\n",
      "b",
      'csv: a of record 2 is the string "x", expected a number',
    ],
    ["an empty cell", "a,b\n1,2\n,3\n", "b", 'csv: a of record 2 is the string "", expected a number'],
    ["a record too short", "a,b\n1\n", "b", "csv: Invalid Record Length: expect 2, got 1 on line 2"],
    ["a quote that does not end", 'a,b\n1,"2\n', "b", "csv: Quote Not Closed"],
    ["no records", "a,b\n", "b", "csv: there are no records"],
    ["nothing at all", "", "b", 'csv: there is no column the string "b"'],
  ])("refuses %s", (_, text, target, message) => {
    expect(() => parseCsv(text, { target })).toThrow(message);
  });

  test("defect 24: a hundred thousand columns, or as many classes, take no time, or are refused", () => {
    const many = Array.from({ length: 1e5 }, (_, i) => `c${String(i)}`);
    const wide = `${many.join(",")}\n${many.map(() => "1").join(",")}\n`;
    expect(parseCsv(wide, { target: "c7" }).data.inputSize).toBe(1e5 - 1);
    expect(() =>
      parseCsv(`x,name\n${many.map((name) => `1,${name}\n`).join("")}`, { target: "name" }),
    ).toThrow(
      "Dataset: 100000 examples of 100000 classes take 10000000000 targets, expected at most 536870912",
    );
    expect(() => parseCsv(`x,y\n1,"${"2\n".repeat(1e6)}`, { target: "y" })).toThrow("Quote Not Closed");
  });

  test("from a file, whose name is in the errors", () => {
    const directory = mkdtempSync(join(tmpdir(), "chainrule-csv-"));
    const path = join(directory, "flowers.csv");
    writeFileSync(path, FLOWERS);
    expect(readCsv(path, { target: "kind" }).data.count).toBe(3);
    expect(() => readCsv(path, { target: "none" })).toThrow(`${path}: csv: there is no column`);
    rmSync(directory, { recursive: true });
  });
});

test("iris: 50 flowers of each kind, with the means that Fisher's table has", () => {
  const { data, classes } = loadIris();
  const kinds = Array.from({ length: 150 }, (_, i) => data.classOf(i));
  expect(classes.map((_, c) => kinds.filter((k) => k === c).length)).toEqual([50, 50, 50]);
  const means = [0, 1, 2, 3].map(
    (j) => data.x.filter((_, i) => i % 4 === j).reduce((a, b) => a + b, 0) / 150,
  );
  expectClose(means, [876.5 / 150, 458.6 / 150, 563.7 / 150, 179.9 / 150]);
});

test("names: each once, in small letters", () => {
  const names = loadNames();
  expect(names.length).toBeGreaterThan(30_000);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["emma", "olivia", "noah"]));
  expect(names.filter((name) => !/^[a-z]+$/.test(name))).toEqual([]);
});

describe("drawn", () => {
  test("moons without noise lie on two half circles", () => {
    const data = moons(41, { noise: 0 });
    for (let i = 0; i < 41; i++) {
      const [x = NaN, y = NaN] = data.x.subarray(2 * i, 2 * i + 2);
      const [cx, cy, sign] = data.classOf(i) === 0 ? [0, 0, 1] : [1, 0.5, -1];
      expect(Math.abs(Math.hypot(x - cx, y - cy) - 1)).toBeLessThan(1e-12);
      expect(sign * (y - cy)).toBeGreaterThanOrEqual(-1e-12);
    }
    expect(moons(41).x).toEqual(moons(41).x);
    expect(moons(41, { seed: 2 }).x).not.toEqual(moons(41).x);
  });

  test("spirals: radii from 0 to 1, arms turned by 4 radians", () => {
    const data = spirals(3, 10, { noise: 0 });
    for (let i = 0; i < 30; i++) {
      const [x = NaN, y = NaN] = data.x.subarray(2 * i, 2 * i + 2);
      const radius = (i % 10) / 10;
      expect(Math.abs(Math.hypot(x, y) - radius)).toBeLessThan(1e-12);
      const angle = 4 * Math.floor(i / 10) + 4 * radius;
      expect(Math.abs(x - radius * Math.sin(angle))).toBeLessThan(1e-12);
    }
  });

  test("too few points", () => {
    expect(() => moons(2)).toThrow("moons: count is the number 2, expected a whole number from 4");
    expect(() => spirals(0)).toThrow("spirals: classes is the number 0, expected a positive integer");
  });
});

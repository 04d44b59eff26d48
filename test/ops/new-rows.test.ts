/**
 * Rows added to a copy of the project and `npm run generate`, nothing else: the operations are there eagerly, at second order, drawn, parsed, in
 * the docs and compiled in loops, and have golden values.
 */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../child.js";

/** Folds that the package does not have: a sum, a product, a length, and one in two stages. */
const ROWS = `
const squares = list({
  doc: "Sum of squares, Σ xᵢ².",
  step: (acc, x) => acc.add(x.square()),
  grad: (x) => [x.mul(two)],
  notation: named("squares"),
  domain: [R],
});
const times = list({
  doc: "Product of the elements, none of which is 0.",
  initial: 1,
  step: (acc, x) => acc.mul(x),
  grad: (x, out) => [out.div(x)],
  notation: named("times"),
  domain: [R],
});
const euclid = list({
  doc: "Length, √Σ xᵢ².",
  totals: { total: { by: sum, of: (x) => x.square() } },
  result: ({ total }) => total.sqrt(),
  grad: (x, out) => [x.div(out)],
  notation: named("euclid"),
  domain: [R],
});
const spread = list({
  doc: "Sum of the squares of the distances from the mean, Σ (xᵢ − m)².",
  least: 1,
  totals: {
    total: { by: sum, of: (x) => x },
    count: { by: sum, of: () => one },
    middle: { of: (_x, { total, count }) => total.div(count) },
    distances: { by: sum, of: (x, { middle }) => x.sub(middle).square() },
  },
  result: ({ distances }) => distances,
  grad: (x, _out, { middle }) => [x.sub(middle).mul(two)],
  notation: named("spread"),
  domain: [R],
});
`;
/** And one on a number. */
const CUBE = `cube: unary({
  doc: "Cube, x³.",
  num: (x) => x * x * x,
  grad: (x) => [constant(3).mul(x.square())],
  exact: (x) => x.mul(x).mul(x),
  notation: named("cube"),
  domain: [R],
}),`;
const NAMES = ["squares", "times", "euclid", "spread"] as const;
type Name = (typeof NAMES)[number];

const AT = [0.6, -1.1, 0.9, 1.7, 0.4, -0.8, 2.2, 1.3, -0.5];
const sum = (x: readonly number[]): number => x.reduce((total, each) => total + each, 0);

/** Value, gradient and Hessian in closed form. */
const CLOSED: Readonly<
  Record<Name, (x: readonly number[]) => readonly [value: number, gradient: number[], hessian: number[][]]>
> = {
  squares: (x) => [
    sum(x.map((a) => a * a)),
    x.map((a) => 2 * a),
    x.map((_, i) => x.map((__, j) => (i === j ? 2 : 0))),
  ],
  times: (x) => {
    const p = x.reduce((product, a) => product * a, 1);
    return [p, x.map((a) => p / a), x.map((a, i) => x.map((b, j) => (i === j ? 0 : p / a / b)))];
  },
  euclid: (x) => {
    const n = Math.sqrt(sum(x.map((a) => a * a)));
    return [
      n,
      x.map((a) => a / n),
      x.map((a, i) => x.map((b, j) => ((i === j ? 1 : 0) - (a * b) / n ** 2) / n)),
    ];
  },
  spread: (x) => {
    const m = sum(x) / x.length;
    return [
      sum(x.map((a) => (a - m) ** 2)),
      x.map((a) => 2 * (a - m)),
      x.map((_, i) => x.map((__, j) => 2 * ((i === j ? 1 : 0) - 1 / x.length))),
    ];
  },
};

interface Found {
  readonly value: number;
  readonly gradient: number[];
  readonly byGraph: number[][];
  readonly byNumbers: number[][];
  readonly dot: string;
  readonly parsed: number;
  readonly compiled: readonly {
    readonly precision: string;
    readonly value: number;
    readonly gradient: number[];
    readonly inLoops: number;
  }[];
}

/** What a user of the copy finds. */
const PROGRAM = `
import * as chainrule from "./src/index.js";
import { compile } from "./src/compile/index.js";
import { toDot } from "./src/draw/index.js";
import { parse } from "./src/parse/index.js";
const { gradients, hessian, noGrad, sum, Value } = chainrule;
const AT = ${JSON.stringify(AT)};
const found = {};
for (const name of ${JSON.stringify(NAMES)}) {
  const f = chainrule[name];
  const x = AT.map((a) => new Value(a));
  const out = f(x);
  out.backward();
  const slopes = gradients(out, x, { createGraph: true });
  const lists = Array.from({ length: 9 }, () => AT.map((a) => new Value(a)));
  const root = sum(lists.map((list, i) => f(list).mul(1 + i)));
  found[name] = {
    value: out.data,
    gradient: x.map(({ grad }) => grad),
    byGraph: slopes.map((slope) => gradients(slope, x)),
    byNumbers: noGrad(() => hessian(f)(AT)).map((row) => row.map(({ data }) => data)),
    dot: toDot(f([new Value(1, "a"), new Value(2, "b")])),
    parsed: parse(name + "([" + AT.join(", ") + "])").data,
    compiled: [["f64", "wasm"], ["f32", "wasm"], ["f64", "reference"], ["f32", "reference"]].map(([precision, backend]) => {
      const program = compile(root, { parameters: lists.flat(), precision, backend });
      const value = program.run();
      return { precision, value, gradient: [...program.gradients], inLoops: program.describe().inLoops };
    }),
  };
}
console.log(JSON.stringify(found));
`;

let folder: string;
let found: Readonly<Record<Name, Found>>;
let table: string;
let golden: Readonly<Record<string, { readonly rows: readonly (readonly number[])[] }>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chainrule-rows-"));
  for (const part of [
    "src",
    "scripts",
    "package.json",
    "tsconfig.json",
    "docs/operations.md",
    "docs/pictures",
    "test/ops",
  ])
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "src/ops/folds.ts");
  const [before, after] = readFileSync(file, "utf8").split("export const folds = {") as [string, string];
  writeFileSync(file, `${before}${ROWS}export const folds = {${NAMES.join(", ")},${after}`);
  const powers = join(folder, "src/ops/powers.ts");
  writeFileSync(powers, readFileSync(powers, "utf8").replace("sqrt: unary", `${CUBE}sqrt: unary`));
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, ["--import", pathToFileURL(join(projectRoot, "node_modules/tsx/dist/loader.mjs")).href, ...args], { cwd: folder, encoding: "utf8" }); // prettier-ignore
  run("scripts/generate.ts");
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  found = JSON.parse(run("program.ts")) as typeof found;
  table = readFileSync(join(folder, "docs/operations.md"), "utf8");
  golden = JSON.parse(readFileSync(join(folder, "test/ops/golden.json"), "utf8")) as typeof golden;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(NAMES)("%s", (name) => {
  const [value, gradient, hessian] = CLOSED[name](AT);
  const near = (x: number, y: number, tolerance = 1e-14): void => {
    expect([x, y, Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))]).toEqual([x, y, true]);
  };

  test("its value and gradient, as Values", () => {
    near(found[name].value, value);
    gradient.forEach((each, i) => {
      near(found[name].gradient[i] as number, each);
    });
  });

  test("its second derivatives, as a graph and as numbers", () => {
    for (const rows of [found[name].byGraph, found[name].byNumbers]) {
      rows.flat().forEach((each, i) => {
        near(each, hessian.flat()[i] as number);
      });
    }
  });

  test("it is drawn, parsed, and in the table of the docs", () => {
    expect(found[name].dot).toContain(name);
    near(found[name].parsed, value);
    expect(table).toContain(`\`${name}(xs)\``);
  });

  test("nine of it, compiled, run in loops by every backend", () => {
    for (const { precision, inLoops, ...compiled } of found[name].compiled) {
      const tolerance = precision === "f64" ? 1e-13 : 1e-5;
      near(compiled.value, 45 * value, tolerance);
      compiled.gradient.forEach((each, i) => {
        near(each, (1 + Math.floor(i / AT.length)) * (gradient[i % AT.length] as number), tolerance);
      });
      expect(inLoops).toBeGreaterThan(0.9);
    }
  });
});

test("they have golden values, of the number and its three derivatives", () => {
  for (const name of NAMES) for (const n of [1, 2, 3, 5]) expect(golden[`${name} of ${String(n)}`]?.rows.length).toBeGreaterThan(8); // prettier-ignore
  expect(golden.cube?.rows).toContainEqual([0.5, 0.125, 0.75, 3, 6]);
  expect(golden["squares of 1"]?.rows).toContainEqual([0, 0, 0, 2, 0]);
});

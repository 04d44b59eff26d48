/** The playground without a browser: inputs, links, descent, code, and the texts of the picture. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { expression } from "chainrule/parse";
import fc from "fast-check";
import ts from "typescript";
import { toCode } from "../../../docs/.vitepress/theme/playground/code.js";
import { descend, heights, landscape } from "../../../docs/.vitepress/theme/playground/descent.js";
import { evaluated, type Evaluated } from "../../../docs/.vitepress/theme/playground/evaluated.js";
import { input, moved, numbersOf, rangeAround } from "../../../docs/.vitepress/theme/playground/inputs.js";
import { stepTex, told } from "../../../docs/.vitepress/theme/playground/passes.js";
import { arrowTexts, boldIds, pictureOf } from "../../../docs/.vitepress/theme/playground/picture.js";
import { presets } from "../../../docs/.vitepress/theme/playground/presets.js";
import { fromHash, toHash } from "../../../docs/.vitepress/theme/playground/share.js";
import { classify, digitNet } from "../../../docs/.vitepress/theme/playground/digits.js";
import { projectRoot } from "../../child.js";
import { failures } from "../examples.js";

const at = (text: string, values: Record<string, number>): Evaluated => evaluated(expression(text), values);

const preset = (id: string): Evaluated => {
  const { text, inputs } = presets.find((one) => one.id === id) ?? { text: "", inputs: [] };
  return at(text, numbersOf(inputs));
};

const gradients = (graph: Evaluated): Record<string, number> =>
  Object.fromEntries(graph.nodes.map(({ label, grad }) => [label, grad]));

describe("examples", () => {
  test("there is one for every part of the note that has an example, in its order", () => {
    const parts = presets.flatMap(({ name }) => name.en.match(/^(\d[\d., ]*)(?= )/)?.[0].split(", ") ?? []);
    expect([...new Set(parts)].sort()).toEqual([
      "1",
      "2",
      "3",
      "4.1",
      "4.2",
      "4.3",
      "4.4",
      "4.5",
      "4.6",
      "5",
      "6",
    ]);
    const first = presets.flatMap(({ name }) => /^[\d.]+/.exec(name.en)?.[0] ?? []);
    expect(first).toEqual([...first].sort());
    expect(presets.map(({ name }) => /^[\d.]+/.exec(name.ko)?.[0])).toEqual(
      presets.map(({ name }) => /^[\d.]+/.exec(name.en)?.[0]),
    );
  });

  test.each(presets.map((one) => [one.id, one] as const))(
    "%s gives every input a value, in range",
    (_, one) => {
      expect(one.inputs.map(({ name }) => name)).toEqual(expression(one.text).inputs);
      for (const { value, min, max } of one.inputs)
        expect([min <= value, value <= max]).toEqual([true, true]);
    },
  );

  // Numbers of the note; the neuron's are those of micrograd's demonstration; softmax's gradient is y − t.
  test.each([
    ["apples", 220, { apple: 2.2, count: 110, tax: 200 }],
    ["oranges", 715, { apple: 2.2, count: 110, orange: 3.3, orangeCount: 165, tax: 650 }],
    ["signal", 9, { x: 6 }],
    ["chain", 9, { t: 6, x: 6, y: 6 }],
    ["add", 19.5, { x: 1.3, y: 1.3 }],
    ["multiply", 65, { x: 6.5, y: 13 }],
    ["sigmoid", 0.7310585786300049, { x: 0.7310585786300049 * (1 - 0.7310585786300049) }],
    ["sigmoid-parts", 0.7310585786300049, { x: 0.7310585786300049 * (1 - 0.7310585786300049) }],
    ["relu", 2, { x: 1, E: 2 }],
    // dX = dY·Wᵀ, dW = Xᵀ·dY, dB = dY, of a row dY of ones.
    ["affine", 2.4, { x1: 2.5, x2: 0, w11: 1, w21: 2, w12: 1, w22: 2, b1: 1, b2: 1 }],
    ["batch", 1.7, { b: 2, w: 3 }],
    ["softmax", 0.73659691, {}],
    ["softmax-loss", -Math.log(0.73659691), { a1: 0.01821127, a2: 0.24519181, a3: 0.73659691 - 1 }],
    ["loss-batch", (Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(1.5))) / 2, { a2: 0.5 / (1 + Math.E), b1: 0.5 / (1 + Math.exp(-1.5)) }], // prettier-ignore
    // ((x + h)³ − (x − h)³) / 2h = 3x² + h².
    ["gradient-check", 0.25, { x: 0, h: 1 }],
    ["neuron", Math.SQRT1_2, { x1: -1.5, w1: 1, x2: 0.5, w2: 0 }],
  ])("%s", (id, result, expected) => {
    const graph = preset(id);
    expect(Math.abs(graph.root.data - result)).toBeLessThan(1e-8 * Math.max(1, Math.abs(result)));
    const found = gradients(graph);
    for (const [name, grad] of Object.entries(expected)) {
      expect(Math.abs((found[name] ?? NaN) - grad)).toBeLessThan(1e-8 * Math.max(1, Math.abs(grad)));
    }
  });
});

describe("inputs", () => {
  test.each([
    [0, 5],
    [1, 5],
    [3, 10],
    [-7, 20],
    [150, 500],
    [1e-9, 5],
  ])("the slider of %p reaches to %p", (value, max) => {
    expect(rangeAround(value)).toEqual({ min: -max, max });
  });

  test("the range stays while the value is in it, and grows when it is not", () => {
    expect(moved(input("x", 1), -4)).toEqual({ name: "x", value: -4, min: -5, max: 5 });
    expect(moved(input("x", 1), 8)).toEqual({ name: "x", value: 8, min: -20, max: 20 });
  });
});

describe("links", () => {
  test("what is put into a link comes out of it", () => {
    const name = fc.stringMatching(/^[\p{L}_][\p{L}\d_]*$/u, { maxLength: 8 });
    const values = fc.dictionary(name, fc.double({ noNaN: true, noDefaultInfinity: true }), { noNullPrototype: true }); // prettier-ignore
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), values, (text, given) => {
        const back = fromHash(toHash({ text, values: given }));
        expect(back?.text).toBe(text);
        // Text has one zero.
        expect(back?.values).toEqual(Object.fromEntries(Object.entries(given).map(([key, x]) => [key, x + 0]))); // prettier-ignore
      }),
    );
  });

  test("other hashes and numbers that are none are left alone", () => {
    expect(fromHash("#a-heading")).toBeUndefined();
    expect(fromHash("#e=x&_x=wide&_y=&_z=Infinity&q=1")).toEqual({ text: "x", values: {} });
  });
});

describe("descent", () => {
  const bowl = expression("x^2/20 + y^2");
  const inputs = [input("x", -7), input("y", 2)];

  test("on a bowl each step shrinks x by 1 − rate/10 and y by 1 − 2·rate", () => {
    const { places, isFinite } = descend(bowl, inputs, ["x", "y"], 0.9, 30);
    expect([places.length, isFinite]).toEqual([31, true]);
    places.forEach(({ at: [x = NaN, y = NaN], result }, k) => {
      const [wantedX, wantedY] = [-7 * 0.91 ** k, 2 * (-0.8) ** k];
      expect(Math.abs(x - wantedX)).toBeLessThan(1e-12);
      expect(Math.abs(y - wantedY)).toBeLessThan(1e-12);
      expect(Math.abs(result - (wantedX ** 2 / 20 + wantedY ** 2))).toBeLessThan(1e-11);
    });
  });

  test("only the named inputs move", () => {
    expect(descend(bowl, inputs, ["y"], 0.1, 1).places.map(({ at }) => at)).toEqual([[2], [1.6]]);
  });

  test("it ends where a number is no longer finite", () => {
    const { places, isFinite } = descend(bowl, inputs, ["x", "y"], 10, 1000);
    expect(isFinite).toBe(false);
    expect(places.every(({ result }) => Number.isFinite(result))).toBe(true);
  });

  test("a landscape is read row by row from the least y, and its heights rise", () => {
    const [x, y] = [
      { name: "x", value: 0, min: -20, max: 20 },
      { name: "y", value: 0, min: 0, max: 2 },
    ];
    const seen = landscape(bowl, [x, y], [x, y], 3);
    expect(seen).toEqual([20, 0, 20, 21, 1, 21, 24, 4, 24]);
    const lines = heights(seen, 3);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(heights([NaN, Infinity], 3)).toEqual([]);
  });
});

describe("code", () => {
  const graphs: [string, Evaluated][] = [
    ...presets.map(({ id }): [string, Evaluated] => [id, preset(id)]),
    ["words of the language", at("new = class * let; Value = new + sum; Value * e - pi", { class: 2, let: 3, sum: 4 })], // prettier-ignore
    ["a constant first", at("2 / x + leakyRelu(y) + where(x, 1, y)", { x: 4, y: -3 })],
    ["a leaf alone", at("x", { x: 2 })],
  ];
  const programs = graphs.map(([, graph]) => {
    const leaves = graph.nodes.filter((node) => node.op !== "constant" && node.parents.length === 0);
    const expected = [graph.root.data, ...leaves.map(({ grad }) => grad)];
    const code = toCode(graph).replace(/console\.log\((.*)\);\n$/, (_, shown: string) => `const found = [${shown}];\n`); // prettier-ignore
    const check = `if (JSON.stringify(found) !== ${JSON.stringify(JSON.stringify(expected))}) throw new Error(String(found));`;
    return ts.transpile(`${code}${check}`, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 });
  });
  const thrown = failures(programs);

  test.each(graphs.map(([name], i) => [name, i] as const))(
    "%s, run on the package, gives the same numbers",
    (_, i) => {
      expect(thrown[i]).toBe("");
    },
  );
});

describe("the picture", () => {
  const drawnTexts = (svg: string, id: string): string | undefined =>
    new RegExp(`<g id="${id.replace("-", "&#45;")}"[^]*?<text[^>]*>([^<]*)</text>`)
      .exec(svg)?.[1]
      ?.replaceAll("&#45;", "-");

  test.each(["oranges", "chain", "net", "softmax-loss"])(
    "%s: moved texts are those of a new picture",
    async (id) => {
      const { text, inputs } = presets.find((one) => one.id === id) ?? { text: "", inputs: [] };
      const source = expression(text);
      const before = await pictureOf(evaluated(source, numbersOf(inputs)), "light");
      const there = evaluated(source, Object.fromEntries(inputs.map(({ name, value }, i) => [name, value + 0.25 * (i + 1)]))); // prettier-ignore
      const after = await pictureOf(there, "light");
      const texts = arrowTexts(before.arrows, there);
      expect(texts.length).toBeGreaterThan(4);
      expect(texts).toEqual(after.arrows.map((arrow) => drawnTexts(after.svg, arrow.id)));
    },
  );

  test("the bold path of x in z = (x + y)² goes through both operations and not through y", () => {
    const graph = preset("chain");
    const [x, y] = ["x", "y"].map((name) => graph.nodes.findIndex(({ label }) => label === name));
    const bold = boldIds(graph, graph.nodes[x ?? -1] ?? graph.root);
    expect(bold.has(`graph-n${String(x)}`)).toBe(true);
    expect(bold.has(`graph-n${String(graph.nodes.length - 1)}`)).toBe(true);
    expect(bold.has(`graph-n${String(y)}`)).toBe(false);
  });
});

describe("what is said beside it", () => {
  test("the steps of z = t², t = x + y", () => {
    const graph = preset("chain");
    expect(stepTex(graph, 0)).toContain("\\frac{\\partial z}{\\partial z} &= 1");
    expect(stepTex(graph, 1)).toContain("1 \\cdot 2 t = 1 \\cdot 6 = 6");
    expect(stepTex(graph, 2)).toContain("\\frac{\\partial z}{\\partial y}");
    expect(stepTex(graph, 1)).not.toContain("\\partial x");
  });

  test("a node: its derivatives and the chain to it", () => {
    const graph = preset("chain");
    const index = (name: string): number => graph.nodes.findIndex(({ label }) => label === name);
    expect(told(graph, index("z"))).toMatchObject({ name: "z", value: "9", gradient: "1", chain: undefined });
    expect(told(graph, index("z"))?.locals[0]).toContain("2 t");
    expect(told(graph, index("x"))?.chain).toContain("2 \\left(x + y\\right)");
    expect(told(graph, 99)).toBeUndefined();
  });
});

describe("digits", () => {
  const bytes = readFileSync(join(projectRoot, "docs/public/digits.safetensors"));

  test("of real test digits, drawn ten times as large on the pad, the net reads at least 37 of 40", () => {
    const { test: digits } = loadMnist();
    const net = digitNet(bytes);
    const side = 280;
    const drawn = (digit: number): Float64Array =>
      Float64Array.from({ length: side * side }, (_, i) => {
        const [row, column] = [Math.floor(i / side / 10), Math.floor((i % side) / 10)];
        return digits.pixels[digit * 784 + row * 28 + column] ?? NaN;
      });
    let right = 0;
    for (let digit = 0; digit < 40; digit++) {
      const shares = classify(net, drawn(digit), side) ?? [];
      expect(Math.abs(shares.reduce((sum, x) => sum + x, 0) - 1)).toBeLessThan(1e-12);
      right += shares.indexOf(Math.max(...shares)) === digits.labels[digit] ? 1 : 0;
    }
    expect(right).toBeGreaterThanOrEqual(37);
  });

  test("nothing drawn is no digit", () => {
    expect(classify(digitNet(bytes), new Float64Array(280 * 280), 280)).toBeUndefined();
  });
});

/** What each option changes in the picture, and what is said of a wrong one. */
import { beforeEach, describe, expect, test } from "@jest/globals";
import { Value } from "chainrule";
import { themes, toDot, toGraph, toSvg, type DrawOptions } from "chainrule/draw";
import { parsed, shownText } from "./graphviz.js";

let x: Value, y: Value, sum: Value, root: Value;
beforeEach(() => {
  [x, y] = [new Value(1, "x"), new Value(2, "y")];
  sum = x.add(y);
  root = sum.mul(x);
  sum.label = "s";
  root.label = "z";
  root.backward();
});
const shown = (options?: DrawOptions): Promise<string[]> => shownText(toDot(root, options));

describe("texts", () => {
  test("all of them: values, gradients, local derivatives, and the sum where arrows meet", async () => {
    const texts = await shown();
    expect(texts).toEqual(
      expect.arrayContaining(["s = 3", "∂z/∂s = x = 1", "∂z/∂x = s = 3", "∂z/∂x = 1 + 3 = 4"]),
    );
  });

  test("without values: symbols only", async () => {
    const texts = await shown({ values: false, gradients: false });
    expect(texts).toEqual(expect.arrayContaining(["s", "∂z/∂s = x"]));
    expect(texts.filter((text) => /\d/.test(text) && !text.startsWith("∂"))).toEqual([]);
  });

  test("without gradients: no arrow back", async () => {
    const { edges } = await parsed(toDot(root, { gradients: false }));
    expect(edges.filter(({ dir }) => dir === "back")).toEqual([]);
  });

  test("before any backward pass there are no gradients to show, unless asked for", async () => {
    const fresh = new Value(3, "a").exp();
    const backward = async (options: DrawOptions): Promise<number> =>
      (await parsed(toDot(fresh, options))).edges.filter(({ dir }) => dir === "back").length;
    expect(await backward({})).toBe(0);
    expect(await backward({ gradients: true })).toBe(2);
  });

  test("without local derivatives", async () => {
    expect((await shown({ localDerivatives: false })).filter((text) => text.startsWith("∂s"))).toEqual([]);
  });

  test("digits and a format of one's own", async () => {
    const third = new Value(1 / 3, "t").square();
    expect(await shownText(toDot(third, { digits: 2 }))).toContain("0.33");
    expect(await shownText(toDot(third, { format: (n) => `<${n.toFixed(1)}>` }))).toContain("<0.3>");
  });

  test("a leaf that keeps gradients of earlier passes says so", async () => {
    root.backward();
    expect(await shown()).toContain("grad 8, added up over passes");
  });

  test("a constant has no gradient", async () => {
    const product = x.mul(5);
    product.backward();
    const { edges } = await parsed(toDot(product));
    expect(edges.filter(({ dir }) => dir === "back")).toHaveLength(2);
  });
});

test.each(["LR", "TB", "RL", "BT"] as const)("direction %s", (direction) => {
  expect(toDot(root, { direction })).toContain(`rankdir = "${direction}"`);
});

test.each(Object.entries(themes))("theme %s colours everything that has a colour", (theme, colours) => {
  const dot = toDot(root, { theme: theme as keyof typeof themes });
  const allowed = new Set<string>([...Object.values(colours), "transparent"]);
  const used = Array.from(
    dot.matchAll(/(?:color|fillcolor|fontcolor|bgcolor) = "([^"]*)"/g),
    ([, colour = ""]) => colour,
  );
  expect(used.filter((colour) => !allowed.has(colour))).toEqual([]);
  expect(used).toEqual(expect.arrayContaining([colours.background, colours.ink, colours.gradient]));
});

describe("highlight", () => {
  const boldEdges = async (highlight: Value | Value[]): Promise<unknown[]> =>
    (await parsed(toDot(root, { highlight }))).edges.filter(({ penwidth }) => Number(penwidth) > 2);

  test("the strongest path of several, with the product of its local derivatives", async () => {
    expect(await shown({ highlight: x })).toContain("along the bold path: ∂z/∂x = 3");
    // One edge and the arrow that leaves the root, forward and back.
    expect(await boldEdges(x)).toHaveLength(4);
  });

  test("a path of one's own", async () => {
    expect(await shown({ highlight: [x, sum, root] })).toContain("along the bold path: ∂z/∂x = 1 · 1 = 1");
    expect(await boldEdges([x, sum, root])).toHaveLength(6);
  });
});

test("clusters hold what is listed and the operations that lead there only", async () => {
  const inner = x.exp();
  const layer = inner.add(1);
  const out = layer.mul(y);
  const { objects } = await parsed(toDot(out, { clusters: { "layer 1": [layer] } }));
  const cluster = objects.find(({ label }) => label === "layer 1");
  const members = (cluster?.["nodes"] as number[]).map((i) => objects[i]?.["label"]);
  expect(members).toEqual(expect.arrayContaining(["exp", "+"]));
  expect(members).not.toContain("×");
  expect(members).not.toContain("x");
});

test("toGraph is a model for one's own changes", async () => {
  const graph = toGraph(root);
  const leaf = graph.getNode("n1");
  leaf?.attributes.set("color", "blue");
  expect(leaf?.attributes.get("label")).toBe("y");
  const { toDot: print } = await import("ts-graphviz");
  expect(print(graph)).toContain('color = "blue"');
});

test("toSvg draws the same picture", async () => {
  expect(await toSvg(root)).toMatch(/<svg[^]*∂z\/∂s = x = 1[^]*<\/svg>/);
});

describe("mistakes", () => {
  const other = new Value(1, "other");
  test.each<[string, DrawOptions, RegExp]>([
    [
      "style",
      { style: "comic" as "record" },
      /style is the string "comic", expected one of textbook, record/,
    ],
    ["theme", { theme: "blue" as "dark" }, /theme is the string "blue", expected one of light, dark, print/],
    ["direction", { direction: "up" as "TB" }, /direction is the string "up"/],
    ["digits", { digits: 0 }, /digits is the number 0, expected a whole number from 1 to 17/],
    ["maxNodes", { maxNodes: 3.5 }, /maxNodes is the number 3.5, expected a whole number from 4/],
    ["highlight from elsewhere", { highlight: other }, /highlight is Value\(.*other.*computed from/],
    ["highlight of another type", { highlight: "x" as unknown as Value }, /highlight is the string "x"/],
    ["a path with a gap", { highlight: [other] }, /highlight does not end at the root/],
    [
      "clusters of something else",
      { clusters: { a: [3 as unknown as Value] } },
      /draw: clusters.a\[0\] is the number 3, expected a Value/,
    ],
    ["clusters from elsewhere", { clusters: { a: [other] } }, /draw: clusters.a\[0\] is not in the graph/],
  ])("%s", (_, options, message) => {
    expect(() => toDot(root, options)).toThrow(message);
  });

  test("one Value in two clusters", () => {
    expect(() => toDot(root, { clusters: { a: [sum], b: [sum] } })).toThrow(
      /draw: clusters.b\[0\] is in "a" too/,
    );
  });

  test("a root that is none", () => {
    expect(() => toDot([] as unknown as Value)).toThrow("draw: root is an array of 0, expected a Value");
  });
});

/** Every example of the study note, drawn: the exact DOT text, Graphviz's word for it, and the numbers that the note gives. */
import { describe, expect, test } from "@jest/globals";
import { toDot } from "chainrule/draw";
import { bookExamples } from "./book.js";
import { parsed, shownText } from "./graphviz.js";

const examples = bookExamples();

describe.each(examples)("%s", (_, root) => {
  test.each(["textbook", "record"] as const)("%s", async (style) => {
    const dot = toDot(root, { style });
    expect(dot).toMatchSnapshot();
    const { objects, edges } = await parsed(dot);
    expect(objects.length).toBeGreaterThan(0);
    expect(edges.length).toBeGreaterThan(0);
  });
});

/** Numbers as the note gives them. */
test.each([
  ["1 two apples with tax", ["100", "2", "200", "1.1", "220"], ["2.2", "110", "1.1", "200", "1"]],
  ["1 apples and oranges", ["200", "450", "650", "715"], ["2.2", "110", "3.3", "165", "650"]],
  ["3 add node", ["10", "5", "15"], ["1.3", "1.3", "1.3"]],
  ["3 multiply node", ["10", "5", "50"], ["6.5", "13", "1.3"]],
  ["2 y = x², signal E", ["3", "9"], ["24", "4"]],
])("%s: values forward on solid arrows, gradients back on dashed ones", async (name, values, gradients) => {
  const [, root] = examples.find(([known]) => known === name) ?? [];
  if (root === undefined) throw new Error(`no example ${name}`);
  const { edges } = await parsed(toDot(root));
  const labels = (isBack: boolean): unknown[] =>
    edges
      .filter(({ dir, style }) => (dir === "back") === isBack && style !== "invis")
      .map(({ label }) => label);
  expect(labels(false)).toEqual(expect.arrayContaining(values));
  expect(labels(true)).toEqual(expect.arrayContaining(gradients));
  expect(labels(true)).toHaveLength(labels(false).length);
  for (const { dir, style } of edges) if (dir === "back") expect(style).toBe("dashed");
});

test("beside each operation stands its local derivative, in symbols and numbers", async () => {
  const [, root] = examples.find(([name]) => name.startsWith("2 z")) ?? [];
  if (root === undefined) throw new Error("no example");
  expect(await shownText(toDot(root))).toEqual(
    expect.arrayContaining(["∂t/∂x = 1", "∂t/∂y = 1", "∂z/∂t = 2t = 6"]),
  );
});

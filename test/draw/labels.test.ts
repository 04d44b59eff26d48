/** Labels of any characters: Graphviz accepts the text and shows exactly the label, wherever it stands. */
import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { Value } from "chainrule";
import { explain, frames, toDot, toTex } from "chainrule/draw";
import katex from "katex";
import { anyRecipes, build, leavesOf } from "../graphs.js";
import { parsed, shownText } from "./graphviz.js";

const hostile = [
  'say "hi"',
  "C:\\new\\table",
  "a < b && c > d",
  "&lt; &amp; &#65;",
  "<b>bold</b>",
  "{record|like}",
  "two  spaces",
  "사과",
  "🍎",
  "\\N \\G \\l",
  "ends in \\",
  "digraph { a -> b }",
  "50 % $ # _ ^ ~",
];

describe.each(hostile)("%s", (label) => {
  test("on a leaf", async () => {
    expect((await shownText(toDot(new Value(1, label))))[0]).toBe(label);
  });

  test("in a record", async () => {
    expect((await shownText(toDot(new Value(1, label), { style: "record" })))[0]).toBe(label);
  });

  test("on an operation, in captions and around a cluster", async () => {
    const [x, y] = [new Value(2, label), new Value(3, "y")];
    const product = x.mul(y);
    product.label = label;
    const root = product.exp();
    const shown = await shownText(toDot(root, { clusters: { [label]: [product] }, highlight: x }));
    expect(shown).toContain(`${label} = 6`);
    expect(shown).toContain(label);
    const name = label.replaceAll(/\s+/g, " ");
    expect(shown).toContain(`∂${name}/∂y = ${name} = 2`);
  });

  test("in TeX", () => {
    const x = new Value(2, label);
    const html = katex.renderToString(toTex(explain(x.exp(), { input: x })), { strict: false });
    expect(html).toContain("katex");
  });
});

test("a newline makes two lines", async () => {
  expect((await shownText(toDot(new Value(1, "one\ntwo")))).slice(0, 2)).toEqual(["one", "two"]);
});

// KaTeX says of each letter of another script that it does not know its width.
jest.spyOn(console, "warn").mockImplementation(() => undefined);

/** Any characters, with those that mean something to Graphviz more often. */
const labels = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\\", '"', "<", ">", "{", "}", "|", "&", ";", "\n", "\t", "\r", "\0"),
    fc.string({ unit: "binary", maxLength: 1 }),
  ),
  maxLength: 10,
});

test("random graphs with random labels are valid DOT in every style and frame, and valid TeX", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecipes(10), fc.array(labels, { minLength: 8 }), async (recipe, names) => {
      const leaves = leavesOf(recipe);
      const root = build(recipe, leaves);
      [...leaves, ...root.parents, root].forEach((value, i) => (value.label = names[i % names.length] ?? ""));
      root.backward();
      const clusters = { [names[0] ?? ""]: leaves.filter((leaf) => explain(root).gradients.has(leaf)) };
      for (const style of ["textbook", "record"] as const) {
        for (const maxNodes of [6, 1000]) {
          const { objects } = await parsed(toDot(root, { style, maxNodes, clusters }));
          expect(objects.length).toBeGreaterThan(0);
        }
      }
      for (const { dot } of frames(root, { maxNodes: 1000 }).slice(0, 2)) await parsed(dot);
      expect(katex.renderToString(toTex(explain(root)), { strict: false })).toContain("katex");
    }),
    { numRuns: 20, seed: 5 },
  );
});

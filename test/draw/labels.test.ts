/** Labels of any characters: Graphviz accepts the text and shows exactly the label. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Value } from "chainrule";
import { toSvg } from "chainrule/draw";
import { parseHTML } from "linkedom";

/** The lines of text that a picture shows. */
async function shown(label: string): Promise<string[]> {
  const { document } = parseHTML(await toSvg(new Value(1, label)));
  return Array.from(document.querySelectorAll("text"), (text) => text.textContent);
}

describe("labels", () => {
  test.each([
    'say "hi"',
    "C:\\new\\table",
    "a < b && c > d",
    "&lt; &amp; &#65;",
    "<b>bold</b>",
    "{record|like}",
    "사과",
    "🍎",
    "\\N \\G \\l",
    "ends in \\",
    "digraph { a -> b }",
  ])("%s", async (label) => {
    expect((await shown(label))[0]).toBe(label);
  });

  test("a newline makes two lines", async () => {
    expect((await shown("one\ntwo")).slice(0, 2)).toEqual(["one", "two"]);
  });

  test("random characters never break the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 12 }), async (label) => {
        expect(await toSvg(new Value(1, label))).toContain("<svg");
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

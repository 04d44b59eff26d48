/** Text in, tokens out, and back. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError } from "chainrule";
import { Characters, documentsOf } from "chainrule/models";

describe("documentsOf", () => {
  test.each<[string, string, string[]]>([
    ["line endings of all systems", "a\nb\r\nc\rd", ["a", "b", "c", "d"]],
    ["empty lines and space around", "\n  emma \n\n\t\nava\n", ["emma", "ava"]],
    ["a byte order mark", "\uFEFFemma\n", ["emma"]],
    ["nothing", " \r\n \n", []],
  ])("%s", (_, text, expected) => {
    expect(documentsOf(text)).toEqual(expected);
  });
});

describe("Characters", () => {
  test("code points in order, one token more for the boundary", () => {
    const characters = Characters.of(["해달", "otter 🦦", "a"]);
    expect(characters.list.join("")).toBe(" aeort달해🦦");
    expect(characters.vocabulary).toBe(10);
    expect(Array.from(characters.encode("a🦦"))).toEqual([9, 1, 8, 9]);
    expect(characters.decode([8, 7])).toBe("🦦해");
  });

  test("decode turns encode round", () => {
    const line = "otter 🦦 해달";
    const characters = Characters.of([line]);
    expect(characters.decode(Array.from(characters.encode(line)))).toBe(line);
  });

  test("a character it does not know", () => {
    expect(() => Characters.of(["ab"]).encode("abc")).toThrow(ChainruleError);
    expect(() => Characters.of(["ab"]).encode("abc")).toThrow(
      'Characters: "c" is not among the 2 characters',
    );
  });
});

/** Whatever a caller gives can be named in a message. */
import { describe, expect, test } from "@jest/globals";
import { describe as described } from "../../src/errors.js";
import { hostile, nameless } from "./hostile.js";

describe("describe never throws, and says what it is given", () => {
  test.each(Object.entries(hostile))("%s", (_name, { make, said }) => {
    expect(described(make())).toBe(said);
  });

  test.each<[string, unknown, string]>([
    ["a named function", Math.max, "the function max"],
    ["a class without a name", nameless(), "a class"],
    ["a typed array", new Float32Array(3), "a Float32Array of 3"],
    ["a long text", "x".repeat(1000), `the string "${"x".repeat(60)}…" of 1000 letters`],
    ["an object whose class has a name that is no text", new (Object.defineProperty(nameless(), "name", { value: 3 }))(), "an object of class unknown"], // prettier-ignore
    ["a function whose name throws", Object.defineProperty(() => 0, "name", { get: () => { throw new Error("no"); } }), "a function"], // prettier-ignore
  ])("%s", (_name, given, said) => {
    expect(described(given)).toBe(said);
  });
});

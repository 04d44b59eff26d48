/** Which name was meant. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { editDistance, nearest } from "../../src/arguments/nearest.js";

const OPTIONS = ["epochs", "iterations", "batchSize", "learningRate", "epsilon", "beta1", "beta2"];

describe("nearest", () => {
  test.each([
    ["batchsize", "batchSize"],
    ["batch_size", "batchSize"],
    ["batch", "batchSize"],
    ["lr", "learningRate"],
    ["learningrate", "learningRate"],
    ["learing_rate", "learningRate"],
    ["eps", "epsilon"],
    ["epoch", "epochs"],
    ["bata1", "beta1"],
    ["beta2", "beta2"],
  ])("%s means %s", (given, meant) => {
    expect(nearest(given, OPTIONS)).toBe(meant);
  });

  test.each(["x", "", "momentum", "b1", "constructor", "__proto__", "e".repeat(100_000)])(
    "%#: no name is near",
    (given) => {
      expect(nearest(given, OPTIONS)).toBeUndefined();
    },
  );

  test("a single letter never stands for another", () => {
    expect(nearest("x", ["e", "pi", "y"])).toBeUndefined();
  });
});

describe("editDistance", () => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["flaw", "lawn", 2],
    ["intention", "execution", 5],
  ])("of %s and %s", (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });

  test("is a distance: the way over a third text is never shorter", () => {
    const text = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

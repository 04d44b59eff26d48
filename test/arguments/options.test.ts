/** Records of options: every name known, every value checked, each read once. */
import { describe, expect, test } from "@jest/globals";
import {
  boolean,
  elements,
  integer,
  notNegative,
  numbers,
  oneOf,
  positive,
  positiveInteger,
  text,
} from "../../src/arguments/checks.js";
import { options, optional, or, record } from "../../src/arguments/options.js";
import { ChainruleError } from "../../src/errors.js";
import { hostile } from "./hostile.js";

const CHECKS = {
  learningRate: or(positive, 0.1),
  batchSize: or(positiveInteger, 32),
  method: optional(oneOf(["lbfgs", "gradient"])),
  clip: optional(record({ norm: optional(positive) })),
};
const read = (given: unknown): unknown => options("fit", given, CHECKS);
const refused = (given: unknown): string => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof ChainruleError) return error.message;
    throw error;
  }
  return "no error";
};

describe("options", () => {
  test("fills in the defaults, and is a record of its own", () => {
    const given = { batchSize: 4, method: "lbfgs" };
    const made = options("fit", given, CHECKS);
    given.batchSize = 5;
    expect(made).toEqual({ learningRate: 0.1, batchSize: 4, method: "lbfgs", clip: undefined });
    expect(options("fit", undefined, CHECKS).batchSize).toBe(32);
    expect(options("fit", Object.create(null), CHECKS).batchSize).toBe(32);
    expect(options("fit", Object.freeze({ batchSize: 2 }), CHECKS).batchSize).toBe(2);
  });

  test("reads what a class or a prototype has", () => {
    class Settings {
      batchSize = 7;
    }
    expect(options("fit", new Settings(), CHECKS).batchSize).toBe(7);
    expect(options("fit", Object.create({ batchSize: 8 }), CHECKS).batchSize).toBe(8);
  });

  test.each<[string, unknown, string]>([
    [
      "a name in other letters",
      { batchsize: 3 },
      "fit: there is no option batchsize; did you mean batchSize?",
    ],
    ["a name by its initials", { lr: 3 }, "fit: there is no option lr; did you mean learningRate?"],
    [
      "a name that is near no other",
      { zebra: 3 },
      "fit: there is no option zebra; there are learningRate, batchSize, method, clip",
    ],
    [
      "a name of Object's",
      { toString: 3 },
      "fit: there is no option toString; there are learningRate, batchSize, method, clip",
    ],
    [
      "the name of a prototype",
      JSON.parse('{"__proto__": 3}'),
      "fit: there is no option __proto__; there are learningRate, batchSize, method, clip",
    ],
    ["a wrong number", { batchSize: 0 }, "fit: batchSize is the number 0, expected a positive integer"],
    [
      "a number as a text",
      { learningRate: "0.1" },
      'fit: learningRate is the string "0.1", expected a positive number',
    ],
    ["null for a number", { learningRate: null }, "fit: learningRate is null, expected a positive number"],
    [
      "a wrong word",
      { method: "lbgfs" },
      'fit: method is the string "lbgfs", expected one of lbfgs, gradient; did you mean lbfgs?',
    ],
    ["a wrong name inside", { clip: { nrom: 1 } }, "fit: clip has no option nrom; did you mean norm?"],
    [
      "a wrong number inside",
      { clip: { norm: -1 } },
      "fit: clip.norm is the number -1, expected a positive number",
    ],
    ["a number for a record", { clip: 3 }, "fit: clip is the number 3, expected an object with norm"],
    ["null", null, "fit: options is null, expected an object with learningRate, batchSize, method, clip"],
    [
      "a map",
      new Map([["batchSize", 3]]),
      "fit: options is an object of class Map, expected an object with learningRate, batchSize, method, clip",
    ],
    [
      "a getter that throws",
      {
        get batchSize() {
          throw new Error("mine");
        },
      },
      "fit: batchSize cannot be read: mine",
    ],
  ])("refuses %s", (_name, given, message) => {
    expect(refused(given)).toBe(message);
  });

  const taken = new Set(["undefined", "empty object", "object without a prototype"]);
  test.each(Object.entries(hostile))("%s as options is refused or no options at all", (name, { make }) => {
    expect(refused(make()) === "no error").toBe(taken.has(name));
  });
});

describe("checks of one argument", () => {
  const all = {
    positive,
    positiveInteger,
    notNegative,
    boolean,
    text,
    integer: integer(2, 3),
    oneOf: oneOf(["a"]),
  };
  const good = {
    positive: 1.5,
    positiveInteger: 1,
    notNegative: 0,
    boolean: true,
    text: "3",
    integer: 3,
    oneOf: "a",
  };
  test.each(Object.entries(all))("%s refuses what is hostile", (name, check) => {
    const passed = Object.values(hostile).filter(({ make }) => {
      try {
        check(make(), "f: x");
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(ChainruleError);
        return false;
      }
    });
    const type = typeof good[name as keyof typeof good];
    expect(passed.every(({ make }) => typeof make() === type)).toBe(true);
    expect(check(good[name as keyof typeof good], "f: x")).toBe(good[name as keyof typeof good]);
  });

  test("lists are copies, and say which element is wrong", () => {
    const list = [1, 2];
    expect(elements(list, "f: x", "a list")).not.toBe(list);
    expect(numbers(new Float32Array([1, 2]), "f: x")).toEqual([1, 2]);
    expect(() => numbers([1, "2"], "f: x")).toThrow('f: x[1] is the string "2", expected a number');
    expect(() => numbers(new Array(1), "f: x")).toThrow("f: x[0] is undefined, expected a number");
    expect(() => numbers(new BigInt64Array(1), "f: x")).toThrow(
      "f: x[0] is the bigint 0n, expected a number",
    );
  });
});

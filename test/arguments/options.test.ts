/** Records of options: every name known, every value checked, each read once. */
import { describe, expect, test } from "@jest/globals";
import {
  elements,
  listOf,
  manyNumbers,
  numbers,
  oneOf,
  positive,
  positiveInteger,
  text,
  withMethods,
} from "../../src/arguments/checks.js";
import { byName, options, optional, or, record } from "../../src/arguments/options.js";
import { ChainruleError } from "../../src/errors.js";

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
});

describe("checks of lists and objects", () => {
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

  test("a hole in a list is undefined, and no element is passed over", () => {
    const holes = new Array<string>(2);
    expect(() => listOf(text, "a list")(holes, "f: x")).toThrow("f: x[0] is undefined, expected a string");
  });

  test("numbers that are only read are not copied", () => {
    const many = new Float32Array(3);
    expect(manyNumbers(many, "f: x")).toBe(many);
    expect(() => manyNumbers(new BigUint64Array(1), "f: x")).toThrow("f: x[0] is the bigint 0n");
  });

  test("objects with methods", () => {
    const store = withMethods<object>("a store with load", ["load"], ["save"]);
    const good = { load: (): void => undefined };
    expect(store(good, "f: x")).toBe(good);
    expect(() => store({}, "f: x")).toThrow("f: x is an object of class Object, expected a store with load");
    expect(() => store({ ...good, save: 3 }, "f: x")).toThrow(
      "f: x.save is the number 3, expected a function",
    );
  });

  test("any names", () => {
    const sizes = byName(positive, "sizes by name");
    expect(sizes({ a: 1 }, "f: x")).toEqual({ a: 1 });
    expect(() => sizes({ a: 0 }, "f: x")).toThrow("f: x.a is the number 0, expected a positive number");
    expect(() => sizes(new Map(), "f: x")).toThrow("f: x is an object of class Map, expected sizes by name");
  });
});

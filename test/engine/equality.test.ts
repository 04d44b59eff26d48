/** What a Value is to code that knows nothing of it: tests that compare, structured clones and consoles see its two numbers, and no other's. */
import { deepStrictEqual, notDeepStrictEqual } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { constant, grad, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { Matrix } from "chainrule/nn";

const made: [string, (data: number) => Value][] = [
  ["a leaf", (data) => new Value(data)],
  ["a leaf with a label", (data) => new Value(data, "x")],
  ["a constant", (data) => constant(data)],
  ["a result", (data) => new Value(data - 1).add(1)],
  ["a list's result", (data) => sum([new Value(data - 1), 1])],
  ["a derivative", (data) => grad((x: Value) => x.square().mul(0.5))(data)],
];

describe.each(made)("%s", (_, make) => {
  test.each(made)("and %s are equal where their numbers are", (__, other) => {
    expect(make(3)).toEqual(other(3));
    expect(make(3)).toStrictEqual(other(3));
    expect(make(3)).not.toEqual(other(4));
    expect({ list: [make(3), make(1)] }).not.toEqual({ list: [other(3), other(2)] });
    deepStrictEqual(make(3), other(3));
    notDeepStrictEqual(make(3), other(4));
    const moved = other(3);
    moved.grad = 2;
    expect(make(3)).not.toEqual(moved);
  });

  test("shows its numbers, and nothing below them", () => {
    const x = make(3);
    x.backward();
    const numbers = { data: 3, grad: x.grad };
    expect(Object.entries(x)).toEqual(Object.entries(numbers));
    expect(structuredClone(x)).toEqual(numbers);
    expect(Object.getOwnPropertySymbols(x)).toEqual([]);
    expect(Object.prototype.toString.call(x)).toBe("[object Value]");
  });
});

test("a failing comparison says the numbers", () => {
  const compare = (): void => {
    expect(new Value(3)).toEqual(new Value(4).mul(1));
  };
  expect(compare).toThrow(/-\s+"data": 4,[^]*\+\s+"data": 3,/);
});

test("a message to a worker takes Values and brings their numbers", async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise((resolve) => {
    port2.onmessage = ({ data }) => {
      resolve(data);
    };
  });
  port1.postMessage({ loss: new Value(2).square(), weights: [new Value(1)] });
  expect(await arrived).toEqual({ loss: { data: 4, grad: 0 }, weights: [{ data: 1, grad: 0 }] });
  port1.close();
});

test("matrices are equal where their numbers and shapes are", () => {
  const rows = [[1, 2], [3, 4]]; // prettier-ignore
  expect(Matrix.from(rows)).toEqual(Matrix.leaves([1, 2, 3, 4], 2, 2));
  expect(Matrix.from(rows)).not.toEqual(Matrix.from([[1, 2], [3, 5]])); // prettier-ignore
  expect(Matrix.leaves([], 0, 2)).not.toEqual(Matrix.leaves([], 0, 3));
  expect(isDeepStrictEqual(Matrix.from(rows), Matrix.leaves([1, 2, 3, 4], 2, 2))).toBe(true);
});

test("a Proxy of a Value is refused by its name", () => {
  const x = new Value(3);
  const expected = "is a Proxy of a Value, expected";
  expect(() => x.mul(new Proxy(x, {}))).toThrow(expected);
  expect(() => sum([x, new Proxy(x, {})])).toThrow(expected);
  expect(() => compile(x.square(), { parameters: [new Proxy(x, {})] })).toThrow(expected);
});

test("the numbers of a leaf take numbers only, at any time", () => {
  const x = new Value(3);
  x.square().backward();
  for (const wrong of ["abc", "3", undefined, null, true, 3n, new Value(1), []]) {
    for (const name of ["data", "grad"] as const) {
      expect(() => Object.assign(x, { [name]: wrong })).toThrow(`Value: ${name} is`);
    }
  }
  expect([x.data, x.grad]).toEqual([3, 6]);
});

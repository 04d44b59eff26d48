/** What Values and matrices answer to operators, texts and JSON; and functions that do not run to their end when they are called. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, defineOp, detectAnomaly, gradcheck, gradients, noGrad, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { Matrix } from "chainrule/nn";

describe("an operator that needs a number is refused", () => {
  const x = new Value(10, "x");
  const y = new Value(9, "y");
  const any = x as unknown as number;
  const other = y as unknown as number;
  test.each<[string, () => unknown]>([
    ["x > y, which compares texts", () => any > other],
    ["x <= 9", () => any <= 9],
    ["x + y, which joins texts", () => any + other],
    ["x * 2", () => any * 2],
    ["-x", () => -any],
    ["Number(x)", () => Number(x)],
    ["x == 10", () => any == 10],
    ["Math.max", () => Math.max(any, 1)],
    ["x.mul(-y)", () => x.mul(-other)],
    ["isNaN", () => isNaN(any)],
    ["matrix * 2", () => (Matrix.from([[1]]) as unknown as number) * 2],
  ])("%s", (_, f) => {
    expect(f).toThrow(ChainruleError);
    expect(f).toThrow(/an operator such as \+ \* < or == is applied to .*; write x\.add\(y\)/);
  });

  test("a text prints", () => {
    expect(String(x)).toBe('Value(data=10, grad=0, op=leaf, label="x")');
    expect([x, y].join("; ")).toBe('Value(data=10, grad=0, op=leaf, label="x"); Value(data=9, grad=0, op=leaf, label="y")'); // prettier-ignore
  });
});

test("JSON of a Value is its numbers, label and operation", () => {
  const x = new Value(2, "x");
  const y = x.square();
  y.backward();
  expect(JSON.parse(JSON.stringify({ x, y }))).toEqual({
    x: { data: 2, grad: 4, label: "x", op: "leaf" },
    y: { data: 4, grad: 1, label: "", op: "square" },
  });
});

test("a matrix as text and as JSON", () => {
  const matrix = Matrix.from([[1, 2], [3, 4]]); // prettier-ignore
  expect(String(matrix)).toBe("Matrix 2×2 [[1, 2], [3, 4]]");
  expect(String(Matrix.zeros(100, 100))).toMatch(/^Matrix 100×100 \[\[0, 0, 0, 0, 0, 0, 0, 0, …\], .*, …\]$/);
  expect(JSON.stringify(matrix)).toBe("[[1,2],[3,4]]");
});

describe("lists that are handed out are copies", () => {
  test("parents of a list operation", () => {
    const [a, b] = [new Value(1), new Value(2)];
    const total = sum([a, b]);
    (total.parents as Value[]).reverse().pop();
    expect(total.parents).toEqual([a, b]);
    total.backward();
    expect([a.grad, b.grad]).toEqual([1, 1]);
  });

  test("rows of a matrix", () => {
    const matrix = Matrix.leaves([1, 2], 1, 2);
    matrix.row(0)[0] = new Value(7);
    expect(Array.from(matrix.data)).toEqual([1, 2]);
  });
});

describe("functions that go on after they return are refused", () => {
  const thenable = { then: (): void => undefined };
  const callers: [string, (f: () => unknown) => unknown][] = [
    ["noGrad", noGrad],
    ["detectAnomaly", detectAnomaly],
  ];
  test.each(callers)("%s", (name, caller) => {
    expect(() => caller(() => Promise.resolve(1))).toThrow(
      `${name}: f is asynchronous, expected a plain function`,
    );
    expect(() => caller(() => thenable)).toThrow(`${name}: f is asynchronous, expected a plain function`);
    expect(() => caller(function* () { yield 1; })).toThrow(`${name}: f is a generator, expected a plain function`); // prettier-ignore
    expect(() => caller(async function* () { yield await Promise.resolve(1); })).toThrow(`${name}: f is a generator`); // prettier-ignore
    expect(caller(() => [1].values().next())).toEqual({ value: 1, done: false });
  });
});

test("gradcheck leaves the caller's gradients as they were if f throws on the way", () => {
  const x = new Value(3);
  x.grad = 5;
  let calls = 0;
  const f = (): Value => {
    if (++calls > 2) throw new Error("broken");
    return x.square();
  };
  expect(() => gradcheck(f, [x])).toThrow("broken");
  expect([x.grad, x.data]).toEqual([5, 3]);
});

test("a user's number function that returns a text is an error in a program too", () => {
  let answer: unknown = 1;
  const odd = defineOp({ name: "odd", num: (x) => (x > 0 ? (answer as number) : 0), grad: (x) => [x] });
  const x = new Value(2);
  const program = compile(odd(x), { parameters: [x] });
  answer = "3";
  expect(() => odd(x)).toThrow('odd: num returned the string "3", expected a number');
  expect(() => program.run()).toThrow('odd: num returned the string "3", expected a number');
});

describe("a backward pass inside of another, from the local gradients of a user's operation", () => {
  /** x² whose slope is found by a pass of `slope`. */
  const made = (slope: (x: Value) => number): ((x: Value) => Value) => {
    let given = new Value(NaN);
    const op = defineOp({ name: "inner", num: (x) => x * x, localGradients: () => [slope(given)] });
    return (x) => {
      given = x;
      return op(x);
    };
  };

  test("over the same nodes it is refused, and the outer pass can run again", () => {
    let isNested = true;
    const op = made((x) => {
      if (isNested) x.mul(x).backward();
      return 2 * x.data;
    });
    const x = new Value(2);
    const y = op(x).mul(2);
    const message = "backward: called inside of a backward pass over the same nodes; write gradients(y, [x]), which changes no grad"; // prettier-ignore
    expect(() => { y.backward(); }).toThrow(message); // prettier-ignore
    expect(() => gradients(y, [x])).toThrow(message);
    isNested = false;
    x.grad = 0;
    y.backward();
    expect(x.grad).toBe(8);
  });

  test("over other nodes, and by gradients over the same, it is right", () => {
    const apart = made((x) => {
      const copy = new Value(x.data);
      copy.mul(copy).backward();
      return copy.grad;
    });
    const same = made((x) => gradients(x.mul(x), [x])[0] as number);
    for (const op of [apart, same]) {
      const x = new Value(2);
      op(x).mul(2).backward();
      expect(x.grad).toBe(8);
    }
  });
});

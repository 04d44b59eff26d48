/** The types of transformed functions: one form of call has one type, and it is that of what comes out. */
import { expect, test } from "@jest/globals";
import { defineOp, grad, hessian, hvp, jacobian, jvp, sum, Value, valueAndGrad, vjp } from "chainrule";

/** True if two types are the same. */
type Same<X, Y> = [X] extends [Y] ? ([Y] extends [X] ? true : false) : false;
/** The compiler refuses `typed<X>()(y)` unless y has the type X. */
const typed =
  <X>() =>
  <Y>(y: Y, ...same: Same<X, Y> extends true ? [] : [never]): Y => {
    expect(same).toEqual([]);
    return y;
  };

const cube = (x: Value): Value => x.mul(x).mul(x);
const product = (x: Value, y: Value): Value => x.mul(y);
const open = (...x: Value[]): Value => sum(x.map((each) => each.square()));

test("one variable has one derivative, two have a tuple", () => {
  expect(typed<Value>()(grad(cube)(2)).data).toBe(12);
  expect(typed<[x: Value, y: Value]>()(grad(product)(2, 3)).map(({ data }) => data)).toEqual([3, 2]);
  expect(typed<Value>()(grad(grad(cube))(2)).data).toBe(12);
  expect(typed<Value>()(grad((x) => x.exp())(0)).data).toBe(1);
  expect(typed<[Value, Value]>()(valueAndGrad(cube)(2)).map(({ data }) => data)).toEqual([8, 12]);
  expect(typed<[x: [x: Value]]>()(hessian(cube)(2))[0][0].data).toBe(12);
  expect(typed<[x: Value, y: Value][]>()(jacobian(product)(2, 3)).length).toBe(1);
  const [value, pushforward] = jvp(product)(2, 3);
  expect([value.data, typed<Value>()(pushforward(1, 0)).data]).toEqual([6, 3]);
  expect(typed<[x: Value, y: Value]>()(vjp(product)(2, 3)[1](1))[1].data).toBe(2);
  expect(typed<[x: Value, y: Value]>()(hvp(product)(2, 3)(1, 0))[1].data).toBe(1);
});

test("where the function leaves it open, the call says how many there are", () => {
  expect(typed<Value>()(grad(open)(3)).data).toBe(6);
  expect(typed<[Value, Value]>()(grad(open)(3, 4)).map(({ data }) => data)).toEqual([6, 8]);
  const list = [3];
  const either = typed<Value | Value[]>()(grad(open)(...list));
  expect(either).toBeInstanceOf(Value);
  expect(typed<Value | Value[]>()(grad(open)(...[3, 4].slice()))).toHaveLength(2);
  expect(typed<Value[]>()(grad((x: Value[]) => sum(x))([1])).length).toBe(1);
});

test("functions that take numbers too, and operations of a user's own, can be transformed twice", () => {
  const either = (x: Value | number): Value => new Value(1).mul(x);
  expect(typed<Value>()(grad(either)(2)).data).toBe(1);
  const own = defineOp({ name: "own", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] });
  expect(grad(grad(own))(2).data).toBe(12);
});

test("so many variables that a call has no room for them, one by one, are refused with what to write; in a list they are taken", () => {
  const at = Array.from({ length: 80_000 }, (_, i) => i);
  const calls: Readonly<Record<string, () => unknown>> = {
    grad: () => grad(open)(...at),
    valueAndGrad: () => valueAndGrad(open)(...at),
    jvp: () => jvp(open)(...at),
    vjp: () => vjp(open)(...at),
    hvp: () => hvp(open)(...at),
  };
  for (const [name, call] of Object.entries(calls))
    expect(call).toThrow(
      `${name}: 80000 variables are too many for a function that takes them one by one; write one that takes a list: (x: Value[]) => …`,
    );
  expect(grad((x: Value[]) => open(x[0] as Value, x[9] as Value))(at)[9]?.data).toBe(18);
});

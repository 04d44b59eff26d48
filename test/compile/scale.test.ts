/** Graphs without loops to be found, and graphs that go deep. */
import { describe, expect, test } from "@jest/globals";
import { constant, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { random } from "chainrule/nn";
import { expectAgreement } from "./compare.js";

test("a chain of 1,000,000 dependent operations", () => {
  const x = new Value(0.5);
  let out: Value = x;
  for (let i = 0; i < 500_000; i++) out = out.sin().add(x);
  const program = expectAgreement(out, { parameters: [x] });
  expect(program.describe().nodes).toBe(1_000_000);
});

test("100,000 random operations take at most 100 bytes each", () => {
  const { integer, uniform } = random(6);
  const parameters = Array.from({ length: 100 }, () => new Value(uniform() - 0.5));
  const pool: Value[] = [...parameters];
  const pick = (): Value => pool[integer(pool.length)] as Value;
  const makers = [
    (): Value => pick().add(pick()),
    (): Value => pick().mul(pick()),
    (): Value => pick().sub(pick()),
    (): Value => pick().tanh(),
    (): Value => pick().sin(),
  ];
  for (let i = 0; i < 100_000; i++) pool.push((makers[integer(makers.length)] as () => Value)());
  const used = new Set(pool.flatMap((value) => value.parents));
  let root = constant(0);
  for (const value of pool) if (!used.has(value)) root = root.add(value);
  const program = expectAgreement(root.div(1000), { parameters });
  const { bytes, nodes } = program.describe();
  expect((bytes.code + bytes.memory) / nodes).toBeLessThan(100);
});

describe("a Lorenz system, integrated by Runge and Kutta's method for 2,000 steps", () => {
  const STEP = 0.001;
  type State<T> = readonly [T, T, T];

  /** ẋ = σ(y − x), ẏ = x(ρ − z) − y, ż = xy − βz, on Values. */
  function integrate(start: State<Value>, [sigma, rho, beta]: State<Value>, steps: number): Value {
    const slope = ([x, y, z]: State<Value>): State<Value> => [
      sigma.mul(y.sub(x)),
      x.mul(rho.sub(z)).sub(y),
      x.mul(y).sub(beta.mul(z)),
    ];
    const moved = (s: State<Value>, d: State<Value>, h: number): State<Value> =>
      s.map((value, i) => value.add((d[i] as Value).mul(h))) as unknown as State<Value>;
    let state = start;
    for (let i = 0; i < steps; i++) {
      const k1 = slope(state);
      const k2 = slope(moved(state, k1, STEP / 2));
      const k3 = slope(moved(state, k2, STEP / 2));
      const k4 = slope(moved(state, k3, STEP));
      const mean = k1.map((k, j) =>
        k
          .add((k2[j] as Value).mul(2))
          .add((k3[j] as Value).mul(2))
          .add(k4[j] as Value)
          .div(6),
      );
      state = moved(state, mean as unknown as State<Value>, STEP);
    }
    return state[0].add(state[1]).add(state[2]);
  }

  test("agrees with the Values, and with central differences of the program", () => {
    const parameters = [1, 1, 1, 10, 28, 8 / 3].map((x) => new Value(x));
    const [x, y, z, ...constants] = parameters as [Value, Value, Value, Value, Value, Value];
    const root = integrate([x, y, z], constants, 2000);
    for (const parameter of parameters) parameter.grad = 0;
    root.backward();
    const program = compile(root, { parameters });
    expect(program.run()).toBe(root.data);
    parameters.forEach(({ grad, data }, i) => {
      // The derivatives grow to about 100 over this time; they are compared relative to their own size.
      expect(Math.abs((program.gradients[i] as number) / grad - 1)).toBeLessThan(1e-11);
      const h = 1e-6 * Math.max(1, Math.abs(data));
      program.parameters[i] = data + h;
      const above = program.forward();
      program.parameters[i] = data - h;
      const below = program.forward();
      program.parameters[i] = data;
      expect(Math.abs((above - below) / (2 * h) / grad - 1)).toBeLessThan(1e-5);
    });
  });
});

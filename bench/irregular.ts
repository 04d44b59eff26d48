/** Graphs without layers: random operations, a chain, a system of differential equations. */
import { Value } from "chainrule";
import { random } from "chainrule/nn";

export interface Graph {
  readonly root: Value;
  readonly parameters: readonly Value[];
}

/** `count` operations, each on operands drawn from all that came before. */
export function randomGraph(count: number): Graph {
  const { integer, uniform } = random(6);
  const parameters = Array.from({ length: 100 }, () => new Value(uniform() - 0.5));
  const pool: Value[] = [...parameters];
  const read = new Set<Value>();
  const pick = (): Value => {
    const value = pool[integer(pool.length)] as Value;
    read.add(value);
    return value;
  };
  const makers = [
    (): Value => pick().add(pick()),
    (): Value => pick().mul(pick()),
    (): Value => pick().sub(pick()),
    (): Value => pick().tanh(),
    (): Value => pick().sin(),
  ];
  for (let i = 0; i < count; i++) pool.push((makers[integer(makers.length)] as () => Value)());
  const unread = pool.filter((value) => !read.has(value));
  const root = unread.reduce((total, value) => total.add(value)).div(1000);
  return { root, parameters };
}

/** The same with arithmetic alone, so that no time goes into the host's tanh and sin. */
export function arithmeticGraph(count: number): Graph {
  const { integer, uniform } = random(7);
  const parameters = Array.from({ length: 100 }, () => new Value(uniform() - 0.5));
  const pool: Value[] = [...parameters];
  const pick = (): Value => pool[integer(pool.length)] as Value;
  const makers = [
    (): Value => pick().add(pick()).mul(0.5),
    (): Value => pick().mul(pick()),
    (): Value => pick().sub(pick()).mul(0.5),
    (): Value => pick().relu(),
  ];
  while (pool.length < count) pool.push((makers[integer(makers.length)] as () => Value)());
  return { root: pool.slice(-count / 2).reduce((total, value) => total.add(value)), parameters };
}

/** So many operations, each on the result of the one before. */
export function chain(length: number): Graph {
  const x = new Value(0.5);
  let root: Value = x;
  for (let i = 0; i < length / 2; i++) root = root.sin().add(x);
  return { root, parameters: [x] };
}

type State = readonly [Value, Value, Value];

/** The Lorenz system, integrated by the classical Runge–Kutta method; the root is the sum of the last state. */
export function lorenz(steps: number, h = 0.001): Graph {
  const parameters = [1, 1, 1, 10, 28, 8 / 3].map((x) => new Value(x));
  const [x0, y0, z0, sigma, rho, beta] = parameters as [Value, Value, Value, Value, Value, Value];
  const slope = ([x, y, z]: State): State => [
    sigma.mul(y.sub(x)),
    x.mul(rho.sub(z)).sub(y),
    x.mul(y).sub(beta.mul(z)),
  ];
  const moved = (state: State, slopes: State, by: number): State => [
    state[0].add(slopes[0].mul(by)),
    state[1].add(slopes[1].mul(by)),
    state[2].add(slopes[2].mul(by)),
  ];
  let state: State = [x0, y0, z0];
  for (let i = 0; i < steps; i++) {
    const k1 = slope(state);
    const k2 = slope(moved(state, k1, h / 2));
    const k3 = slope(moved(state, k2, h / 2));
    const k4 = slope(moved(state, k3, h));
    const mean = (j: 0 | 1 | 2): Value => k1[j].add(k2[j].mul(2)).add(k3[j].mul(2)).add(k4[j]).div(6);
    state = moved(state, [mean(0), mean(1), mean(2)], h);
  }
  return { root: state[0].add(state[1]).add(state[2]), parameters };
}

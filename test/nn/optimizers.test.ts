/** Optimizers on Values and on programs, against their updates written out by hand; clipping and schedules. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, Value } from "chainrule";
import { compile } from "chainrule/compile";
import {
  AdaGrad,
  Adam,
  AdamW,
  clipByNorm,
  clipByValue,
  cosineDecay,
  linearDecay,
  Momentum,
  Nesterov,
  RmsProp,
  Sgd,
  stepDecay,
  warmUp,
  type Optimizer,
  type Target,
} from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

/** The book's surface of chapter 6, f = x²/20 + y², from (−7, 2); its gradient is (x/10, 2y). */
const START = [-7, 2] as const;
const surface = (x: Value, y: Value): Value => x.square().div(20).add(y.square());
const gradientOf = ([x = 0, y = 0]: readonly number[]): number[] => [x / 10, 2 * y];

type Make = (target: Target) => Optimizer;

function onValues(make: Make, steps: number): number[][] {
  const [x, y] = [new Value(START[0]), new Value(START[1])];
  const optimizer = make([x, y]);
  return Array.from({ length: steps }, () => {
    optimizer.zeroGrad();
    surface(x, y).backward();
    optimizer.step();
    return [x.data, y.data];
  });
}

function onProgram(make: Make, steps: number): number[][] {
  const [x, y] = [new Value(START[0]), new Value(START[1])];
  const program = compile(surface(x, y), { parameters: [x, y] });
  const optimizer = make(program);
  return Array.from({ length: steps }, () => {
    program.run();
    optimizer.step();
    return Array.from(program.parameters);
  });
}

/** Each parameter on its own: from p, g and the step number t to the new p, with state of its own. */
type ByHand = () => (p: number, g: number, t: number) => number;

function byHand(make: ByHand, steps: number): number[][] {
  const updates = [make(), make()];
  let at: number[] = [...START];
  return Array.from({ length: steps }, (_, i) => {
    const g = gradientOf(at);
    at = at.map((p, j) => (updates[j] as ReturnType<ByHand>)(p, g[j] as number, i + 1));
    return at;
  });
}

const adam =
  (decay: number): ByHand =>
  () => {
    let [m, v] = [0, 0];
    return (p, g, t) => {
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      return p - 0.3 * decay * p - (0.3 * (m / (1 - 0.8 ** t))) / (Math.sqrt(v / (1 - 0.95 ** t)) + 1e-6);
    };
  };
const adamOptions = { learningRate: 0.3, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };

const table: [string, Make, ByHand][] = [
  ["Sgd", (target) => new Sgd(target, { learningRate: 0.95 }), () => (p, g) => p - 0.95 * g],
  [
    "Momentum",
    (target) => new Momentum(target, { learningRate: 0.1, momentum: 0.8 }),
    () => {
      let v = 0;
      return (p, g) => p + (v = 0.8 * v - 0.1 * g);
    },
  ],
  [
    "Nesterov",
    (target) => new Nesterov(target, { learningRate: 0.1, momentum: 0.8 }),
    () => {
      let v = 0;
      return (p, g) => {
        v = 0.8 * v - 0.1 * g;
        return p + 0.8 * v - 0.1 * g;
      };
    },
  ],
  [
    "AdaGrad",
    (target) => new AdaGrad(target, { learningRate: 1.5 }),
    () => {
      let h = 0;
      return (p, g) => {
        h += g * g;
        return p - (1.5 * g) / (Math.sqrt(h) + 1e-7);
      };
    },
  ],
  [
    "RmsProp",
    (target) => new RmsProp(target, { learningRate: 0.2, decay: 0.9, epsilon: 1e-5 }),
    () => {
      let h = 0;
      return (p, g) => {
        h = 0.9 * h + 0.1 * g * g;
        return p - (0.2 * g) / (Math.sqrt(h) + 1e-5);
      };
    },
  ],
  ["Adam", (target) => new Adam(target, adamOptions), adam(0)],
  ["AdamW", (target) => new AdamW(target, { ...adamOptions, weightDecay: 0.2 }), adam(0.2)],
];

function expectPaths(actual: number[][], expected: number[][]): void {
  expect(actual).toHaveLength(expected.length);
  actual.flat().forEach((x, i) => {
    expect(relativeError(x, expected.flat()[i] as number)).toBeLessThan(tolerances.reordered);
  });
}

describe.each(table)("%s", (_, make, hand) => {
  test("three steps by hand, on Values and on a program", () => {
    expectPaths(onValues(make, 3), byHand(hand, 3));
    expectPaths(onProgram(make, 3), byHand(hand, 3));
  });

  test("finds the lowest point of x²/20 + y²", () => {
    const [x = NaN, y = NaN] = onProgram(make, 400).at(-1) ?? [];
    expect(x * x * 0.05 + y * y).toBeLessThan(0.02);
  });

  test("goes on from what was saved, on Values and on a program", () => {
    const whole = onValues(make, 5);
    const [x, y] = [new Value(START[0]), new Value(START[1])];
    const step = (optimizer: Optimizer): void => {
      optimizer.zeroGrad();
      surface(x, y).backward();
      optimizer.step();
    };
    const first = make([x, y]);
    for (let i = 0; i < 2; i++) step(first);
    const second = make([x, y]);
    second.restore(first.save());
    step(second);
    expect([x.data, y.data]).toEqual(whole[2]);
    const program = compile(surface(x, y), { parameters: [x, y] });
    const third = make(program);
    third.restore(second.save());
    for (let i = 0; i < 2; i++) {
      program.run();
      third.step();
    }
    expectPaths([Array.from(program.parameters)], [whole[4] as number[]]);
    expect(() => {
      third.restore({ steps: 1, state: new Float64Array(99) });
    }).toThrow(/the saved state has 99 numbers, expected \d/);
  });
});

describe("Sgd", () => {
  test("zeroGrad, and without it gradients add up", () => {
    const x = new Value(2);
    const sgd = new Sgd([x], { learningRate: 1 });
    x.square().backward();
    x.square().backward();
    expect(x.grad).toBe(8);
    sgd.zeroGrad();
    expect(x.grad).toBe(0);
  });

  test("the rate may change between steps", () => {
    const x = new Value(2);
    const sgd = new Sgd([x], { learningRate: 1 });
    x.square().backward();
    sgd.learningRate = 0.5;
    sgd.step();
    expect(x.data).toBe(0);
  });
});

describe("clipping", () => {
  const build = (): { x: Value; y: Value; f: Value } => {
    const [x, y] = [new Value(3), new Value(-4)];
    return { x, y, f: x.square().add(y.square()).div(2) };
  };

  test("by norm, on Values and on a program; a small gradient stays", () => {
    const { x, y, f } = build();
    f.backward();
    expect(clipByNorm([x, y], 10)).toBe(5);
    expect([x.grad, y.grad]).toEqual([3, -4]);
    expect(clipByNorm([x, y], 0.5)).toBe(5);
    expectPaths([[x.grad, y.grad]], [[0.3, -0.4]]);
    const other = build();
    const program = compile(other.f, { parameters: [other.x, other.y] });
    program.run();
    expect(clipByNorm(program, 0.5)).toBe(5);
    expectPaths([Array.from(program.gradients)], [[0.3, -0.4]]);
  });

  test("by value", () => {
    const { x, y, f } = build();
    f.backward();
    clipByValue([x, y], 3.5);
    expect([x.grad, y.grad]).toEqual([3, -3.5]);
    expect(() => clipByNorm([x], 0)).toThrow("clipByNorm: most is the number 0, expected a positive number");
  });
});

describe("schedules", () => {
  const at = (schedule: (step: number) => number): number[] => [0, 1, 2, 3, 4].map(schedule);

  test("their rates, and where they end", () => {
    expect(at(stepDecay({ rate: 8, factor: 0.5, every: 2 }))).toEqual([8, 8, 4, 4, 2]);
    expect(at(linearDecay({ rate: 4, end: 1, steps: 3 }))).toEqual([4, 3, 2, 1, 1]);
    expectPaths(
      [at(cosineDecay({ rate: 4, end: 2, steps: 3 }))],
      [[4, 3 + Math.cos(Math.PI / 3), 3 + Math.cos((2 * Math.PI) / 3), 2, 2]],
    );
    expect(at(warmUp(2, stepDecay({ rate: 8, factor: 0.5, every: 1 })))).toEqual([4, 8, 8, 4, 2]);
  });

  test("refuse what is no rate", () => {
    expect(() => linearDecay({ rate: -1, end: 1, steps: 3 })).toThrow(
      "linearDecay: rate is the number -1, expected a positive number",
    );
  });
});

describe("wrong settings", () => {
  const x = [new Value(1)];
  test.each<[string, () => unknown, string]>([
    [
      "rate 0",
      () => new Sgd(x, { learningRate: 0 }),
      "Sgd: learningRate is the number 0, expected a positive number",
    ],
    ["rate NaN", () => new Adam(x, { learningRate: NaN }), "Adam: learningRate is the number NaN"],
    [
      "decay 1",
      () => new Adam(x, { beta2: 1 }),
      "Adam: beta2 is the number 1, expected a number from above 0 to below 1",
    ],
    [
      "momentum 1",
      () => new Momentum(x, { momentum: 1 }),
      "Momentum: momentum is the number 1, expected a number from 0 to below 1",
    ],
    [
      "a negative weight decay",
      () => new AdamW(x, { weightDecay: -1 }),
      "AdamW: weightDecay is the number -1",
    ],
    ["epsilon 0", () => new AdaGrad(x, { epsilon: 0 }), "AdaGrad: epsilon is the number 0"],
    [
      "a number among the parameters",
      () => new Sgd([3 as unknown as Value], { learningRate: 1 }),
      "Sgd: parameter 0 is the number 3, expected a Value",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(ChainruleError);
    expect(make).toThrow(message);
  });
});

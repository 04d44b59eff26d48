/** When numbers go wrong: assertFinite and detectAnomaly name the operation, its operands and the line. And what else is stated of odd uses. */
import { describe, expect, test } from "@jest/globals";
import {
  assertFinite,
  ChainruleError,
  defineOp,
  detectAnomaly,
  dot,
  grad,
  logSumExp,
  noGrad,
  sum,
  Value,
} from "chainrule";

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof ChainruleError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const faultOf = (root: Value): string =>
  messageOf(() => {
    assertFinite(root);
  });

describe("assertFinite", () => {
  test("passes where every number is finite", () => {
    const x = new Value(2);
    const y = x.log().mul(x);
    y.backward();
    assertFinite(y);
    assertFinite(x);
  });

  test("names the first operation that made a NaN, not those that passed it on", () => {
    const a = new Value(-1, "a");
    const bad = a.log();
    bad.label = "loss";
    expect(faultOf(bad.mul(2).add(1))).toBe('assertFinite: log "loss" made NaN of x = -1 (leaf "a")');
    expect(faultOf(new Value(1).div(0))).toBe(
      "assertFinite: div made Infinity of x = 1 (leaf), y = 0 (constant)",
    );
  });

  test("names a leaf that holds one", () => {
    expect(faultOf(new Value(NaN, "w").exp())).toBe('assertFinite: the leaf "w" is NaN');
  });

  test("of a list it shows the elements that are not finite first, and not all", () => {
    const xs = Array.from({ length: 30 }, (_, i) => new Value(i === 20 ? 1e200 : 1));
    expect(faultOf(dot(xs, xs))).toBe(
      `assertFinite: dot made Infinity of ${Array.from({ length: 8 }, (_, i) => `x[${String(i)}] = 1 (leaf)`).join(", ")}, and 52 more`,
    );
  });

  test("of a backward pass it names the operation, the operand, the upstream and the local gradient", () => {
    const x = new Value(0, "x");
    const y = x.sqrt().mul(3);
    assertFinite(y);
    y.backward();
    expect(faultOf(y)).toBe(
      'assertFinite: the backward pass of sqrt made the gradient Infinity for operand 0 (leaf "x"): ' +
        'upstream gradient 3, local gradient Infinity, x = 0 (leaf "x"), out = 0',
    );
    const z = new Value(1).mul(2);
    z.backward(NaN);
    expect(faultOf(z)).toBe(
      "assertFinite: the gradient of mul is NaN from the start: backward was given it as seed",
    );
  });

  test("of two operations at fault on the way back, the one that backward passes first", () => {
    const root = (): Value => {
      const [u, v] = [new Value(0, "u"), new Value(0, "v")];
      return u.sqrt().add(v.sqrt());
    };
    const recorded = root();
    recorded.backward();
    const message = faultOf(recorded);
    expect(message).toMatch(/^assertFinite: the backward pass of sqrt made the gradient Infinity/);
    const atOnce = messageOf(() => {
      detectAnomaly(() => {
        root().backward();
      });
    });
    expect(atOnce.replace(/\n.*/, "")).toBe(message.replace("assertFinite", "detectAnomaly"));
  });

  test("of an empty list", () => {
    expect(faultOf(logSumExp([]))).toBe("assertFinite: logSumExp made -Infinity of no operands");
  });

  test("of a graph a million deep", () => {
    let y: Value = new Value(0.5);
    for (let i = 0; i < 1_000_000; i++) y = y.neg();
    assertFinite(y);
  });

  test("answers what is no Value", () => {
    expect(faultOf(3 as unknown as Value)).toBe("assertFinite: root is the number 3, expected a Value");
  });
});

describe("detectAnomaly", () => {
  const thisFile = /\n {4}made at (?:\S+ \()?\S*anomaly\.test\.ts:\d+:\d+\)?$/;

  test("returns what f returns, and leaves no trace", () => {
    const frames = Error.stackTraceLimit;
    Error.stackTraceLimit = 7;
    expect(detectAnomaly(() => new Value(4).sqrt().data)).toBe(2);
    expect(Error.stackTraceLimit).toBe(7);
    Error.stackTraceLimit = frames;
    expect(new Value(-1).log().data).toBeNaN();
  });

  test("throws at the operation, with the line that made it", () => {
    const message = messageOf(() => detectAnomaly(() => new Value(-1, "a").log().mul(2)));
    expect(message).toMatch(/^detectAnomaly: log made NaN of x = -1 \(leaf "a"\)/);
    expect(message).toMatch(thisFile);
    // Whatever called, the line is the caller's: here through a function of the package.
    expect(messageOf(() => detectAnomaly(() => sum([Infinity, 1])))).toMatch(thisFile);
    expect(new Value(-1).log().data).toBeNaN();
  });

  test("throws on the way back, with the line that recorded the operation", () => {
    const message = messageOf(() => {
      detectAnomaly(() => {
        new Value(0, "x").abs().sqrt().add(1).backward();
      });
    });
    expect(message).toMatch(
      /^detectAnomaly: the backward pass of sqrt made the gradient Infinity for operand 0 \(abs\): upstream gradient 1/,
    );
    expect(message).toMatch(thisFile);
  });

  test("sees derivatives by transforms, and operations of users, whose rules are read in peace", () => {
    expect(messageOf(() => detectAnomaly(() => grad((x) => x.sqrt())(0)))).toMatch(
      /^detectAnomaly: rsqrt made Infinity of x = 0/,
    );
    const inverse = defineOp({
      name: "inverse",
      num: (x) => 1 / x,
      grad: (x) => [x.square().reciprocal().neg()],
    });
    expect(detectAnomaly(() => grad(inverse)(2).data)).toBe(-0.25);
    expect(messageOf(() => detectAnomaly(() => inverse(0)))).toMatch(
      /^detectAnomaly: inverse made Infinity of x = 0/,
    );
  });

  test("of a list it shows the elements that are not finite first, by their places", () => {
    const long = Array.from({ length: 30 }, (_, i) => (i === 20 ? Infinity : i));
    expect(messageOf(() => detectAnomaly(() => sum(long)))).toContain(
      "sum made Infinity of x[20] = Infinity (constant), x[0] = 0 (constant), x[1] = 1 (constant), " +
        "x[2] = 2 (constant), x[3] = 3 (constant), x[4] = 4 (constant), x[5] = 5 (constant), x[6] = 6 (constant), and 22 more\n",
    );
    expect(messageOf(() => detectAnomaly(() => dot([1, 2], [3, -Infinity])))).toContain(
      "of y[1] = -Infinity (constant), x[0] = 1 (constant), x[1] = 2 (constant), y[0] = 3 (constant)\n",
    );
  });

  test("a seed that is NaN is no fault of an operation", () => {
    const x = new Value(1);
    detectAnomaly(() => {
      x.mul(2).backward(NaN);
    });
    expect(x.grad).toBeNaN();
  });

  test("keeps the line for assertFinite, where a leaf is at fault", () => {
    const y = detectAnomaly(() => [new Value(NaN, "w")] as const);
    expect(faultOf(y[0])).toMatch(thisFile);
  });

  test("does not take what is asynchronous", () => {
    expect(messageOf(() => detectAnomaly(() => Promise.resolve(1)))).toMatch(/f is asynchronous/);
  });
});

describe("odd uses, as stated", () => {
  test("backward() of what noGrad made, or of a constant, reaches nothing and changes nothing", () => {
    const x = new Value(3);
    noGrad(() => x.square()).backward();
    expect(x.grad).toBe(0);
  });

  test("backward() inside noGrad follows a graph that was recorded outside", () => {
    const x = new Value(3);
    const y = x.square();
    noGrad(() => {
      y.backward();
    });
    expect(x.grad).toBe(6);
  });

  test("data changed after recording: results stay, local gradients are taken from the numbers at hand", () => {
    const x = new Value(3);
    const y = x.square();
    x.data = 5;
    expect(y.data).toBe(9);
    y.backward();
    expect(x.grad).toBe(10);
    // exp's local gradient is its result, which has stayed.
    const z = new Value(0);
    const t = z.exp();
    z.data = 100;
    t.backward();
    expect(z.grad).toBe(1);
  });
});

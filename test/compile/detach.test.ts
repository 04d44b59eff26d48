/** `detach` is a live stop-gradient: its number follows what it is made of, in programs too, and no gradient passes. */
import { describe, expect, test } from "@jest/globals";
import {
  ChainruleError,
  constant,
  grad,
  gradients,
  hessian,
  noGrad,
  topologicalOrder,
  Value,
} from "chainrule";
import { compile, type CompileOptions } from "chainrule/compile";
import { explain, toDot, toText } from "chainrule/draw";
import { Dataset, fit, Matrix, Sequential, Sgd, type Model } from "chainrule/nn";
import { parse } from "chainrule/parse";

const leaf = (data: number, label = ""): Value => new Value(data, label);

describe("in a program", () => {
  test("what stands below it follows the inputs: w · x + x² at x = 10 is 120", () => {
    const [w, x] = [leaf(2, "w"), leaf(3, "x")];
    const program = compile(w.mul(x).add(x.square().detach()), { parameters: [w], inputs: [x] });
    program.inputs[0] = 10;
    expect([program.run(), program.gradients[0]]).toEqual([120, 10]);
  });

  test("it follows parameters too, which get no gradient through it", () => {
    const [w, v] = [leaf(2), leaf(3)];
    const program = compile(w.square().detach().mul(v).add(w), { parameters: [w, v] });
    program.parameters[0] = 5;
    expect([program.run(), ...program.gradients]).toEqual([5 * 5 * 3 + 5, 1, 25]);
  });

  test("an input that is read through it alone is read", () => {
    const [w, x] = [leaf(2), leaf(3)];
    const program = compile(w.mul(x.detach()), { parameters: [w], inputs: [x] });
    program.inputs[0] = 7;
    expect([program.run(), program.gradients[0]]).toEqual([14, 7]);
  });

  test("an infinite slope below it makes no NaN, neither in a loop nor in the table", () => {
    for (const count of [1, 40]) {
      const w = Array.from({ length: count }, () => leaf(2));
      // √(w − 2) has an infinite slope at 2, and (w − 2)/(w − 2) is NaN there.
      const root = w.reduce<Value>(
        (total, each) =>
          total
            .add(each.sub(2).sqrt().detach().mul(each))
            .add(each.sub(2).div(each.sub(2)).detach().greater(1).mul(each)),
        constant(0),
      );
      root.backward();
      const program = compile(root, { parameters: w });
      expect([program.run(), ...program.gradients]).toEqual([root.data, ...w.map(({ grad: g }) => g)]);
      expect(Array.from(program.gradients)).toEqual(w.map(() => 0));
    }
  });

  test("as root, as output, of a leaf, twice, in both precisions", () => {
    const [w, x] = [leaf(1.5), leaf(2)];
    const twice = w.mul(x).detach().detach();
    for (const precision of ["f64", "f32"] as const) {
      const program = compile([twice, w], {
        parameters: [w],
        inputs: [x],
        outputs: [twice, w.detach()],
        precision,
      });
      program.inputs[0] = 3;
      expect([program.run(), program.gradients[0], ...program.outputs]).toEqual([6, 1, 4.5, 1.5]);
    }
  });
});

describe("an input that nothing reads", () => {
  const refused = (root: Value, options: CompileOptions) => () => compile(root, options);

  test("is an error that names it, or says how many there are and which", () => {
    const w = leaf(2, "w");
    const [x, y] = [leaf(1, "x"), leaf(1)];
    expect(refused(w.mul(x), { parameters: [w], inputs: [x, y] })).toThrow(ChainruleError);
    expect(refused(w.mul(x), { parameters: [w], inputs: [x, y] })).toThrow(
      "compile: input 1 is read by no root and no output; leave it out of inputs",
    );
    expect(refused(w.mul(y), { parameters: [w], inputs: [x, y] })).toThrow(
      'compile: input 0 ("x") is read by no',
    );
    const many = Array.from({ length: 12 }, (_, i) => leaf(i, `x${String(i)}`));
    expect(refused(w.mul(x), { parameters: [w], inputs: [x, ...many] })).toThrow(
      'compile: 12 of 13 inputs are read by no root and no output: 1 ("x0"), 2 ("x1"), 3 ("x2"), 4 ("x3"), ' +
        '5 ("x4"), 6 ("x5"), 7 ("x6"), 8 ("x7"), and 4 more; leave them out',
    );
  });

  test("a root or an output is a reader; a parameter need not be read", () => {
    const [w, unused, x, y] = [leaf(2), leaf(9), leaf(3), leaf(4)];
    const program = compile([w, x], { parameters: [w, unused], inputs: [x, y], outputs: [y] });
    expect([program.run(), ...program.gradients, ...program.outputs]).toEqual([5, 1, 0, 4]);
  });
});

describe("on Values", () => {
  test("it is recorded with its parent, and drawn, explained and parsed", () => {
    const x = leaf(3, "x");
    const y = x.square().detach().mul(x);
    expect(topologicalOrder(y).map(({ op }) => op)).toEqual(["leaf", "square", "detach", "mul"]);
    y.backward();
    expect(x.grad).toBe(9);
    expect(toDot(y)).toContain("detach");
    expect(toText(explain(y))).toContain("detach(");
    const parsed = parse("x * detach(x^2)", { x: leaf(3) });
    expect([parsed.data, parsed.parents[1]?.op]).toEqual([27, "detach"]);
  });

  test("its own gradient is that of an inner node, and everything below it has 0, stale numbers too", () => {
    const x = leaf(3);
    const square = x.square();
    square.backward();
    const stopped = square.detach();
    const y = stopped.mul(4);
    y.backward();
    expect([stopped.grad, square.grad, x.grad]).toEqual([4, 0, 6]);
    expect(gradients(y, [stopped, square, x])).toEqual([4, 0, 0]);
    expect(gradients(y, [stopped, square, x], { createGraph: true }).map(({ data }) => data)).toEqual([
      4, 0, 0,
    ]);
  });

  test.each<[string, (x: Value) => Value]>([
    ["an infinite slope", (x) => x.sub(2).sqrt()],
    ["a NaN", (x) => x.sub(2).div(x.sub(2))],
    ["an infinity", (x) => x.sub(2).reciprocal()],
  ])("nothing comes through it from %s, at every order", (_, f) => {
    // f detached + x³, at 2
    const y = (x: Value): Value => f(x).detach().greater(-Infinity).mul(0).add(x.pow(3));
    const x = leaf(2);
    y(x).backward();
    expect(x.grad).toBe(12);
    expect(gradients(y(x), [x])).toEqual([12]);
    expect(grad(y)(2).data).toBe(12);
    expect(grad(grad(y))(2).data).toBe(12);
    expect(grad(grad(grad(y)))(2).data).toBe(6);
    expect(hessian(y)(2)[0][0].data).toBe(12);
    expect(noGrad(() => hessian(y)(2))[0][0].data).toBe(12);
  });

  test("an upstream gradient of NaN or infinity does not pass either", () => {
    const x = leaf(0);
    x.detach().sqrt().backward();
    expect(x.grad).toBe(0);
    x.detach().div(0).backward();
    expect(x.grad).toBe(0);
  });

  test("the condition of where, of greater and of sign: their slopes end there as in a program", () => {
    const w = leaf(2);
    const root = w.sub(2).sqrt().sign().where(1, 2).mul(w).add(w.sub(2).sqrt().greater(1));
    root.backward();
    const program = compile(root, { parameters: [w] });
    expect([program.run(), program.gradients[0], w.grad]).toEqual([4, 2, 2]);
  });

  test("inside noGrad it is a constant", () => {
    const x = leaf(3);
    const stopped = noGrad(() => x.detach());
    expect([stopped.op, stopped.parents]).toEqual(["constant", []]);
  });
});

describe("fit with a frozen body", () => {
  const data = Dataset.from(
    Array.from({ length: 16 }, (_, i) => [i / 8 - 1]),
    Array.from({ length: 16 }, (_, i) => Math.sin((3 * i) / 8)),
  );
  class Frozen implements Model {
    private readonly body = new Sequential([{ layer: "affine", inputs: 1, outputs: 8 }, { layer: "tanh" }], {
      seed: 3,
    });
    private readonly head = new Sequential([{ layer: "affine", inputs: 8, outputs: 1 }], { seed: 4 });
    parameters(): Value[] {
      return [...this.body.parameters(), ...this.head.parameters()];
    }
    predict(x: Matrix): Matrix {
      return this.head.predict(this.body.predict(x).map((value) => value.detach()));
    }
  }

  test("trains the head on the body's live numbers, compiled as on Values", async () => {
    const run = async (eager: boolean): Promise<{ losses: readonly number[]; body: number[] }> => {
      const model = new Frozen();
      const loss = (y: Matrix, t: Matrix): Value => {
        const off = y.sub(t).values();
        return off.reduce<Value>((total, each) => total.add(each.square()), constant(0)).div(off.length);
      };
      const optimizer = (target: ConstructorParameters<typeof Sgd>[0]): Sgd =>
        new Sgd(target, { learningRate: 0.1 });
      const { losses } = await fit(model, data, { epochs: 40, batchSize: 8, loss, optimizer, eager });
      return {
        losses,
        body: model
          .parameters()
          .slice(0, 16)
          .map((value) => value.data),
      };
    };
    const [compiled, eager] = [await run(false), await run(true)];
    expect(compiled.body).toEqual(
      new Frozen()
        .parameters()
        .slice(0, 16)
        .map((value) => value.data),
    );
    compiled.losses.forEach((loss, i) => {
      expect(Math.abs(loss - (eager.losses[i] as number))).toBeLessThan(1e-12);
    });
    expect(compiled.losses.at(-1)).toBeLessThan((compiled.losses[0] as number) / 3);
  });

  test("a model that reads x through data is refused, and so is a loss that reads the classes through argmax", async () => {
    const w = leaf(1, "w");
    const model: Model = {
      parameters: () => [w],
      predict: (x) => Matrix.from(Array.from({ length: x.rows }, (_, i) => [w.mul(x.at(i, 0).data)])),
    };
    await expect(fit(model, data, { epochs: 1, loss: (y) => y.at(0, 0) })).rejects.toThrow(
      "fit: the model reads no element of x",
    );
    const classes = Dataset.ofClasses([[0], [1]], [0, 1]);
    const net = new Sequential([{ layer: "affine", inputs: 1, outputs: 2 }]);
    await expect(
      fit(net, classes, { epochs: 1, loss: (y, t) => y.at(0, t.argmax()[0] as number).neg() }),
    ).rejects.toThrow("fit: the loss reads no element of t");
  });
});

/** Leaves of a graph: which are constants, which must be listed, and how messages name those that are not. */
import { describe, expect, test } from "@jest/globals";
import { constant, grad, hessian, hvp, jacobian, jvp, sum, Value, valueAndGrad, vjp } from "chainrule";
import { compile } from "chainrule/compile";
import { TwoLayerNet } from "chainrule/book";
import { Adam, Matrix, Sequential } from "chainrule/nn";
import { MicroGpt } from "chainrule/models";
import { relativeError, tolerances } from "../tolerances.js";

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("numbers that a transform is called with are constants of a program", () => {
  // f = w·x³ + x·y, at x = 0.5, y = 2
  const w = new Value(3, "w");
  const f = (x: Value, y: Value): Value => w.mul(x.pow(3)).add(x.mul(y));
  const g = (x: Value): Value => f(x, constant(2));
  test.each<[string, () => Value, number, number]>([
    ["grad", () => grad(g)(0.5), 3 * 3 * 0.25 + 2, 0.75],
    [
      "grad, of a constant and of a list",
      () => sum(grad(([x, y]: Value[]) => f(x as Value, y as Value))([constant(0.5), 2])),
      2.25 + 2 + 0.5,
      0.75,
    ],
    ["grad of grad", () => grad((x) => grad(g)(x))(0.5), 9, 3],
    ["valueAndGrad", () => valueAndGrad(g)(0.5)[0], 0.375 + 1, 0.125],
    ["hessian", () => hessian(f)(0.5, 2)[0][0], 9, 3],
    ["jacobian", () => jacobian((x, y) => [f(x, y)])(0.5, 2)[0]?.[0] as Value, 2.25 + 2, 0.75],
    ["jvp", () => jvp(g)(0.5)[1](2), 2 * 4.25, 1.5],
    ["vjp", () => vjp(g)(0.5)[1](2), 2 * 4.25, 1.5],
    ["hvp", () => hvp(f)(0.5, 2)(1, 0)[0], 9, 3],
  ])("%s", (_, make, value, slope) => {
    const program = compile(make(), { parameters: [w] });
    expect(relativeError(program.run(), value)).toBeLessThan(tolerances.closedForm);
    expect(relativeError(program.gradients[0] as number, slope)).toBeLessThan(tolerances.closedForm);
    program.parameters[0] = 0;
    expect(relativeError(program.run(), value - 3 * slope)).toBeLessThan(tolerances.closedForm);
  });

  test("a physics-informed net, u″ + u = 0 with u(0) = 1 and u′(0) = 0, trains as on Values, towards the cosine", () => {
    const make = (): { parameters: Value[]; loss: () => Value; u: (x: Value) => Value } => {
      const parameters = Array.from({ length: 24 }, (_, i) => new Value(Math.sin(7 * i + 1)));
      const [a, b, v] = [0, 8, 16].map((from) => parameters.slice(from, from + 8)) as [
        Value[],
        Value[],
        Value[],
      ];
      const u = (x: Value): Value =>
        sum(
          v.map((each, i) =>
            each.mul(
              (a[i] as Value)
                .mul(x)
                .add(b[i] as Value)
                .tanh(),
            ),
          ),
        );
      const slope = (x: Value): Value => grad(u)(x);
      const residual = (x: number): Value =>
        grad(slope)(x)
          .add(u(constant(x)))
          .square();
      const loss = (): Value =>
        sum([0, 0.25, 0.5, 0.75, 1].map(residual))
          .add(u(constant(0)).sub(1).square())
          .add(grad(u)(0).square());
      return { parameters, loss, u };
    };
    const [eager, compiled] = [make(), make()];
    const program = compile(compiled.loss(), { parameters: compiled.parameters });
    const [one, other] = [
      new Adam(eager.parameters, { learningRate: 0.02 }),
      new Adam(program, { learningRate: 0.02 }),
    ];
    for (let step = 0; step < 20; step++) {
      one.zeroGrad();
      const loss = eager.loss();
      loss.backward();
      expect(relativeError(program.run(), loss.data)).toBeLessThan(tolerances.reordered);
      eager.parameters.forEach((parameter, i) => {
        expect(relativeError(program.gradients[i] as number, parameter.grad)).toBeLessThan(1e-10);
      });
      one.step();
      other.step();
    }
    for (let step = 0; step < 4000; step++) {
      program.run();
      other.step();
    }
    program.push();
    for (const x of [0, 0.4, 1])
      expect(Math.abs(compiled.u(constant(x)).data - Math.cos(x))).toBeLessThan(0.02);
  });
});

describe("leaves that are in no list", () => {
  test("a net of 337 parameters: those that were forgotten, by layer, matrix, row and column", () => {
    const net = new Sequential([
      { layer: "affine", inputs: 2, outputs: 16 },
      { layer: "tanh" },
      { layer: "affine", inputs: 16, outputs: 16 },
      { layer: "affine", inputs: 16, outputs: 1 },
    ]);
    const root = sum(net.predict(Matrix.from([[1, 2]])).values());
    const all = net.parameters();
    expect(all).toHaveLength(337);
    expect(messageOf(() => compile(root, { parameters: [] }))).toMatch(
      /^compile: 337 leaves are neither parameters nor inputs: .*all 32 of W of affine layer 0 \(2×16\)/,
    );
    const forgotten = [2 * 16 - 1, 48 + 16 * 3 + 5];
    expect(
      messageOf(() => compile(root, { parameters: all.filter((_, i) => !forgotten.includes(i)) })),
    ).toContain(
      "compile: 2 leaves are neither parameters nor inputs: W of affine layer 0 (row 1, column 15), " +
        "W of affine layer 2 (row 3, column 5); list them, or make them constants",
    );
    expect(messageOf(() => compile(root, { parameters: all.slice(0, -1) }))).toContain(
      "compile: the leaf b of affine layer 3 (row 0, column 0) is neither a parameter nor an input; list it as one",
    );
    expect(messageOf(() => compile(root, { parameters: all.slice(0, 32 + 16 + 256 + 16) }))).toContain(
      "17 leaves are neither parameters nor inputs: all 16 of W of affine layer 3 (16×1), b of affine layer 3 (row 0",
    );
  });

  test("leaves of TwoLayerNet, of microgpt and of a matrix without a name, labelled ones, and plain ones", () => {
    const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 3, outputSize: 2 });
    const loss = net.loss(Matrix.from([[1, 2]]), [1]);
    const known = net.parameters().filter((value) => value !== net.W2.at(1, 0));
    expect(messageOf(() => compile(loss, { parameters: known }))).toContain(
      "the leaf W2 (row 1, column 0) is neither",
    );
    const gpt = new MicroGpt({ vocabulary: 3, block: 2, width: 4, heads: 2 }, () => 0.1);
    const some = gpt.parameters().filter((value) => value !== gpt.namedParameters().wq.at(3, 1));
    expect(messageOf(() => compile(gpt.loss([0, 1, 2]), { parameters: some }))).toContain(
      "wq (row 3, column 1)",
    );
    const zeros = Matrix.zeros(2, 2);
    const one = new Value(7);
    const named = new Value(8, "stray");
    expect(messageOf(() => compile(sum([...zeros.values(), one, named]), { parameters: [] }))).toContain(
      'compile: 6 leaves are neither parameters nor inputs: all 4 of a matrix (2×2), one with data 7, "stray"; ' +
        "list them, or make them constants: constant(x), a plain number as an operand, or Matrix.constants",
    );
    const many = Array.from({ length: 20 }, (_, i) => new Value(i));
    expect(messageOf(() => compile(sum(many), { parameters: [] }))).toContain(
      "one with data 7, and 12 more; list",
    );
  });

  test("wrong entries of the lists are named alike", () => {
    const w = Matrix.leaves([1, 2], 1, 2);
    const root = sum(w.values());
    expect(messageOf(() => compile(root, { parameters: w.values(), inputs: [w.at(0, 1)] }))).toBe(
      "compile: input a matrix (row 0, column 1) is listed twice, expected once",
    );
  });
});

/** The Program as its users meet it. */
import { describe, expect, test } from "@jest/globals";
import { inChild } from "../child.js";
import { ChainruleError, constant, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { TwoLayerNet } from "chainrule/book";
import { Adam, Matrix, oneHot, Sgd } from "chainrule/nn";

const value = (data: number, label = ""): Value => new Value(data, label);

describe("roots", () => {
  test("run gives the value, gradients the derivatives by the parameters", () => {
    const [w, x] = [value(3, "w"), value(2, "x")];
    const program = compile(w.mul(x).square(), { parameters: [w], inputs: [x] });
    expect(program.run()).toBe(36);
    expect(Array.from(program.gradients)).toEqual([24]);
    program.inputs[0] = -1;
    expect(program.run()).toBe(9);
    expect(Array.from(program.gradients)).toEqual([6]);
  });

  test("several roots: their sum is differentiated, each value can be an output", () => {
    const [x, y] = [value(2), value(5)];
    const roots = [x.mul(y), x.square(), y];
    const program = compile(roots, { parameters: [x, y], outputs: roots });
    expect(program.run()).toBe(10 + 4 + 5);
    expect(Array.from(program.gradients)).toEqual([5 + 4, 2 + 1]);
    expect(Array.from(program.outputs)).toEqual([10, 4, 5]);
  });

  test("the same root twice counts twice", () => {
    const x = value(3);
    const root = x.square();
    const program = compile([root, root], { parameters: [x] });
    expect([program.run(), program.gradients[0]]).toEqual([18, 12]);
  });

  test("the value of a root that is −0 keeps its sign", () => {
    const x = value(-0);
    for (const root of [x, x.neg().neg(), constant(-0)]) {
      expect(compile(root, { parameters: [x] }).run()).toBe(-0);
      expect(compile(root, { parameters: [x] }).forward()).toBe(-0);
    }
  });

  test("a root below another root", () => {
    const x = value(3);
    const inner = x.square();
    const program = compile([inner.mul(2), inner], { parameters: [x] });
    expect([program.run(), program.run(), program.gradients[0]]).toEqual([27, 27, 18]);
  });

  test("a root that is a parameter, an input or a constant", () => {
    const [x, y] = [value(3), value(4)];
    const program = compile([x, y, constant(5)], { parameters: [x], inputs: [y] });
    expect([program.run(), program.run()]).toEqual([12, 12]);
    expect(program.gradients[0]).toBe(1);
  });

  test("a root that depends on nothing", () => {
    const x = value(3);
    const program = compile(constant(2).exp().log(), { parameters: [x] });
    expect([program.run(), program.gradients[0]]).toEqual([2, 0]);
    expect(compile([], { parameters: [] }).run()).toBe(0);
  });

  test("parameters that the root does not use have the gradient 0, run after run", () => {
    const [x, unused] = [value(3), value(4)];
    const program = compile(x.square(), { parameters: [unused, x] });
    for (let i = 0; i < 3; i++) {
      program.run();
      expect(Array.from(program.gradients)).toEqual([0, 6]);
    }
  });

  test("the same Value twice as an operand", () => {
    const x = value(3);
    const program = compile(sum([x, x, x.mul(x)]), { parameters: [x] });
    expect([program.run(), program.gradients[0]]).toEqual([15, 8]);
  });
});

describe("outputs", () => {
  test("inner nodes, leaves, constants, and one of them twice", () => {
    const [x, y] = [value(3), value(4)];
    const inner = x.add(y);
    const program = compile(inner.square(), {
      parameters: [x],
      inputs: [y],
      outputs: [inner, x, y, constant(9), inner],
    });
    program.forward();
    expect(Array.from(program.outputs)).toEqual([7, 3, 4, 9, 7]);
    program.inputs[0] = 1;
    program.run();
    expect(Array.from(program.outputs)).toEqual([4, 3, 1, 9, 4]);
  });

  test("an output that the root does not need is computed too", () => {
    const x = value(2);
    const program = compile(x.square(), { parameters: [x], outputs: [x.exp()] });
    program.run();
    expect(program.outputs[0]).toBe(Math.exp(2));
    expect(program.gradients[0]).toBe(4);
  });

  test("an output that no root needs is not differentiated, in the interpreter and in loops", () => {
    for (const count of [1, 9]) {
      const w = Array.from({ length: count }, () => value(2));
      // d√(w − 2) is infinite at 2.
      const outputs = w.map((each) => each.sub(2).sqrt());
      const program = compile(sum(w.map((each) => each.square())), { parameters: w, outputs });
      program.run();
      expect(Array.from(program.gradients)).toEqual(w.map(() => 4));
      expect(Array.from(program.outputs)).toEqual(w.map(() => 0));
    }
  });

  test("a node that a root and an output need is differentiated for the root only", () => {
    for (const count of [1, 9]) {
      const w = Array.from({ length: count }, () => value(2));
      const both = w.map((each) => each.sub(2));
      // Beside each root stand operations of the same kind that only an output needs.
      const outputs = [...both.map((each) => each.square()), ...both.map((each) => each.sqrt())];
      const roots = both.map((each, i) => (i === 0 ? each.sqrt() : each.add(3).square()));
      const program = compile(roots, { parameters: w, outputs });
      program.run();
      expect(Array.from(program.gradients)).toEqual(w.map((_, i) => (i === 0 ? Infinity : 6)));
    }
  });

  test("without a root nothing is differentiated", () => {
    const w = value(2);
    const program = compile([], { parameters: [w], outputs: [w.sub(2).sqrt()] });
    program.run();
    expect([program.gradients[0], program.outputs[0]]).toEqual([0, 0]);
  });
});

describe("what is refused", () => {
  test("a leaf that is neither parameter nor input, by name", () => {
    const [x, stray] = [value(1, "x"), value(2, "stray")];
    expect(() => compile(x.mul(stray), { parameters: [x] })).toThrow(ChainruleError);
    expect(() => compile(x.mul(stray), { parameters: [x] })).toThrow(
      'compile: the leaf "stray" is neither a parameter nor an input',
    );
    expect(() => compile(x.mul(value(7)), { parameters: [x] })).toThrow(
      "compile: the leaf with data 7 is neither",
    );
  });

  test("a parameter that is no leaf, or is listed twice", () => {
    const x = value(1, "x");
    const inner = x.square();
    expect(() => compile(inner, { parameters: [x, inner] })).toThrow(
      "compile: parameter 1 is the result of square, expected a leaf",
    );
    expect(() => compile(inner, { parameters: [x, x] })).toThrow(
      'compile: parameter "x" is listed twice, expected once',
    );
    expect(() => compile(inner, { parameters: [x], inputs: [x] })).toThrow(
      'compile: input "x" is listed twice, expected once',
    );
  });

  test("what is no Value, and a precision that there is not", () => {
    const x = value(1);
    expect(() => compile(3 as unknown as Value, { parameters: [] })).toThrow(
      "compile: root 0 is the number 3, expected a Value",
    );
    expect(() => compile(x, { parameters: [2 as unknown as Value] })).toThrow(
      "compile: parameter 0 is the number 2, expected a Value",
    );
    expect(() => compile(x, { parameters: [x], backend: "wasn" as "wasm" })).toThrow(
      'compile: backend is the string "wasn", expected one of wasm, reference; did you mean wasm?',
    );
    expect(() => compile(x, { parameters: [x], precision: "f16" as "f32" })).toThrow(
      'compile: precision is the string "f16", expected one of f64, f32',
    );
  });

  test("more than WebAssembly can address", () => {
    const x = value(1);
    const inputs = Array.from({ length: 100 }, () => value(0));
    const many = new Proxy(inputs, {
      get: (target, key) => (key === "length" ? 2 ** 28 : (Reflect.get(target, key) as unknown)),
    });
    expect(() => compile(x, { parameters: [x], inputs: many })).toThrow(
      /compile: the program needs \d+ MiB of memory, expected at most 2048 MiB/,
    );
  });

  test("a program that has been disposed of", () => {
    const x = value(1);
    const program = compile(x.square(), { parameters: [x] });
    program.run();
    program.dispose();
    expect(() => program.run()).toThrow("Program: it has been disposed of");
    expect(() => program.forward()).toThrow("Program: it has been disposed of");
    expect(program.gradients[0]).toBe(2);
  });
});

describe("running", () => {
  test("forward leaves the gradients as they are", () => {
    const x = value(3);
    const program = compile(x.square(), { parameters: [x] });
    program.run();
    program.parameters[0] = 10;
    expect(program.forward()).toBe(100);
    expect(program.gradients[0]).toBe(6);
  });

  test("pull takes the Values' data, push gives parameters and gradients back", () => {
    const x = value(3);
    const program = compile(x.square(), { parameters: [x] });
    x.data = 5;
    program.pull();
    expect(program.run()).toBe(25);
    program.parameters[0] = 7;
    program.push();
    expect([x.data, x.grad]).toEqual([7, 10]);
  });

  test("programs of one graph run side by side", () => {
    const [x, y] = [value(3), value(4)];
    const root = x.mul(y).tanh();
    const [a, b] = [
      compile(root, { parameters: [x], inputs: [y] }),
      compile(root, { parameters: [y], inputs: [x] }),
    ];
    const alone = [a.run(), a.gradients[0], b.run(), b.gradients[0]];
    a.parameters[0] = 0;
    a.run();
    expect([b.run(), b.gradients[0]]).toEqual(alone.slice(2));
  });

  test("nothing is allocated while running", () => {
    const { result } = inChild(
      `const net = new TwoLayerNet({ inputSize: 6, hiddenSize: 5, outputSize: 3 });
       const program = compile(net.loss(Matrix.from([[1, 2, 3, 4, 5, 6]]), [1]), { parameters: net.parameters() });
       const { gradients } = program, { byteLength } = gradients.buffer;
       for (let i = 0; i < 20_000; i++) program.run();
       // V8 may still be at work on the code in the first of these: the least is what a run takes.
       const passes = Array.from({ length: 3 }, () => {
         gc();
         const before = process.memoryUsage();
         for (let i = 0; i < 20_000; i++) program.run();
         const after = process.memoryUsage();
         return [after.arrayBuffers - before.arrayBuffers, after.heapUsed - before.heapUsed];
       });
       const least = (k) => Math.min(...passes.map((pass) => pass[k]));
       return [gradients.buffer.byteLength - byteLength, least(0), least(1)];`,
      ["--expose-gc"],
    );
    // What is let go meanwhile, as code that V8 has replaced, is no allocation.
    expect(result.slice(0, 2).map((grown) => Math.max(0, grown))).toEqual([0, 0]);
    // The number that run returns is 16 bytes on the heap; an object or an array each time would be far more.
    expect(result[2]).toBeLessThan(20_000 * 24);
  });
});

describe("describe", () => {
  test("counts, sizes, times and the listing of a small net", () => {
    const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 3, outputSize: 2 });
    const x = Matrix.leaves(new Float64Array(20), 5, 4);
    const program = compile(net.loss(x, oneHot([0, 1, 0, 1, 1], 2)), {
      parameters: net.parameters(),
      inputs: x.values(),
    });
    const { text, nodes, units, inLoops, bytes, milliseconds } = program.describe();
    // 5 · (3 · (dot, add, relu) + 2 · (dot, add) + crossEntropy), mean; additions join their dot products
    expect([nodes, units]).toEqual([5 * (9 + 4 + 1) + 1, 5 * (6 + 2 + 1) + 1]);
    expect(inLoops).toBeGreaterThan(0.8);
    expect(bytes.code).toBeGreaterThan(1000);
    expect(bytes.memory).toBeGreaterThan(bytes.table);
    expect(milliseconds.total).toBeGreaterThan(0);
    expect(text).toMatchSnapshot();
  });
});

describe("optimizers", () => {
  const start = [1.5, -0.5, 2];
  /** f = Σ (i + 1) · xᵢ² + x₀x₁ */
  const bowl = (x: Value[]): Value =>
    sum([...x.map((xi, i) => xi.square().mul(i + 1)), (x[0] as Value).mul(x[1] as Value)]);

  test.each([
    ["Sgd", (target: ConstructorParameters<typeof Sgd>[0]) => new Sgd(target, { learningRate: 0.05 })],
    ["Adam", (target: ConstructorParameters<typeof Adam>[0]) => new Adam(target, { learningRate: 0.05 })],
  ])("%s moves Values and a program by the same numbers", (_name, make) => {
    const [values, copies] = [start.map((x) => new Value(x)), start.map((x) => new Value(x))];
    const program = compile(bowl(copies), { parameters: copies });
    const [eager, compiled] = [make(values), make(program)];
    for (let i = 0; i < 50; i++) {
      eager.zeroGrad();
      bowl(values).backward();
      eager.step();
      program.run();
      compiled.step();
      expect(Array.from(program.parameters)).toEqual(values.map(({ data }) => data));
    }
    expect(program.run()).toBeLessThan(1);
  });

  test("three steps of Adam, written out", () => {
    const x = new Value(2);
    const adam = new Adam([x], { learningRate: 0.1, beta1: 0.85, beta2: 0.99, epsilon: 1e-8 });
    let [p, m, v] = [2, 0, 0];
    for (let t = 1; t <= 3; t++) {
      adam.zeroGrad();
      x.square().backward();
      adam.step();
      const g = 2 * p;
      m = 0.85 * m + 0.15 * g;
      v = 0.99 * v + 0.01 * g * g;
      p -= (0.1 * (m / (1 - 0.85 ** t))) / (Math.sqrt(v / (1 - 0.99 ** t)) + 1e-8);
      expect(Math.abs(x.data - p)).toBeLessThan(1e-14);
    }
  });

  test("a program keeps the state of one optimizer", () => {
    const x = value(1);
    const program = compile(x.square(), { parameters: [x] });
    program.run();
    new Adam(program).step();
    new Sgd(program, { learningRate: 0.1 }).step();
    const second = new Adam(program);
    expect(() => { second.step(); }).toThrow("Program: another update rule keeps its state here"); // prettier-ignore
  });

  test("settings that make no sense are named", () => {
    expect(() => new Sgd([], { learningRate: 0 })).toThrow(
      "Sgd: learningRate is the number 0, expected a positive number",
    );
    expect(() => new Adam([], { beta2: 1 })).toThrow(
      "Adam: beta2 is the number 1, expected a number from above 0 to below 1",
    );
    expect(() => new Sgd([1 as unknown as Value], { learningRate: 1 })).toThrow(
      "Sgd: parameter 0 is the number 1, expected a Value",
    );
  });
});

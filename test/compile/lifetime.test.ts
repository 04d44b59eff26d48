/** What a program holds and lets go: its memory, the state of optimizers, and the numbers that go to and fro between it and the Values. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { Adam, Matrix, Optimizer, type Target } from "chainrule/nn";
import type { UpdateRule } from "../../src/optim/update-rule.js";
import { constant as number } from "../../src/ops/index.js";
import { inChild } from "../child.js";
import { BACKENDS } from "./compare.js";

describe("pull and push", () => {
  test("pull takes the data of parameters and of inputs", () => {
    const [w, x] = [new Value(2), new Value(3)];
    const program = compile(w.mul(x), { parameters: [w], inputs: [x] });
    w.data = 5;
    x.data = 7;
    program.pull();
    expect([program.run(), program.gradients[0]]).toEqual([35, 7]);
  });

  test("a program that shares parameters pulls them for all, and inputs for itself", () => {
    const [w, x, y] = [new Value(2), new Value(3), new Value(4)];
    const first = compile(w.mul(x), { parameters: [w], inputs: [x] });
    const second = compile(w.mul(y), { parameters: [w], inputs: [y], shared: first });
    [w.data, x.data, y.data] = [10, 30, 40];
    second.pull();
    expect([first.run(), second.run()]).toEqual([10 * 3, 10 * 40]);
  });

  test("push gives the Values what the program has changed: parameters and gradients, and no inputs", () => {
    const [w, x] = [new Value(2), new Value(3)];
    const program = compile(w.mul(x), { parameters: [w], inputs: [x] });
    program.inputs[0] = 9;
    program.parameters[0] = 4;
    program.run();
    program.push();
    expect([w.data, w.grad, x.data, x.grad]).toEqual([4, 9, 3, 0]);
  });
});

interface Rates {
  readonly learningRate: number;
}
/** AMSGrad (Reddi and others, 2018): three numbers for each parameter, m, v and the largest v so far. */
const AMS: UpdateRule<"m" | "v" | "top", "rate"> = {
  state: ["m", "v", "top"],
  settings: ["rate"],
  next: (_p, g, { m, v, top }) => {
    const next = v.mul(number(0.99)).add(g.square().mul(number(0.01)));
    return { m: m.mul(number(0.9)).add(g.mul(number(0.1))), v: next, top: top.max(next) };
  },
  parameter: (p, _g, { m, top }, { rate }) => p.sub(rate.mul(m).div(top.sqrt().add(number(1e-8)))),
};
class AmsGrad extends Optimizer {
  constructor(target: Target, { learningRate }: Rates) {
    super(target, AMS, learningRate);
  }
  protected settings(): Record<string, number> {
    return { rate: this.learningRate };
  }
}

describe("an update rule with three numbers for each parameter", () => {
  const bowl = (x: readonly Value[]): Value => sum(x.map((each, i) => each.square().mul(i + 1)));
  const start = [1.5, -0.5, 2, 1, -3];

  test.each([
    ["f64", "wasm"],
    ["f32", "wasm"],
    ["f64", "reference"],
    ["f32", "reference"],
  ] as const)("runs in a program of %s in %s as it is written", (precision, backend) => {
    const round = precision === "f32" ? Math.fround : (x: number): number => x;
    const x = start.map((each) => new Value(each));
    const program = compile(bowl(x), { parameters: x, precision, backend });
    const optimizer = new AmsGrad(program, { learningRate: 0.1 });
    const expected = start.map((p) => ({ p, m: 0, v: 0, top: 0 }));
    for (let step = 0; step < 30; step++) {
      program.run();
      optimizer.step();
      expected.forEach((each, i) => {
        const g = 2 * (i + 1) * each.p;
        // 0.001 of a rate later on shows that the settings reach it.
        each.m = 0.9 * each.m + 0.1 * g;
        each.v = 0.99 * each.v + 0.01 * g * g;
        each.top = Math.max(each.top, each.v);
        each.p -= (optimizer.learningRate * each.m) / (Math.sqrt(each.top) + 1e-8);
        expect(Math.abs((program.parameters[i] as number) - round(each.p))).toBeLessThan(
          precision === "f64" ? 1e-13 : 1e-4,
        );
      });
      if (step === 20) optimizer.learningRate = 0.01;
    }
  });

  test.each(BACKENDS)(
    "on Values, in a program, and in one in %s that shares: equal numbers, saved and restored",
    (backend) => {
      const [values, x] = [start.map((each) => new Value(each)), start.map((each) => new Value(each))];
      const first = compile(bowl(x), { parameters: x });
      const second = compile(bowl(x).mul(1), { parameters: x, shared: first, backend });
      const [eager, compiled] = [
        new AmsGrad(values, { learningRate: 0.1 }),
        new AmsGrad(second, { learningRate: 0.1 }),
      ];
      for (let step = 0; step < 10; step++) {
        eager.zeroGrad();
        bowl(values).backward();
        eager.step();
        (step % 2 === 0 ? first : second).run();
        compiled.step();
        expect(Array.from(first.parameters)).toEqual(values.map(({ data }) => data));
      }
      expect(compiled.save()).toEqual(eager.save());
      const other = compile(bowl(x), { parameters: x });
      other.parameters.set(first.parameters);
      const resumed = new AmsGrad(other, { learningRate: 0.1 });
      resumed.restore(compiled.save());
      other.run();
      resumed.step();
      eager.zeroGrad();
      bowl(values).backward();
      eager.step();
      expect(Array.from(other.parameters)).toEqual(values.map(({ data }) => data));
    },
  );

  test("its settings do not touch the state of another rule", () => {
    const x = start.map((each) => new Value(each));
    const program = compile(bowl(x), { parameters: x });
    program.run();
    const adam = new Adam(program);
    adam.step();
    const before = adam.save();
    expect(() => { new AmsGrad(program, { learningRate: 0.1 }).step(); }).toThrow("another update rule keeps its state here"); // prettier-ignore
    expect(adam.save()).toEqual(before);
  });
});

describe("memory", () => {
  test("where there is none left, compile says how many programs are live, and dispose gives it back", () => {
    const { result } = inChild(
      `const programs = [];
       for (let i = 0; i < 60; i++) { const w = new Value(i); programs.push(compile(w.square(), { parameters: [w] })); }
       const taken = [];
       try { for (;;) taken.push(new WebAssembly.Memory({ initial: 1 })); } catch {}
       const tryOnce = () => { const w = new Value(3); try { return compile(w.square(), { parameters: [w] }).run(); } catch (error) { return error.name + ": " + error.message; } };
       const message = tryOnce();
       for (const program of programs) program.dispose();
       return [message, tryOnce(), programs[7].parameters[0], programs[7].describe().nodes];`,
      ["--expose-gc"],
    ) as { result: unknown[] };
    expect(result[0]).toMatch(
      /^ChainruleError: compile: there is no memory left for a program of 0\.\d MiB; 60 programs are live in this process: call dispose\(\)/,
    );
    expect(result.slice(1)).toEqual([9, 7, 1]);
  });

  test("after dispose the arrays stay readable, and what would run throws", () => {
    const w = Matrix.leaves([1, 2], 1, 2);
    const root = sum(w.map((value) => value.square()).values());
    const program = compile(root, { parameters: w.values(), outputs: [root] });
    program.run();
    const adam = new Adam(program);
    program.dispose();
    program.dispose();
    expect([...program.parameters, ...program.gradients, ...program.outputs]).toEqual([1, 2, 2, 4, 5]);
    for (const run of [
      () => program.run(),
      () => program.forward(),
      () => {
        adam.step();
      },
      () => adam.save(),
    ]) {
      // prettier-ignore
      expect(run).toThrow(ChainruleError);
    }
    expect(() => compile(root, { parameters: w.values(), shared: program })).toThrow(
      "compile: the shared program has been disposed of",
    );
  });
});

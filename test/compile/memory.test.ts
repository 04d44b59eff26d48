/** How much memory the compiler takes while it works, and what it says where a graph is too large. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, Value } from "chainrule";
import { NUMERICS } from "../../src/compile/backend.js";
import { build } from "../../src/compile/build.js";
import { wasm } from "../../src/compile/wasm/backend.js";
import { inChild } from "../child.js";

/** Compiles `root`, which `graph` records: by how many bytes an operation the peak grew meanwhile, the value, and two gradients. */
function compiling(graph: string, precision = "f64"): { bytes: number; numbers: number[] } {
  const { result } = inChild(
    `${graph}
     gc();
     const before = peak();
     const program = compile(root, { parameters, precision: "${precision}" });
     const bytes = ((peak() - before) * 2 ** 20) / program.describe().nodes;
     return [bytes, program.run(), ...program.gradients.slice(0, 2)];`,
    ["--expose-gc"],
  );
  const [bytes = NaN, ...numbers] = result;
  return { bytes, numbers };
}

describe("memory for each operation while compiling", () => {
  test.each(["f64", "f32"])("a chain in %s takes about 120 bytes", (precision) => {
    const { bytes, numbers } = compiling(
      `const parameters = [new Value(0.5), new Value(0.5)];
       const [w, b] = parameters;
       let root = w;
       for (let i = 0; i < 200_000; i++) root = root.mul(w).add(b);`,
      precision,
    );
    // x = wx + b comes to b/(1 − w) = 1, whose derivatives are b/(1 − w)² and 1/(1 − w).
    expect(numbers).toEqual([1, 2, 2]);
    expect(bytes).toBeLessThan(300);
  });

  test("a tree of products and sines in no order takes about 500", () => {
    const { bytes, numbers } = compiling(
      `const parameters = Array.from({ length: 200_000 }, () => new Value(1));
       let [level, bits] = [parameters, 1];
       const random = () => (bits = (bits * 48_271) % 2_147_483_647) % 2 === 0;
       while (level.length > 1) {
         const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => [level[2 * i], level[2 * i + 1]]);
         level = pairs.map(([x, y]) => (y === undefined ? x : random() ? x.mul(y) : x.max(y)));
       }
       const [root] = level;`,
    );
    expect(numbers[0]).toBe(1);
    expect(bytes).toBeLessThan(700);
  });
});

describe("what is too large", () => {
  test("for WebAssembly: how many operations there are, what they need, and what to do", () => {
    const x = new Value(1);
    let root = x;
    for (let i = 0; i < 19; i++) root = root.sin();
    // As in a graph that is larger: 20 slots, twice each.
    const numeric = { ...NUMERICS.f64, bytes: 60 * 2 ** 20 };
    expect(() => build([root], [], { parameters: [x], inputs: [] }, numeric, wasm)).toThrow(
      new ChainruleError(
        "compile: the program needs 2400 MiB of memory, expected at most 2048 MiB; the graph has 19 operations: record it in parts, as programs " +
          'that share their parameters (shared), and add up with sum and dot, which take less than chains, or take precision "f32"',
      ),
    );
  });

  test("for the process: the same in a ChainruleError, before the program is made", () => {
    const { result } = inChild(`
      const w = new Value(1);
      let root = w;
      for (let i = 0; i < 100_000; i++) root = root.mul(w).sin();
      const Sound = Int32Array;
      globalThis.Int32Array = class extends Sound {
        constructor(...given) {
          if (given[0] > 50_000) throw new RangeError("Array buffer allocation failed");
          super(...given);
        }
      };
      try { compile(root, { parameters: [w] }); } catch (error) { return [String(error)]; }`) as {
      result: unknown[];
    };
    expect(result).toEqual([
      "ChainruleError: compile: there is no memory left to compile a graph of 200000 operations: record it in parts, as programs that share their parameters (shared), and add up with sum and dot, which take less than chains, or give the process more memory",
    ]);
  });
});

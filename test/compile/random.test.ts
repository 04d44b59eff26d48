/** Random graphs, compiled against Values: irregular ones from recipes, regular ones from families of loops, and both mixed. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { dot, logSumExp, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { random } from "chainrule/nn";
import { anyRecipes, build, leavesOf, smoothRecipes } from "../graphs.js";
import { relativeError, tolerances } from "../tolerances.js";
import { BACKENDS, expectAgreement, worstError } from "./compare.js";

describe("irregular graphs", () => {
  test("value and every gradient agree, also after new parameters", () => {
    fc.assert(
      fc.property(smoothRecipes(60), fc.double({ min: -1, max: 1, noNaN: true }), (recipe, shift) => {
        const parameters = leavesOf(recipe);
        const program = expectAgreement(build(recipe, parameters), { parameters });
        const moved = recipe.leaves.map((x) => x + shift);
        program.parameters.set(moved);
        const fresh = moved.map((x) => new Value(x));
        const root = build(recipe, fresh);
        root.backward();
        expect(worstError(program, program.run(), root, fresh)).toBeLessThan(tolerances.reordered);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("with ties, kinks, NaN and infinities the value is the same, bit for bit, and so is where NaN appears", () => {
    fc.assert(
      fc.property(anyRecipes(60), (recipe) => {
        const parameters = leavesOf(recipe);
        const root = build(recipe, parameters);
        root.backward();
        for (const backend of BACKENDS) {
          const program = compile(root, { parameters, backend });
          const value = program.run();
          expect(relativeError(value, root.data)).toBe(0);
          parameters.forEach(({ grad }, i) => {
            const error = relativeError(program.gradients[i] as number, grad);
            // Overflow may come a step earlier in one order of additions than in the other.
            if (Math.abs(grad) < 1e100) expect(error).toBeLessThan(tolerances.reordered);
          });
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

/** A family of regular graphs, by its sizes. */
interface Family {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const numbers = (count: number, seed: number): number[] => {
  const { normal } = random(seed);
  return Array.from({ length: count }, normal);
};
const leaves = (count: number, seed: number): Value[] => numbers(count, seed).map((x) => new Value(x));
const grid = <T>(rows: number, columns: number, make: (i: number, j: number) => T): T[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_unused, j) => make(i, j)));

interface Regular {
  readonly root: Value;
  readonly parameters: Value[];
  readonly inputs?: Value[];
}

const families: Readonly<Record<string, (size: Family) => Regular>> = {
  "dense layers with dot": ({ rows, inner, columns }) => {
    const [w, b, x] = [leaves(inner * columns, 1), leaves(columns, 2), leaves(rows * inner, 3)];
    const out = grid(rows, columns, (i, j) => {
      const row = x.slice(i * inner, (i + 1) * inner);
      const column = Array.from({ length: inner }, (_, k) => w[k * columns + j] as Value);
      return dot(row, column)
        .add(b[j] as Value)
        .relu();
    });
    return { root: sum(out.map((row) => logSumExp(row))), parameters: [...w, ...b], inputs: x };
  },
  "dense layers in plain additions, weights by output": ({ rows, inner, columns }) => {
    const [w, b, x] = [leaves(inner * columns, 1), leaves(columns, 2), leaves(rows * inner, 3)];
    const out = grid(rows, columns, (i, j) => {
      let total: Value = b[j] as Value;
      for (let k = 0; k < inner; k++)
        total = total.add((w[j * inner + k] as Value).mul(x[i * inner + k] as Value));
      return total.tanh();
    });
    return { root: sum(out.flat()), parameters: [...x, ...w, ...b] };
  },
  "convolution: windows that overlap": ({ rows, inner, columns }) => {
    const [w, x] = [leaves(inner, 1), leaves(rows * (inner + columns), 2)];
    const out = grid(rows, columns, (i, j) =>
      dot(w, x.slice(i * (inner + columns) + j, i * (inner + columns) + j + inner)),
    );
    return { root: sum(out.flat().map((value) => value.sigmoid())), parameters: [...w, ...x] };
  },
  "triangles, as in attention": ({ rows, inner }) => {
    const [q, k] = [leaves(rows * inner, 1), leaves(rows * inner, 2)];
    const part = (all: Value[], i: number): Value[] => all.slice(i * inner, (i + 1) * inner);
    const scores = Array.from({ length: rows }, (_, t) =>
      logSumExp(Array.from({ length: t + 1 }, (_unused, s) => dot(part(q, t), part(k, s)).div(inner))),
    );
    return { root: sum(scores), parameters: [...q, ...k] };
  },
  "broadcasts, reversals and strides": ({ rows, inner, columns }) => {
    const [a, b, c] = [leaves(rows, 1), leaves(columns, 2), leaves(2 * inner, 3)];
    const outer = grid(rows, columns, (i, j) =>
      (a[rows - 1 - i] as Value).mul(b[j] as Value).sub(b[columns - 1 - j] as Value),
    );
    const strided = Array.from({ length: inner }, (_, i) =>
      (c[2 * i] as Value).mul(c[2 * inner - 1 - i] as Value),
    );
    return {
      root: sum([...outer.flat(), ...strided].map((value) => value.square())),
      parameters: [...a, ...b, ...c],
    };
  },
  "lists of parameters, inputs and constants mixed": ({ rows, inner, columns }) => {
    const [w, x] = [leaves(inner * 3, 1), leaves(rows, 2)];
    const out = grid(rows, columns, (i, j) => {
      const mixed = Array.from({ length: inner }, (_, k) =>
        k % 3 === 0 ? (w[k] as Value) : k % 3 === 1 ? (x[i] as Value) : 0.5 + j,
      );
      return dot(mixed, w.slice(j % 3, (j % 3) + inner))
        .add(x[i] as Value)
        .add(2);
    });
    return { root: sum(out.flat()), parameters: w, inputs: x };
  },
  "a list with itself": ({ rows, inner }) => {
    const x = leaves(rows * inner, 1);
    const norms = Array.from({ length: rows }, (_, i) => {
      const row = x.slice(i * inner, (i + 1) * inner);
      return dot(row, row).add(1).sqrt();
    });
    return { root: sum(norms).mul(sum(x)), parameters: x };
  },
};

describe.each(Object.entries(families))("%s", (name, family) => {
  test("agrees with the Values at all sizes", () => {
    const size = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      inner: fc.integer({ min: 1, max: 11 }),
      columns: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(size, (sizes) => {
        const { root, parameters, inputs = [] } = family(sizes);
        expectAgreement(root, { parameters, inputs });
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  test("is found to be loops, where its lists are affine", () => {
    const { root, parameters, inputs = [] } = family({ rows: 8, inner: 12, columns: 10 });
    const { inLoops, groups } = compile(root, { parameters, inputs }).describe();
    expect(inLoops > 0.6).toBe(name !== "lists of parameters, inputs and constants mixed");
    expect(groups.loops).toBeLessThan(60);
  });

  test("runs again with new inputs and parameters", () => {
    const sizes = { rows: 5, inner: 7, columns: 6 };
    const { root, parameters, inputs = [] } = family(sizes);
    const program = compile(root, { parameters, inputs });
    program.run();
    const fresh = family(sizes);
    [...fresh.parameters, ...(fresh.inputs ?? [])].forEach((leaf, i) => (leaf.data = Math.cos(i)));
    fresh.parameters.forEach((leaf, i) => (program.parameters[i] = leaf.data));
    fresh.inputs?.forEach((leaf, i) => (program.inputs[i] = leaf.data));
    // The fresh graph was recorded with other numbers: record it again with these.
    const again = compile(fresh.root, { parameters: fresh.parameters, inputs: fresh.inputs ?? [] });
    expect(program.run()).toBe(again.run());
    expect(program.gradients).toEqual(again.gradients);
  });
});

test("regular and irregular parts in one graph of 100,000 nodes", () => {
  const { uniform, integer } = random(4);
  const parameters = Array.from({ length: 200 }, () => new Value(uniform() - 0.5));
  const pool: Value[] = [...parameters];
  const pick = (): Value => pool[integer(pool.length)] as Value;
  const irregular = [
    (): Value => pick().mul(pick()).add(pick()),
    (): Value => pick().tanh(),
    (): Value => pick().sub(pick()).sin(),
    (): Value => pick().max(pick()),
    (): Value => pick().sigmoid().mul(2),
  ];
  while (pool.length < 60_000) pool.push((irregular[integer(irregular.length)] as () => Value)().tanh());
  const dense = grid(60, 60, (i, j) =>
    dot(parameters.slice(i, i + 20), parameters.slice(2 * j, 2 * j + 20)).tanh(),
  );
  const root = sum([...pool.slice(-20_000), ...dense.flat()]).div(1000);
  const program = expectAgreement(root, { parameters });
  expect(program.describe().nodes).toBeGreaterThan(100_000);
});

/** Layers of a Sequential: their formulas by hand, training against evaluation, compiled against eager. */
import { describe, expect, test } from "@jest/globals";
import { gradcheck, sum, type Value } from "chainrule";
import { compile } from "chainrule/compile";
import * as entry from "chainrule/nn";
import {
  BatchNorm,
  Dataset,
  Dropout,
  Embedding,
  fit,
  initialisers,
  LayerNorm,
  Matrix,
  normalization,
  parameterCount,
  Pass,
  random,
  RmsNorm,
  Sequential,
  Sgd,
  summary,
  type ActivationName,
  type Layer,
  type LayerSpec,
} from "chainrule/nn";
import { expectClose, randomMatrix } from "./agree.js";

const EPSILON = 1e-5;
const average = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

test("no layer has a backward pass of its own: the Values have it", () => {
  const own = Object.entries(entry).filter(([, made]) => {
    const prototype: unknown = Reflect.get(made, "prototype");
    return typeof prototype === "object" && prototype !== null && "backward" in prototype;
  });
  expect(own).toEqual([]);
});

describe("norms", () => {
  const x = randomMatrix(4, 3);
  const rows = Array.from({ length: 4 }, (_, i) => Array.from(x.data.subarray(i * 3, (i + 1) * 3)));

  test("LayerNorm: each row has mean 0 and variance 1, then scale and shift", () => {
    const layer = new LayerNorm(3);
    layer.gamma.row(0).forEach((g, j) => (g.data = j + 1));
    layer.beta.row(0).forEach((b, j) => (b.data = 10 * j));
    const expected = rows.flatMap((row) => {
      const mean = average(row);
      const variance = average(row.map((v) => (v - mean) ** 2));
      return row.map((v, j) => ((v - mean) / Math.sqrt(variance + EPSILON)) * (j + 1) + 10 * j);
    });
    expectClose(layer.forward(x).data, expected);
  });

  test("RmsNorm: each row is divided by its root mean square", () => {
    const expected = rows.flatMap((row) => {
      const scale = Math.sqrt(average(row.map((v) => v * v)) + EPSILON);
      return row.map((v) => v / scale);
    });
    expectClose(new RmsNorm(3).forward(x).data, expected);
  });

  test("BatchNorm: columns of the batch in training, running means afterwards", () => {
    const layer = new BatchNorm(3);
    const pass = new Pass(true);
    const out = layer.forward(x, pass);
    const columns = [0, 1, 2].map((j) => rows.map((row) => row[j] as number));
    const moments = columns.map((column) => {
      const mean = average(column);
      return { mean, variance: average(column.map((v) => (v - mean) ** 2)) };
    });
    const normal = (v: number, { mean, variance }: { mean: number; variance: number }): number =>
      (v - mean) / Math.sqrt(variance + EPSILON);
    expectClose(
      out.data,
      rows.flatMap((row) => row.map((v, j) => normal(v, moments[j] as never))),
    );
    pass.take(pass.outputs.map((value) => value.data));
    const running = moments.map(({ mean, variance }) => ({
      mean: 0.1 * mean,
      variance: 0.9 + 0.1 * variance * (4 / 3),
    }));
    expectClose(
      layer.forward(x).data,
      rows.flatMap((row) => row.map((v, j) => normal(v, running[j] as never))),
    );
  });

  test.each<[string, () => Layer]>([
    ["LayerNorm", () => new LayerNorm(3)],
    ["RmsNorm", () => new RmsNorm(3)],
    ["BatchNorm in training", () => new BatchNorm(3)],
  ])("%s: gradients against central differences", (_, make) => {
    const layer = make();
    const weight = randomMatrix(2, 3, 5);
    const f = (values: readonly Value[]): Value => {
      const matrix = Matrix.from([values.slice(0, 3), values.slice(3)]);
      return sum(layer.forward(matrix, new Pass(true)).mul(weight).values());
    };
    const inputs = Array.from(randomMatrix(2, 3, 7).data);
    expect(() => gradcheck((...values: Value[]) => f(values), inputs)).not.toThrow();
  });

  test("columns that do not fit", () => {
    expect(() => new LayerNorm(4).forward(x)).toThrow("LayerNorm: x is 4×3, expected 4 columns");
    expect(() => new BatchNorm(2).forward(x)).toThrow("BatchNorm: x is 4×3, expected 2 columns");
    expect(() => new RmsNorm(2).forward(x)).toThrow("RmsNorm: x is 4×3, expected 2 columns");
  });

  test.each<[string, () => unknown, string]>([
    [
      "half a feature",
      () => new LayerNorm(1.5),
      "LayerNorm: features is the number 1.5, expected a positive integer",
    ],
    ["no feature", () => new RmsNorm(0), "RmsNorm: features is the number 0"],
    ["less than no feature", () => new BatchNorm(-1), "BatchNorm: features is the number -1"],
    [
      "no momentum",
      () => new BatchNorm(1, 0),
      "BatchNorm: momentum is the number 0, expected a number from above 0 to 1",
    ],
  ])("refuse %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("Dropout", () => {
  test("in training a share is 0 and the mean stays; otherwise nothing happens", () => {
    const x = Matrix.constants(new Float64Array(10_000).fill(1), 100, 100);
    const out = new Dropout(0.25).forward(x, new Pass(true, 3)).data;
    expect(new Set(out)).toEqual(new Set([0, 1 / 0.75]));
    // 10,000 draws: four standard errors of the share are 0.0173.
    expect(Math.abs(out.filter((v) => v === 0).length / 10_000 - 0.25)).toBeLessThan(0.0173);
    expect(new Dropout(0.25).forward(x)).toBe(x);
    expect(new Dropout(0.25).forward(x, new Pass(false))).toBe(x);
  });

  test("a rate of 1", () => {
    expect(() => new Dropout(1)).toThrow(
      "Dropout: rate is the number 1, expected a number from 0 to below 1",
    );
  });
});

describe("Embedding", () => {
  const table = Matrix.leaves([1, 2, 3, 4, 5, 6], 3, 2);

  test("takes rows of its table, and gradients reach these rows alone", () => {
    const out = new Embedding(table).forward(Matrix.from([[2, 0], [2, 2]])); // prettier-ignore
    expect(Array.from(out.data)).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
    sum(out.values()).backward();
    expect(Array.from(table.grad)).toEqual([1, 1, 0, 0, 3, 3]);
  });

  test("an index that is none", () => {
    expect(() => new Embedding(table).forward(Matrix.from([[3]]))).toThrow(
      "Embedding: x[0][0] is 3, W is 3×2 (expected an index below 3)",
    );
  });

  test.each([3, -1, 0.5])(
    "a program that is given %p as an index makes NaN of it, and of no other",
    (index) => {
      const x = Matrix.zeros(1, 2);
      const out = new Embedding(table).forward(x).values();
      const program = compile(out, { parameters: table.values(), inputs: x.values(), outputs: out });
      program.inputs.set([1, index]);
      program.forward();
      expect(Array.from(program.outputs)).toEqual([3, 4, NaN, NaN]);
      program.inputs.set([1, 2]);
      program.run();
      expect(Array.from(program.outputs)).toEqual([3, 4, 5, 6]);
      expect(Array.from(program.gradients)).toEqual([0, 0, 1, 1, 1, 1]);
    },
  );

  describe.each([false, true])("an index that is none in fit (eager: %s)", (eager) => {
    const good = Dataset.ofClasses([[0], [1], [2], [0]], [0, 1, 1, 0]);
    const bad = Dataset.ofClasses([[0], [3]], [0, 1]);
    const net = (): Sequential =>
      new Sequential([{ layer: "embedding", vocabulary: 3, width: 2 }, { layer: "affine", inputs: 2, outputs: 2 }]); // prettier-ignore
    const message = /Embedding: x\[[01]\]\[0\] is 3, W is 3×2 \(expected an index below 3\)$/;

    test("to train on", async () => {
      await expect(fit(net(), bad, { epochs: 1, eager })).rejects.toThrow(message);
    });

    test("to validate on", async () => {
      await expect(fit(net(), good, { epochs: 1, batchSize: 2, validation: bad, eager })).rejects.toThrow(
        message,
      );
    });
  });
});

describe("initialisers", () => {
  test.each([
    ["normal", 0.01],
    ["xavier", Math.sqrt(2 / 150)],
    ["he", Math.sqrt(2 / 100)],
  ] as const)("%s: mean 0 and its standard deviation", (name, deviation) => {
    const generator = random(4);
    const draws = Array.from({ length: 40_000 }, () => initialisers[name](generator, 100, 50));
    // Four standard errors of mean and deviation.
    expect(Math.abs(average(draws))).toBeLessThan((4 * deviation) / 200);
    const found = Math.sqrt(average(draws.map((x) => x * x)));
    expect(Math.abs(found / deviation - 1)).toBeLessThan(4 / Math.sqrt(80_000));
  });
});

const ALL: readonly LayerSpec[] = [
  { layer: "embedding", vocabulary: 3, width: 2 },
  { layer: "affine", inputs: 4, outputs: 5, initial: "xavier" },
  { layer: "batchNorm", features: 5 },
  { layer: "gelu" },
  { layer: "dropout", rate: 0.3 },
  { layer: "affine", inputs: 5, outputs: 4 },
  { layer: "layerNorm", features: 4 },
  { layer: "silu" },
  { layer: "rmsNorm", features: 4 },
  { layer: "affine", inputs: 4, outputs: 2 },
];

test.each<[ActivationName, (x: number) => number]>([
  ["relu", (x) => (x > 0 ? x : 0)],
  ["leakyRelu", (x) => (x > 0 ? x : 0.01 * x)],
  ["elu", (x) => (x > 0 ? x : Math.exp(x) - 1)],
  ["softplus", (x) => Math.log(1 + Math.exp(x))],
  ["sigmoid", (x) => 1 / (1 + Math.exp(-x))],
  ["silu", (x) => x / (1 + Math.exp(-x))],
  // Φ(±1) and Φ(±0.5) from a table of the normal distribution, to 16 digits.
  [
    "gelu",
    (x) =>
      x *
      ({
        "-1": 0.15865525393145707,
        "-0.5": 0.3085375387259869,
        0.5: 0.6914624612740131,
        1: 0.8413447460685429,
      }[x] ?? NaN),
  ],
  ["tanh", (x) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1)],
])("%s as a layer is its function, element by element", (layer, expected) => {
  const x = [-1, -0.5, 0.5, 1];
  const out = new Sequential([{ layer }]).predict(Matrix.from([x.slice(0, 2), x.slice(2)]));
  expect([out.rows, out.columns]).toEqual([2, 2]);
  expectClose(out.data, x.map(expected));
});

describe("Sequential", () => {
  test("every layer: compiled and on Values, losses, running means and validation agree", async () => {
    const { integer } = random(3);
    const tokens = Array.from({ length: 22 }, () => [integer(3), integer(3)]);
    const data = Dataset.ofClasses(
      tokens,
      tokens.map(([a, b]) => (a === b ? 1 : 0)),
      2,
    );
    const run = async (eager: boolean): Promise<{ net: Sequential; numbers: number[] }> => {
      const net = new Sequential(ALL, { seed: 5 });
      const history = await fit(net, data.slice(0, 18), {
        epochs: 20,
        batchSize: 5,
        optimizer: (target) => new Sgd(target, { learningRate: 0.1 }),
        validation: data.slice(18),
        eager,
      });
      const measured = history.epochs.map(({ validation }) => validation?.loss ?? NaN);
      return { net, numbers: [...history.losses, ...measured, ...net.buffers().map(({ data }) => data)] };
    };
    const [compiled, eager] = [await run(false), await run(true)];
    expect(compiled.numbers).toHaveLength(20 * 4 + 20 + 10);
    expectClose(compiled.numbers, eager.numbers, 1e-9);
    // Dropout is at work: the losses differ from those without it.
    expect(compiled.net.buffers()[0]?.data).not.toBe(0);
  });

  test("a normalisation belongs to the net", () => {
    const data = Dataset.from([[1, 10, 4], [3, 30, 4]], [0, 0]); // prettier-ignore
    const spec = normalization(data);
    expect(spec).toEqual({ layer: "normalize", mean: [2, 20, 4], deviation: [1, 10, 1] });
    const net = new Sequential([spec]);
    expect(Array.from(net.predict(Matrix.from([[1, 30, 5]])).data)).toEqual([-1, 1, 1]);
  });

  test("parameters by name, their count, and a summary", () => {
    const net = new Sequential([
      { layer: "affine", inputs: 2, outputs: 16 },
      { layer: "relu" },
      { layer: "batchNorm", features: 16 },
      { layer: "affine", inputs: 16, outputs: 2 },
    ]);
    expect(Object.keys(net.namedParameters())).toEqual(["0.W", "0.b", "2.gamma", "2.beta", "3.W", "3.b"]);
    expect(Object.keys(net.namedBuffers())).toEqual(["2.mean", "2.variance"]);
    expect(parameterCount(net)).toBe(2 * 16 + 16 + 16 + 16 + 16 * 2 + 2);
    expect(summary(net)).toBe(
      [
        "   layer      parameters             count",
        "0  affine     W 2×16, b 1×16            48",
        "1  relu                                  0",
        "2  batchNorm  gamma 1×16, beta 1×16     32",
        "3  affine     W 16×2, b 1×2             34",
        "   total                               114",
      ].join("\n"),
    );
  });

  test("equal seeds give equal weights; layers of a net differ from each other", () => {
    const net = (seed: number): Sequential =>
      new Sequential([{ layer: "affine", inputs: 3, outputs: 3 }, { layer: "affine", inputs: 3, outputs: 3 }], { seed }); // prettier-ignore
    const weights = (n: Sequential): number[] => n.parameters().map(({ data }) => data);
    expect(weights(net(2))).toEqual(weights(net(2)));
    expect(weights(net(2))).not.toEqual(weights(net(3)));
    expect(net(2).namedParameters()["0.W"]?.data).not.toEqual(net(2).namedParameters()["1.W"]?.data);
  });

  test.each<[string, unknown, string]>([
    ["no layers", [], "Sequential: layers is an array of 0"],
    ["an unknown layer", [{ layer: "conv" }], 'layer is the string "conv", expected one of affine, relu'],
    ["a name of Object's", [{ layer: "constructor" }], 'layer is the string "constructor"'],
    [
      "a scale of 0",
      [{ layer: "normalize", mean: [1, 2], deviation: [1, 0] }],
      "deviation is [1, 0], expected 2 numbers other than 0",
    ],
    [
      "a scale too few",
      [{ layer: "normalize", mean: [1, 2], deviation: [1] }],
      "deviation is [1], expected 2 numbers",
    ],
    ["half a neuron", [{ layer: "affine", inputs: 1.5, outputs: 1 }], "inputs is the number 1.5"],
    [
      "an unknown start",
      [{ layer: "affine", inputs: 1, outputs: 1, initial: "glorot" }],
      "expected one of normal, xavier, he",
    ],
  ])("refuses %s", (_, layers, message) => {
    expect(() => new Sequential(layers as LayerSpec[])).toThrow(message);
  });
});

/** Sliding windows: convolutions, pooling and moving averages, compiled against Values, and how much of them runs in loops. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { constant, dot, max, mean, sum, Value } from "chainrule";
import type { CompileOptions } from "chainrule/compile";
import { random } from "chainrule/nn";
import { expectAgreement } from "./compare.js";

const { normal } = random(1);
const leaves = (count: number): Value[] => Array.from({ length: count }, () => new Value(normal()));
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** An image by channel, row and column. */
type Image = readonly (readonly (readonly Value[])[])[];
const imageOf = (values: readonly Value[], channels: number, height: number, width: number): Image =>
  times(channels, (c) =>
    times(height, (y) => values.slice((c * height + y) * width, (c * height + y + 1) * width)),
  );

interface Filter {
  readonly size: number;
  readonly stride?: number;
  readonly rate?: number;
}

/** The values of an image under a filter whose first corner is at (y, x); a constant where it leaves the image. */
const windowAt = (image: Image, y: number, x: number, { size, rate = 1 }: Filter): Value[] =>
  image.flatMap((channel) =>
    times(
      size * size,
      (k) => channel[y + rate * Math.floor(k / size)]?.[x + rate * (k % size)] ?? constant(0),
    ),
  );

interface Layer extends Filter {
  readonly weights: readonly (readonly Value[])[];
  readonly biases: readonly Value[];
  readonly padding?: number;
}

function convolved(image: Image, { weights, biases, padding = 0, stride = 1, ...filter }: Layer): Image {
  const reach = (filter.size - 1) * (filter.rate ?? 1);
  const [height, width] = [image[0]?.length ?? 0, image[0]?.[0]?.length ?? 0];
  const places = (length: number): number => Math.floor((length + 2 * padding - reach - 1) / stride) + 1;
  const windows = times(places(height), (y) =>
    times(places(width), (x) => windowAt(image, y * stride - padding, x * stride - padding, filter)),
  );
  return weights.map((w, f) =>
    windows.map((row) =>
      row.map((window) =>
        dot(w, window)
          .add(biases[f] as Value)
          .relu(),
      ),
    ),
  );
}

type Pool = (values: readonly [Value, Value, Value, Value]) => Value;
const pools: Readonly<Record<string, Pool>> = {
  "in pairs": ([a, b, c, d]) => a.max(b).max(c.max(d)),
  "one after the other": ([a, b, c, d]) => a.max(b).max(c).max(d),
  "of lists": (values) => max(values),
};

const pooled = (image: Image, pool: Pool): Image =>
  image.map((channel) =>
    times(Math.floor(channel.length / 2), (y) =>
      times(Math.floor((channel[0]?.length ?? 0) / 2), (x) =>
        pool(windowAt([channel], 2 * y, 2 * x, { size: 2 }) as [Value, Value, Value, Value]),
      ),
    ),
  );

interface Sizes {
  readonly images?: number;
  readonly channels?: number;
  readonly filters?: number;
  readonly height?: number;
  readonly width?: number;
  readonly padding?: number;
}

interface Net {
  readonly root: Value;
  readonly options: CompileOptions;
  /** The values that the net computes before it adds them up. */
  readonly maps: readonly Value[];
}

const layerOf = (channels: number, filters: number, filter: Filter): Layer => ({
  ...filter,
  weights: times(filters, () => leaves(channels * filter.size ** 2)),
  biases: leaves(filters),
});

/** Convolution, relu, pooling, and the sum of all. */
function net(sizes: Sizes, filter: Filter, pool?: Pool): Net {
  const { images = 1, channels = 4, filters = 8, height = 12, width = 12, padding = 0 } = sizes;
  const layer = { ...layerOf(channels, filters, filter), padding };
  const { weights, biases } = layer;
  const pixels = leaves(images * channels * height * width);
  const size = channels * height * width;
  const out = times(images, (n) => {
    const image = imageOf(pixels.slice(n * size, (n + 1) * size), channels, height, width);
    const maps = convolved(image, layer);
    return pool ? pooled(maps, pool) : maps;
  });
  const maps = out.flat(3);
  return { root: sum(maps), options: { parameters: [...weights.flat(), ...biases, ...pixels] }, maps };
}

/** Compiled, the net agrees with the Values; what it adds up in the recorded order is the same, bit for bit. */
function expectEqual({ root, options, maps }: Net): number {
  const program = expectAgreement(root, { ...options, outputs: maps });
  expect(Array.from(program.outputs)).toEqual(maps.map(({ data }) => data));
  const { inLoops } = program.describe();
  program.dispose();
  return inLoops;
}

describe("a convolution of 12×12×4 numbers by 8 filters runs in loops", () => {
  test.each(Object.entries(pools))("with 3×3 windows and pooling %s", (_, pool) => {
    expect(expectEqual(net({}, { size: 3 }, pool))).toBeGreaterThan(0.99);
  });

  test.each([
    ["dilated", { size: 3, rate: 2 }],
    ["strided", { size: 3, stride: 2 }],
    ["dilated and strided", { size: 2, rate: 3, stride: 2 }],
    ["of 5×5 windows", { size: 5 }],
    ["of 1×1 windows", { size: 1 }],
  ])("%s", (_, filter) => {
    expect(expectEqual(net({}, filter, pools["in pairs"]))).toBeGreaterThan(0.99);
  });

  test("over a batch of images", () => {
    const sizes = { images: 3, channels: 2, filters: 3 };
    expect(expectEqual(net(sizes, { size: 3 }, pools["in pairs"]))).toBeGreaterThan(0.99);
  });

  // A window as wide as the image is one long row, whose sum is spread over vector lanes.
  test.each(times(17, (i) => i + 1))("at width %i", (width) => {
    const pool = width > 3 ? pools["in pairs"] : undefined;
    const { root, options } = net({ width }, { size: Math.min(3, width) }, pool);
    expect(expectAgreement(root, options).describe().inLoops).toBeGreaterThan(0.99);
  });

  test("with the image as input", () => {
    const { root, options, maps } = net({}, { size: 3 }, pools["in pairs"]);
    const parameters = options.parameters.slice(0, -12 * 12 * 4);
    const inputs = options.parameters.slice(-12 * 12 * 4);
    expect(expectEqual({ root, options: { parameters, inputs }, maps })).toBeGreaterThan(0.99);
  });
});

test("two convolutions, one on what the other gives", () => {
  const image = imageOf(leaves(2 * 100), 2, 10, 10);
  const first = layerOf(2, 3, { size: 3 });
  const second = layerOf(3, 4, { size: 3 });
  const maps = convolved(pooled(convolved(image, first), pools["in pairs"] as Pool), second).flat(2);
  const parameters = [first, second].flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);
  const options = { parameters: [...parameters, ...image.flat(2)] };
  expect(expectEqual({ root: sum(maps), options, maps })).toBeGreaterThan(0.99);
});

test("agrees with the Values at all sizes, with borders of zeros or without", () => {
  const sizes = fc.record({
    images: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 17 }),
    padding: fc.integer({ min: 0, max: 2 }),
  });
  const filter = fc.record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    rate: fc.integer({ min: 1, max: 2 }),
  });
  const pool = fc.option(fc.constantFrom(...Object.values(pools)), { nil: undefined });
  fc.assert(
    fc.property(sizes, filter, pool, (...given) => {
      expectEqual(net(...given));
    }),
    { seed: 1, numRuns: 60 },
  );
});

describe.each([100, 17, 16, 9])("a signal of %i numbers", (length) => {
  const windows = (signal: readonly Value[], size: number): Value[][] =>
    times(length - size + 1, (i) => signal.slice(i, i + size));
  const averages: Readonly<Record<string, (window: readonly Value[]) => Value>> = {
    "the mean of a list": (window) => mean(window),
    "a sum, divided": (window) => sum(window).div(window.length),
    "plain additions": (window) => window.reduce((total, x) => total.add(x)).mul(1 / window.length),
  };

  test.each(Object.entries(averages))("a moving average as %s", (_, average) => {
    const signal = leaves(length);
    const maps = windows(signal, 5).map((window) => average(window));
    const root = sum(maps.map((value, i) => value.sub(i).square()));
    const inLoops = expectEqual({ root, options: { parameters: signal }, maps });
    expect(inLoops).toBeGreaterThan(length < 10 ? 0 : 0.99);
  });

  test("a convolution of three channels by four filters", () => {
    const channels = times(3, () => leaves(length));
    const filters = times(4, () => leaves(3 * 5));
    const slices = channels.map((channel) => windows(channel, 5));
    const maps = filters.flatMap(
      (filter) =>
      times(length - 4, (i) => dot(filter, slices.flatMap((all) => all[i] as Value[])).tanh()), // prettier-ignore
    );
    const options = { parameters: [...filters.flat(), ...channels.flat()] };
    expect(expectEqual({ root: sum(maps), options, maps })).toBeGreaterThan(0.99);
  });
});

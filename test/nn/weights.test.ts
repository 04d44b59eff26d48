/** Weights in and out: the bytes themselves, both formats there and back, and hostile files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { TwoLayerNet } from "chainrule/book";
import {
  decodeModel,
  decodeSafetensors,
  encodeSafetensors,
  encodeWeights,
  loadWeights,
  Matrix,
  Sequential,
  type LayerSpec,
  type NamedModel,
} from "chainrule/nn";
import type { Value } from "chainrule";
import { projectRoot } from "../child.js";

const LAYERS: readonly LayerSpec[] = [
  { layer: "normalize", mean: [1, 2], deviation: [3, 4] },
  { layer: "affine", inputs: 2, outputs: 3 },
  { layer: "batchNorm", features: 3 },
  { layer: "tanh" },
  { layer: "affine", inputs: 3, outputs: 2 },
];

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** A safetensors file of any header. */
function file(header: unknown, numbers: Uint8Array = new Uint8Array(), length?: bigint): Uint8Array {
  const json = text(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(numbers, 8 + json.length);
  return bytes;
}

describe("safetensors", () => {
  test("byte by byte: length, header padded to 8, little-endian numbers", () => {
    const bytes = encodeSafetensors(
      new Map([["ab", { shape: [1, 2], data: Float64Array.of(1, -0.5) }]]),
      {},
      "F32",
    );
    const header = '{"ab":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'.padEnd(64);
    expect(Buffer.from(bytes).toString("hex")).toBe(
      `4000000000000000${Buffer.from(header).toString("hex")}0000803f000000bf`,
    );
  });

  test("a file that the reference implementation wrote: its numbers, and written again byte by byte", () => {
    // Made by scripts/golden-safetensors.py with the Python package safetensors 0.8.0.
    const bytes = readFileSync(join(projectRoot, "test/nn/reference.safetensors"));
    const net = decodeModel(bytes);
    expect(net.architecture).toEqual([{ layer: "affine", inputs: 2, outputs: 3 }]);
    const numbers = net.parameters().map(({ data }) => data);
    expect(numbers).toEqual([1, -0.5, 2.25, 1 / 3, -1e-300, 5e-324, 0.1, -0, Number.MAX_VALUE]);
    expect(Buffer.from(encodeWeights(net)).equals(bytes)).toBe(true);
  });

  test("reads other types: half, bfloat and integers", () => {
    const numbers = new Uint8Array([0x00, 0x3e, 0x01, 0x00, 0xc0, 0x3f, 0xff, 0x07, 0xfe, 0xff, 0xff, 0xff]);
    const { tensors } = decodeSafetensors(
      file(
        {
          h: { dtype: "F16", shape: [2], data_offsets: [0, 4] },
          b: { dtype: "BF16", shape: [1], data_offsets: [4, 6] },
          i: { dtype: "I8", shape: [2], data_offsets: [6, 8] },
          w: { dtype: "I32", shape: [], data_offsets: [8, 12] },
        },
        numbers,
      ),
    );
    // 0x3e00 is 1.5 in half precision, 0x0001 its least positive number; 0x3fc0 is 1.5 in bfloat.
    expect(Array.from(tensors.get("h")?.data ?? [])).toEqual([1.5, 2 ** -24]);
    expect(Array.from(tensors.get("b")?.data ?? [])).toEqual([1.5]);
    expect(Array.from(tensors.get("i")?.data ?? [])).toEqual([-1, 7]);
    expect(Array.from(tensors.get("w")?.data ?? [])).toEqual([-2]);
  });

  test("defect 22: names as objects have them, empty and long ones come back", () => {
    const names = [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "",
      "10",
      "2",
      "x".repeat(1e5),
      "한글 \u0000",
    ];
    const tensors = new Map(names.map((name, i) => [name, { shape: [1], data: Float64Array.of(i) }]));
    const texts = JSON.parse('{"__proto__": "a", "toString": "b"}') as Record<string, string>;
    const read = decodeSafetensors(encodeSafetensors(tensors, texts));
    expect([...read.tensors.keys()]).toEqual(names);
    expect(read.tensors).toEqual(tensors);
    expect([...read.metadata]).toEqual([
      ["__proto__", "a"],
      ["toString", "b"],
    ]);
  });

  test.each<[string, string, number, string]>([
    ["the name of the texts", "__metadata__", 1, "a tensor is named __metadata__"],
    ["half a character", "\ud83e", 1, "holds half a character"],
    ["a number beyond single precision", "w", 1e300, "w holds 1e+300, which is too large for F32"],
  ])("does not write %s", (_, name, x, message) => {
    const tensors = new Map([[name, { shape: [1], data: Float64Array.of(x) }]]);
    expect(() => encodeSafetensors(tensors, {}, "F32")).toThrow(`safetensors: `);
    expect(() => encodeSafetensors(tensors, {}, "F32")).toThrow(message);
  });

  test("a parameter called __proto__ survives, as safetensors and as JSON", () => {
    const model = (x: number): NamedModel => {
      const W = Matrix.from([[x]]);
      return { namedParameters: () => Object.fromEntries([["__proto__", W]]) };
    };
    for (const format of ["safetensors", "json"] as const) {
      const to = model(2);
      loadWeights(to, encodeWeights(model(1), format));
      expect(Object.values(to.namedParameters())[0]?.data[0]).toBe(1);
    }
  });

  test.each(["safetensors", "json"] as const)(
    "defect 21: weights that are NaN are not written as %s",
    (format) => {
      const net = new TwoLayerNet({ inputSize: 1, hiddenSize: 2, outputSize: 2 });
      (net.W1.values()[1] as Value).data = NaN;
      expect(() => encodeWeights(net, format)).toThrow(
        "encodeWeights: W1 holds NaN, expected finite numbers",
      );
    },
  );

  const one = { dtype: "F64", shape: [1], data_offsets: [0, 8] };
  test.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "the file is cut off at 0 bytes"],
    [
      "a huge header",
      file("{}", undefined, 2n ** 63n),
      "the header's length is 9223372036854776000, expected at most 2",
    ],
    [
      "a header longer than the file",
      file("{}", undefined, 3n),
      "the header's length is 3, expected at most 2",
    ],
    ["a header that is no JSON", file("{"), "the header is no JSON"],
    ["a header that is a list", file([]), "the header is an array of 0, expected an object"],
    ["a file cut off", file({ a: one }, new Uint8Array(7)), "the file has"],
    ["bytes behind the numbers", file({ a: one }, new Uint8Array(9)), "the file has"],
    [
      "overlapping tensors",
      file({ a: one, b: { ...one, data_offsets: [4, 12] } }, new Uint8Array(12)),
      "b begins at byte 4 of the numbers, expected 8",
    ],
    [
      "two tensors at one place",
      file({ a: one, b: one }, new Uint8Array(8)),
      "b begins at byte 0 of the numbers, expected 8",
    ],
    [
      "a gap",
      file({ a: { ...one, data_offsets: [8, 16] } }, new Uint8Array(16)),
      "a begins at byte 8 of the numbers, expected 0",
    ],
    [
      "a shape of other size",
      file({ a: { ...one, shape: [2] } }, new Uint8Array(8)),
      "expected 16 bytes for shape 2",
    ],
    ["a negative size", file({ a: { ...one, shape: [-1] } }, new Uint8Array(8)), "a has shape [-1]"],
    [
      "a size too large for any file",
      file({ a: { ...one, shape: [2 ** 40, 2 ** 40] } }, new Uint8Array(8)),
      "a lies at [0,8]",
    ],
    [
      "an unknown type",
      file({ a: { ...one, dtype: "F8" } }, new Uint8Array(8)),
      'a has type the string "F8"',
    ],
    [
      "a name that stands twice",
      file('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', new Uint8Array(8)), // prettier-ignore
      "a name stands twice in one object: there are 8 names, of which 4 differ",
    ],
    [
      "lists in lists without end",
      file(`{"a":{"dtype":"F64","shape":${"[".repeat(1e5)}${"]".repeat(1e5)},"data_offsets":[0,8]}}`, new Uint8Array(8)), // prettier-ignore
      "a has shape an array of 1, expected a list of sizes",
    ],
    [
      "an integer that no double holds",
      file(
        { a: { dtype: "I64", shape: [1], data_offsets: [0, 8] } },
        new Uint8Array([1, 0, 0, 0, 0, 0, 32, 0]),
      ),
      "an I64 is 9007199254740993, which no double holds",
    ],
    ["metadata that is no text", file({ __metadata__: { a: 1 } }), "__metadata__ is an object"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test("a file cut off anywhere is refused", () => {
    const bytes = encodeWeights(new TwoLayerNet({ inputSize: 1, hiddenSize: 2, outputSize: 2 }));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow("safetensors: ");
    }
  });
});

describe.each(["safetensors", "json"] as const)("a model as %s", (format) => {
  const net = new Sequential(LAYERS, { seed: 3 });
  net.buffers().forEach((buffer, i) => (buffer.data = 0.5 + i));
  const x = Matrix.from([[0.3, -2]]);

  test("comes back with its architecture, its buffers and the same numbers", () => {
    const again = decodeModel(encodeWeights(net, format));
    expect(again.architecture).toEqual(LAYERS);
    expect(again.predict(x).data).toEqual(net.predict(x).data);
    expect(again.parameters().map(({ data }) => data)).toEqual(net.parameters().map(({ data }) => data));
  });

  test("a net of other shape, or other names, is refused and stays as it was", () => {
    const bytes = encodeWeights(
      new TwoLayerNet({ inputSize: 2, hiddenSize: 3, outputSize: 2, seed: 8 }),
      format,
    );
    const wider = new TwoLayerNet({ inputSize: 2, hiddenSize: 4, outputSize: 2 });
    const before = wider.parameters().map(({ data }) => data);
    expect(() => {
      loadWeights(wider, bytes);
    }).toThrow("loadWeights: W1 is 2×3, expected 2×4");
    expect(wider.parameters().map(({ data }) => data)).toEqual(before);
    expect(() => {
      loadWeights(net, bytes);
    }).toThrow("loadWeights: there is no W1 in the model, expected 1.W, 1.b");
    expect(() => decodeModel(bytes)).toThrow("weights: the file has no architecture");
  });
});

describe("hostile models", () => {
  const tensor = { shape: [1, 1], data: Float64Array.of(1) };
  const model = (architecture: unknown): Uint8Array =>
    encodeSafetensors(new Map([["0.W", tensor]]), { architecture: JSON.stringify(architecture) });
  test.each<[string, Uint8Array, string]>([
    [
      "an architecture larger than the file",
      model([{ layer: "affine", inputs: 1e9, outputs: 1e9 }]),
      "a layer affine needs 1000000000000000000 numbers, the file has 1",
    ],
    [
      "layers that together are larger than the file",
      model([
        { layer: "layerNorm", features: 1 },
        { layer: "layerNorm", features: 1 },
      ]),
      "a layer layerNorm needs 1 numbers, the file has 0 left for it",
    ],
    ["JSON with a name twice", text('{"tensors": {}, "tensors": {}}'), "a name stands twice"],
    ["an unknown layer", model([{ layer: "shell" }]), 'layer is the string "shell"'],
    ["no list", model({}), "Sequential: layers is an object"],
    [
      "a tensor too few",
      model([{ layer: "affine", inputs: 1, outputs: 1 }]),
      "there is no tensor 0.b in the file",
    ],
    [
      "JSON cut off",
      encodeWeights(new Sequential(LAYERS), "json").subarray(0, 200),
      "the file is no JSON, or cut off",
    ],
    ["JSON of another kind", text('{"a": 1}      '), "tensors is undefined, expected tensors by name"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeModel(bytes)).toThrow(message);
  });

  test("numbers that are not finite", () => {
    const bytes = encodeSafetensors(
      new Map([
        ["0.W", { shape: [1, 1], data: Float64Array.of(NaN) }],
        ["0.b", tensor],
      ]),
    );
    const net = new Sequential([{ layer: "affine", inputs: 1, outputs: 1 }]);
    expect(() => {
      loadWeights(net, bytes);
    }).toThrow("loadWeights: 0.W holds NaN, expected finite numbers");
  });
});

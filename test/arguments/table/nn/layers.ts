/** How matrices, layers and losses of `chainrule/nn` are called. */
import { Value } from "../../../../src/index.js";
import {
  Affine,
  BatchNorm,
  Dropout,
  Embedding,
  LayerNorm,
  Matrix,
  Pass,
  RmsNorm,
} from "../../../../src/nn/index.js";
import {
  allOptional,
  arg,
  call,
  callback,
  FINITE,
  NUMBER,
  OMITTED,
  POSITIVE,
  type Call,
} from "../../call.js";
import { INTERNAL, type ClassCalls, type Entry } from "../../entry.js";
import { generator, index, matrix, pass, size, x } from "./arguments.js";

const operand = arg(() => 2, NUMBER);
const numbers = arg(() => Float64Array.of(1, 2, 3, 4));
const rows = arg(
  () => [
    [1, new Value(2)],
    [3, 4],
  ],
  ["empty array"],
);
const loss = call(x, x);
const makesLoss = (name: string): Pick<Call, "makes"> => ({
  makes: [{ name, of: (made: unknown) => made, call: loss }],
});

const norm = (type: new (features: number) => LayerNorm | RmsNorm): ClassCalls => ({
  constructs: call(size),
  make: () => new type(2),
  methods: { namedParameters: call(), forward: call(x) },
});

export const layers: Entry = {
  Affine: {
    constructs: call(
      x,
      arg(() => Matrix.zeros(1, 2)),
    ),
    make: () => new Affine(matrix(), Matrix.zeros(1, 2)),
    methods: { namedParameters: call(), forward: call(x) },
  },
  argmax: call(arg(() => [1, 2])),
  Matrix: {
    constructs: INTERNAL,
    statics: {
      from: call(rows),
      constants: call(numbers, size, size),
      leaves: call(numbers, size, size),
      zeros: call(index, index),
      build: INTERNAL,
      own: INTERNAL,
    },
    make: matrix,
    methods: {
      named: INTERNAL,
      at: call(index, index),
      row: call(index),
      toString: call(),
      toJSON: call(),
      values: call(),
      slice: call(
        index,
        arg(() => 1, ["negative zero"], OMITTED),
      ),
      matmul: call(x),
      transpose: call(),
      zip: INTERNAL,
      add: call(operand),
      sub: call(operand),
      mul: call(operand),
      map: call(callback(() => (value: Value) => value, { gives: [], takes: [] })),
      columnSums: call(),
      rowSums: call(),
      argmax: call(),
    },
  },
  Dropout: {
    constructs: call(arg(() => 0.5, ["negative zero"])),
    make: () => new Dropout(0.5),
    methods: { forward: call(x, pass) },
  },
  Embedding: {
    constructs: call(x),
    make: () => new Embedding(matrix()),
    methods: { namedParameters: call(), forward: call(arg(() => Matrix.from([[1, 0]]))) },
  },
  BatchNorm: {
    constructs: call(
      size,
      arg(() => 0.1, OMITTED),
    ),
    make: () => new BatchNorm(2),
    methods: { namedParameters: call(), namedBuffers: call(), forward: call(x, pass), move: INTERNAL },
  },
  LayerNorm: norm(LayerNorm),
  RmsNorm: norm(RmsNorm),
  oneHot: call(
    arg(() => [1, 0], ["empty array"]),
    size,
  ),
  Pass: {
    constructs: call(
      arg(() => false, ["true"]),
      arg(() => 1, FINITE, OMITTED),
    ),
    make: () => new Pass(true),
    methods: {
      noise: call(
        index,
        index,
        callback(() => () => 0.5, { gives: NUMBER }),
      ),
      state: call(arg(() => [new Value(1)], ["empty array"])),
      observe: call(
        arg(() => [new Value(1)], ["empty array"]),
        {
          ...callback(() => () => undefined),
          isCallback: false,
        },
      ),
      redraw: INTERNAL,
      take: INTERNAL,
    },
  },
  initialisers: {
    functions: {
      normal: call(generator, size, size),
      xavier: call(generator, size, size),
      he: call(generator, size, size),
    },
  },
  random: {
    args: [arg(() => 1, FINITE)],
    makes: [
      { name: "uniform", of: ({ uniform }) => uniform, call: call() },
      { name: "normal", of: ({ normal }) => normal, call: call() },
      { name: "integer", of: ({ integer }) => integer, call: call(size) },
      { name: "permutation", of: ({ permutation }) => permutation, call: call(index) },
    ],
  },
  binaryCrossEntropy: loss,
  hinge: loss,
  meanAbsoluteError: loss,
  meanSquaredError: loss,
  huber: { args: [arg(() => 1, POSITIVE, OMITTED)], ...makesLoss("loss") },
  softmaxCrossEntropy: {
    args: [
      allOptional({
        classWeights: arg(() => [1, 2], OMITTED),
        labelSmoothing: arg(() => 0.5, ["negative zero"], OMITTED),
      }),
    ],
    ...makesLoss("loss"),
  },
};

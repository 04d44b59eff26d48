/** How what `chainrule/book` exports is called. */
import {
  AddLayer,
  Affine,
  MulLayer,
  Relu,
  Sigmoid,
  Softmax,
  SoftmaxWithLoss,
  Tanh,
} from "../../../src/book/index.js";
import { Matrix } from "../../../src/nn/index.js";
import { arg, call, FINITE, NUMBER, OMITTED, options, POSITIVE } from "../call.js";
import { INTERNAL, type ClassCalls, type Entry } from "../entry.js";
import { matrix, net, size, x } from "./nn/arguments.js";

const operand = arg(() => 2, NUMBER);
const column = arg(() => Matrix.from([[1], [2]]));
const classes = arg(() => [0, 1]);
const gradients = options({
  W1: arg(() => Float64Array.of(1)),
  b1: arg(() => Float64Array.of(1)),
  W2: arg(() => Float64Array.of(1)),
  b2: arg(() => Float64Array.of(1)),
});

/** A layer that has run forward, so that it can run backward. */
const after = <L extends { forward(...args: never[]): unknown }>(
  layer: L,
  ...given: readonly unknown[]
): L => {
  layer.forward(...(given as never[]));
  return layer;
};

const scalarLayer = (type: new () => AddLayer | MulLayer): ClassCalls => ({
  constructs: call(),
  make: () => after(new type(), 2, 3),
  methods: { forward: call(operand, operand), backward: call(operand) },
});
const activation = (type: new () => Relu | Sigmoid | Tanh): ClassCalls => ({
  constructs: call(),
  make: () => after(new type(), matrix()),
  methods: { forward: call(x), backward: call(x), apply: INTERNAL, local: INTERNAL },
});

export const book: Entry = {
  AddLayer: scalarLayer(AddLayer),
  MulLayer: scalarLayer(MulLayer),
  Relu: activation(Relu),
  Sigmoid: activation(Sigmoid),
  Tanh: activation(Tanh),
  Affine: {
    constructs: call(
      x,
      arg(() => Matrix.zeros(1, 2)),
    ),
    make: () => after(new Affine(matrix(), Matrix.zeros(1, 2)), matrix()),
    methods: { namedParameters: call(), forward: call(x), backward: call(x) },
  },
  Softmax: {
    constructs: call(),
    make: () => after(new Softmax(), matrix()),
    methods: { forward: call(x), backward: call(x) },
  },
  SoftmaxWithLoss: {
    constructs: call(),
    make: () => after(new SoftmaxWithLoss(), matrix(), [0, 1]),
    methods: { forward: call(x, classes), backward: call(arg(() => 1, NUMBER, OMITTED)) },
  },
  TwoLayerNet: {
    constructs: call(
      options({
        inputSize: size,
        hiddenSize: size,
        outputSize: size,
        seed: arg(() => 1, FINITE, OMITTED),
        weightScale: arg(() => 1, POSITIVE, ["negative zero"], OMITTED),
      }),
    ),
    make: net,
    methods: {
      namedParameters: call(),
      parameters: call(),
      layers: INTERNAL,
      predict: call(column),
      loss: call(column, classes),
      lossOf: call(x, classes),
      accuracy: call(column, classes),
      gradient: call(column, classes),
      numericalGradient: call(column, classes),
    },
  },
  meanDifferences: call(gradients, gradients),
};

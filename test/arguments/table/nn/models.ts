/** How nets and their weights of `chainrule/nn` are called. */
import {
  encodeSafetensors,
  encodeWeights,
  Matrix,
  Sequential,
  type Tensor,
} from "../../../../src/nn/index.js";
import {
  allOptional,
  arg,
  call,
  FINITE,
  listed,
  NOTHING_GIVEN,
  OMITTED,
  options,
  POSITIVE,
  type Argument,
  type Call,
} from "../../call.js";
import { INTERNAL, type Entry } from "../../entry.js";
import { dataset, named, net, pass, size, x } from "./arguments.js";

const sequential = (): Sequential =>
  new Sequential([{ layer: "affine", inputs: 2, outputs: 2 }, { layer: "relu" }]);
const seed = arg(() => 1, FINITE, OMITTED);
const spec = (layer: string, fields: Readonly<Record<string, Argument>>): Call =>
  call(listed(options({ layer: arg(() => layer), ...fields })), allOptional({ seed }));

const column = arg(() => Matrix.from([[1], [2]]));
const classes = arg(() => [0, 1]);
const tensor = (): [string, Tensor] => ["w", { shape: [2], data: Float64Array.of(1, 2) }];
const gradients = options({
  W1: arg(() => Float64Array.of(1)),
  b1: arg(() => Float64Array.of(1)),
  W2: arg(() => Float64Array.of(1)),
  b2: arg(() => Float64Array.of(1)),
});

export const models: Entry = {
  normalization: call(dataset),
  parameterCount: call(named),
  Sequential: {
    constructs: [
      spec("affine", { inputs: size, outputs: size, initial: arg(() => "xavier", OMITTED) }),
      spec("relu", {}),
      spec("dropout", { rate: arg(() => 0.5, ["negative zero"]) }),
      spec("batchNorm", { features: size }),
      spec("layerNorm", { features: size }),
      spec("rmsNorm", { features: size }),
      spec("embedding", { vocabulary: size, width: size }),
      spec("normalize", { mean: arg(() => [1]), deviation: arg(() => [1]) }),
    ],
    make: sequential,
    methods: {
      namedParameters: call(),
      namedBuffers: call(),
      named: INTERNAL,
      parameters: call(),
      buffers: call(),
      predict: call(x, pass),
      parts: INTERNAL,
    },
  },
  summary: call(arg(sequential)),
  TwoLayerNet: {
    constructs: call(
      options({
        inputSize: size,
        hiddenSize: size,
        outputSize: size,
        seed,
        weightScale: arg(() => 1, POSITIVE, ["negative zero"], OMITTED),
      }),
    ),
    make: net,
    methods: {
      namedParameters: call(),
      parameters: call(),
      predict: call(column),
      loss: call(column, classes),
      lossOf: call(x, classes),
      accuracy: call(column, classes),
      gradient: call(column, classes),
      numericalGradient: call(column, classes),
    },
  },
  meanDifferences: call(gradients, gradients),
  decodeModel: call(arg(() => encodeWeights(sequential()))),
  encodeWeights: call(
    named,
    arg(() => "json", OMITTED),
  ),
  loadWeights: call(
    named,
    arg(() => encodeWeights({ namedParameters: () => ({ W: Matrix.zeros(2, 2) }) })),
  ),
  decodeSafetensors: call(arg(() => encodeSafetensors(new Map([tensor()])))),
  encodeSafetensors: call(
    arg(() => new Map([tensor()]), ["map"]),
    arg(() => ({ note: "text" }), OMITTED, NOTHING_GIVEN),
    arg(() => "F32", OMITTED),
  ),
};

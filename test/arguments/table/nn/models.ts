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
  type Argument,
  type Call,
} from "../../call.js";
import { INTERNAL, type Entry } from "../../entry.js";
import { dataset, named, pass, size, x } from "./arguments.js";

const sequential = (): Sequential =>
  new Sequential([{ layer: "affine", inputs: 2, outputs: 2 }, { layer: "relu" }]);
const seed = arg(() => 1, FINITE, OMITTED);
const spec = (layer: string, fields: Readonly<Record<string, Argument>>): Call =>
  call(listed(options({ layer: arg(() => layer), ...fields })), allOptional({ seed }));

const tensor = (): [string, Tensor] => ["w", { shape: [2], data: Float64Array.of(1, 2) }];
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

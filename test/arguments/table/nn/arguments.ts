/** Arguments that many exports of `chainrule/nn` take. */
import { Value } from "../../../../src/index.js";
import { TwoLayerNet } from "../../../../src/book/index.js";
import { Dataset, Matrix, Pass, random } from "../../../../src/nn/index.js";
import { arg, callback, methods, NOTHING_GIVEN, OMITTED, type Argument } from "../../call.js";

export const matrix = (): Matrix =>
  Matrix.from([
    [new Value(0.5), new Value(2)],
    [new Value(3), new Value(4)],
  ]);
export const x = arg(matrix);
export const pass = arg(() => new Pass(true), OMITTED);
export const size = arg(() => 2);
export const index = arg(() => 1, ["negative zero"]);
export const data = (): Dataset => Dataset.ofClasses([[0], [1]], [0, 1]);
export const dataset = arg(data);
export const generator = arg(() => random(1));
export const net = (): TwoLayerNet => new TwoLayerNet({ inputSize: 1, hiddenSize: 1, outputSize: 2 });

const weights = new Value(0.5);
const table = (): Readonly<Record<string, Matrix>> => ({ W: matrix() });

/** What a program is compiled from. */
export const modelFields = {
  parameters: callback(() => () => [weights], { gives: ["empty array"], takes: [] }),
  predict: callback(
    () => (given: Matrix) =>
      Matrix.from([[0, 0]])
        .mul(weights)
        .add(given.at(0, 0)),
    {
      gives: [],
      takes: [],
    },
  ),
};

/** What `fit` trains. */
export const model: Argument = methods({
  ...modelFields,
  buffers: callback(() => () => [], { gives: ["empty array"], takes: OMITTED }),
});

/** What has weights by name. */
export const named: Argument = methods({
  namedParameters: callback(() => table, { gives: NOTHING_GIVEN, takes: [] }),
  namedBuffers: callback(() => () => ({}), { gives: NOTHING_GIVEN, takes: OMITTED }),
});

/** Wrong arguments of layers, nets, optimizers, training and files of weights: a ChainruleError answers, and names what was meant. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, Value } from "chainrule";
import {
  Adam,
  AdamW,
  AdaGrad,
  Dataset,
  decodeModel,
  decodeSafetensors,
  fit,
  loadWeights,
  Matrix,
  Momentum,
  Nesterov,
  RmsProp,
  Sequential,
  Sgd,
  TwoLayerNet,
} from "chainrule/nn";
import { compile } from "chainrule/compile";
import { hostile } from "./hostile.js";

const net = (): TwoLayerNet => new TwoLayerNet({ inputSize: 1, hiddenSize: 1, outputSize: 2 });
const data = Dataset.ofClasses([[0], [1]], [0, 1]);
const wrong = (given: unknown): never => given as never;
const optimizers = { Adam, AdamW, AdaGrad, Momentum, Nesterov, RmsProp, Sgd };

describe("names that are nearly right", () => {
  test.each(Object.entries(optimizers))("new %s({ learningrate })", (name, Optimizer) => {
    expect(() => new Optimizer([new Value(1)], wrong({ learningRate: 1, learningrate: 1 }))).toThrow(
      `${name}: there is no option learningrate; did you mean learningRate?`,
    );
    expect(() => new Optimizer([new Value(1)], wrong({ learningRate: 1, lr: 1 }))).toThrow(
      "did you mean learningRate?",
    );
  });

  test.each([
    [{ epochs: 1, batchsize: 2 }, "fit: there is no option batchsize; did you mean batchSize?"],
    [{ epochs: 1, clip: { nrom: 2 } }, "fit: clip has no option nrom; did you mean norm?"],
    [
      { epochs: 1, validation: data, earlyStopping: { patence: 1 } },
      "fit: earlyStopping has no option patence; did you mean patience?",
    ],
  ])("fit(net, data, %j)", async (options, message) => {
    await expect(fit(net(), data, wrong(options))).rejects.toThrow(message);
  });

  test("compile, Sequential and TwoLayerNet", () => {
    const w = new Value(1);
    expect(() => compile(w.square(), wrong({ parameter: [w] }))).toThrow(
      "compile: there is no option parameter; did you mean parameters?",
    );
    expect(() => new Sequential([{ layer: "relu" }], wrong({ sed: 1 }))).toThrow(
      "Sequential: there is no option sed; did you mean seed?",
    );
    expect(() => new TwoLayerNet(wrong({ inputsize: 1 }))).toThrow(
      "TwoLayerNet: there is no option inputsize; did you mean inputSize?",
    );
  });
});

test("a row where rows are expected, and an array where a matrix is", () => {
  expect(() => Matrix.from(wrong([1, 2]))).toThrow(
    "Matrix: row 0 is the number 1, expected a row, an array of numbers or Values; write [[1, 2]] for one row",
  );
  expect(() => net().predict(wrong([0.3]))).toThrow(
    "TwoLayerNet: x is an array of 1, expected a Matrix; write Matrix.from([[1, 2], [3, 4]])",
  );
  expect(() => new Sequential([{ layer: "relu" }]).predict(wrong([0.3]))).toThrow(
    "Sequential: x is an array of 1, expected a Matrix",
  );
});

describe.each(Object.entries(hostile))("%s", (kind, { make }) => {
  const refused = (run: () => unknown): void => {
    expect(run).toThrow(ChainruleError);
  };
  const isNoOption = kind === "undefined" || kind === "empty object" || kind === "object without a prototype";

  test("as a target, and as options of optimizers", () => {
    for (const Optimizer of Object.values(optimizers)) {
      if (kind !== "empty array") refused(() => new Optimizer(wrong(make()), { learningRate: 1 }));
      if (!isNoOption || Optimizer === Sgd) refused(() => new Optimizer([new Value(1)], wrong(make())));
    }
  });

  test("as data and options of fit, bytes, matrices and graphs", async () => {
    await expect(fit(net(), wrong(make()), { epochs: 1 })).rejects.toThrow(ChainruleError);
    await expect(fit(net(), data, wrong(make()))).rejects.toThrow(ChainruleError);
    for (const read of [decodeModel, decodeSafetensors]) refused(() => read(wrong(make())));
    refused(() => { loadWeights(net(), wrong(make())); }); // prettier-ignore
    if (kind !== "empty array") refused(() => Matrix.from(wrong(make())));
    refused(() => net().predict(wrong(make())));
    refused(() => compile(new Value(1).square(), wrong(make())));
    refused(() => new TwoLayerNet(wrong(make())));
  });
});

// Fisher's irises: train on some, stop by others, score on flowers that had no part in either. node examples/iris.js
import { loadIris } from "chainrule/datasets";
import { AdamW, fit, Matrix, normalization, Sequential, softmaxCrossEntropy } from "chainrule/nn";

const [train, others] = loadIris().data.split(0.5);
const [validation, test] = others.split(0.4);
const net = new Sequential([
  normalization(train), // part of the net: it takes centimetres
  { layer: "affine", inputs: 4, outputs: 16 },
  { layer: "tanh" },
  { layer: "affine", inputs: 16, outputs: 3, initial: "xavier" },
]);

const { epochs, stopped } = await fit(net, train, {
  epochs: 300,
  batchSize: 16,
  loss: softmaxCrossEntropy({ labelSmoothing: 0.05 }),
  optimizer: (target) => new AdamW(target, { learningRate: 0.01 }),
  validation,
  earlyStopping: { patience: 20 },
});

// The net has the weights of the epoch that was best on the validation flowers.
const kinds = net.predict(Matrix.constants(test.x, test.count, test.inputSize)).argmax();
const right = kinds.filter((kind, i) => kind === test.classOf(i)).length;
console.log(
  `${train.count} flowers to train on, ${validation.count} to stop by: ${epochs.length} epochs, ${stopped}`,
);
console.log(`accuracy ${right / test.count} on the other ${test.count}`);

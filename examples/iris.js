// Fisher's irises: split, normalise, train with early stopping, look at flowers held back. node examples/iris.js
import { loadIris } from "chainrule/datasets";
import { AdamW, fit, normalization, Sequential, softmaxCrossEntropy } from "chainrule/nn";

const { data } = loadIris();
const [train, held] = data.split(0.7, 1);
const net = new Sequential([
  normalization(train), // part of the net: it takes centimetres
  { layer: "affine", inputs: 4, outputs: 16 },
  { layer: "tanh" },
  { layer: "affine", inputs: 16, outputs: 3, initial: "xavier" },
]);

let best = { loss: Infinity };
const { epochs, stopped } = await fit(net, train, {
  epochs: 100,
  batchSize: 16,
  loss: softmaxCrossEntropy({ labelSmoothing: 0.05 }),
  optimizer: (target) => new AdamW(target, { learningRate: 0.01 }),
  validation: held,
  earlyStopping: { patience: 20 },
  onEpoch: ({ validation }) => {
    if (validation.loss < best.loss) best = validation;
  },
});
console.log(
  `${epochs.length} epochs, ${stopped}, accuracy ${best.accuracy} on ${held.count} flowers held back`,
);

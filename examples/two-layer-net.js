// The book's two-layer net on the MNIST digits: node examples/two-layer-net.js [iterations]
import { loadMnist } from "chainrule/datasets";
import { TwoLayerNet } from "chainrule/book";
import { Dataset, fit, Sgd } from "chainrule/nn";

const { train, test } = loadMnist();
const digits = ({ pixels, labels }) => Dataset.ofClasses(pixels, labels, 10);
const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10 });

const history = await fit(net, digits(train), {
  iterations: Number(process.argv[2] ?? 10_000),
  batchSize: 100,
  optimizer: (target) => new Sgd(target, { learningRate: 0.1 }),
  validation: digits(test),
  onEpoch: ({ epoch, validation }) => {
    console.log(`epoch ${epoch.toFixed(2)}: test accuracy ${(100 * validation.accuracy).toFixed(2)} %`);
  },
});
console.log(`${history.losses.length} steps, test accuracy ${history.epochs.at(-1).validation.accuracy}`);

/** TensorFlow.js: the two-layer net, forward and backward, eagerly, on one of its backends. */
import { createRequire } from "node:module";

// The packages' ES modules are for bundlers; under Node it is their CommonJS form that loads.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
require("@tensorflow/tfjs-backend-wasm");

export async function make(backend, { weights, x, t, batch, sizes: [inputs, hidden, outputs] }) {
  await tf.setBackend(backend);
  await tf.ready();
  const tensor = (data, ...shape) => tf.tensor(Float32Array.from(data), shape);
  const parameters = [
    tensor(weights.W1, inputs, hidden),
    tensor(weights.b1, hidden),
    tensor(weights.W2, hidden, outputs),
    tensor(weights.b2, outputs),
  ];
  const pixels = tensor(x, batch, inputs);
  const labels = tensor(t, batch, outputs);
  const loss = (w1, c1, w2, c2) => {
    const hidden = tf.relu(tf.add(tf.matMul(pixels, w1), c1));
    return tf.losses.softmaxCrossEntropy(labels, tf.add(tf.matMul(hidden, w2), c2));
  };
  const gradients = tf.valueAndGrads(loss);
  return {
    name: `tfjs ${backend}`,
    // The backend is switched here since both take turns in one process.
    select: () => tf.setBackend(backend),
    run: () =>
      tf.tidy(() => {
        const { value, grads } = gradients(parameters);
        return { loss: value.dataSync()[0], gradients: grads.map((grad) => grad.dataSync()) };
      }),
  };
}

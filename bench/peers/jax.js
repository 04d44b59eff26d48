/** jax-js: the two-layer net, forward and backward, compiled by `jit`, on its WebAssembly backend. Arrays are used up unless `.ref`. */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";

export async function make(device, { weights, x, t, batch, sizes: [inputs, hidden, outputs] }) {
  await init(device);
  defaultDevice(device);
  const matrix = (data, ...shape) => np.array(Float32Array.from(data)).reshape(shape);
  const parameters = [
    matrix(weights.W1, inputs, hidden),
    matrix(weights.b1, hidden),
    matrix(weights.W2, hidden, outputs),
    matrix(weights.b2, outputs),
  ];
  const pixels = matrix(x, batch, inputs);
  const labels = matrix(t, batch, outputs);
  const loss = (W1, b1, W2, b2, pixels, labels) => {
    const scores = np.matmul(nn.relu(np.matmul(pixels, W1).add(b1)), W2).add(b2);
    return np.sum(labels.mul(nn.logSoftmax(scores))).mul(-1 / batch);
  };
  const step = jit(valueAndGrad(loss, { argnums: [0, 1, 2, 3] }));
  return {
    name: `jax-js ${device}`,
    select: () => undefined,
    run: () => {
      const [value, grads] = step(...parameters.map((p) => p.ref), pixels.ref, labels.ref);
      return { loss: value.dataSync()[0], gradients: grads.map((grad) => grad.dataSync()) };
    },
  };
}

/** A training run in a process of its own, to be killed: `node trainer.mjs FILE STEPS` goes on from FILE and prints its numbers. */
import process from "node:process";
// Not through the entry, which also loads what reads tables and pictures: this process starts more than fifty times.
import { fileCheckpoint } from "../../dist/files/models.js";
import { Adam, Dataset, fit, Sequential } from "chainrule/nn";

const [path, steps] = process.argv.slice(2);
const net = new Sequential(
  [
    { layer: "affine", inputs: 2, outputs: 6 },
    { layer: "tanh" },
    { layer: "dropout", rate: 0.2 },
    { layer: "batchNorm", features: 6 },
    { layer: "affine", inputs: 6, outputs: 2 },
  ],
  { seed: 3 },
);
const points = Array.from({ length: 23 }, (_, i) => [Math.sin(i), Math.cos(i * i)]);
const data = Dataset.ofClasses(
  points,
  points.map(([x, y]) => (x * y > 0 ? 1 : 0)),
);
const history = await fit(net, data, {
  iterations: Number(steps),
  batchSize: 5,
  seed: 4,
  optimizer: (target) => new Adam(target, { learningRate: 0.01 }),
  ...(path && { checkpoint: fileCheckpoint(path, 1) }),
  onStep: ({ step }) => {
    if (path) process.stdout.write(`${String(step)}\n`);
  },
});
const numbers = [...net.parameters(), ...net.buffers()].map(({ data: x }) => x);
process.stdout.write(`${JSON.stringify({ losses: history.losses, epochs: history.epochs, numbers })}\n`);

// micrograd's demo: two half moons of 100 points, a net with two hidden layers of 16, hinge loss. node examples/moons.js
import { moons } from "chainrule/datasets";
import { Adam, Dataset, fit, hinge, Matrix, Sequential, summary } from "chainrule/nn";

const points = moons(100, { noise: 0.1 });
const rows = Array.from({ length: points.count }, (_, i) => points.x.subarray(2 * i, 2 * i + 2));
// The hinge loss wants −1 and 1.
const targets = rows.map((_, i) => 2 * points.classOf(i) - 1);

const net = new Sequential([
  { layer: "affine", inputs: 2, outputs: 16 },
  { layer: "relu" },
  { layer: "affine", inputs: 16, outputs: 16 },
  { layer: "relu" },
  { layer: "affine", inputs: 16, outputs: 1 },
]);
console.log(summary(net));

const { losses } = await fit(net, Dataset.from(rows, targets), {
  epochs: 150,
  batchSize: 100,
  loss: hinge,
  optimizer: (target) => new Adam(target, { learningRate: 0.02 }),
});
const scores = net.predict(Matrix.from(rows)).data;
const right = targets.filter((t, i) => Math.sign(scores[i]) === t).length;
console.log(`loss ${losses[0].toFixed(3)} → ${losses.at(-1).toFixed(5)}, accuracy ${right / targets.length}`);

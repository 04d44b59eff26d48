// A line through points: gradient descent against the closed form of least squares. node examples/linear-regression.js
import { Value, mean } from "chainrule";
import { Sgd } from "chainrule/nn";

const xs = [0, 1, 2, 3, 4, 5];
const ys = [1.1, 2.9, 5.2, 6.8, 9.1, 11.2];

const w = new Value(0, "w");
const b = new Value(0, "b");
const sgd = new Sgd([w, b], { learningRate: 0.05 });
for (let step = 0; step < 1000; step++) {
  const loss = mean(xs.map((x, i) => w.mul(x).add(b).sub(ys[i]).square()));
  sgd.zeroGrad();
  loss.backward();
  sgd.step();
}

const average = (list) => list.reduce((total, x) => total + x, 0) / list.length;
const [mx, my] = [average(xs), average(ys)];
const slope = average(xs.map((x, i) => (x - mx) * (ys[i] - my))) / average(xs.map((x) => (x - mx) ** 2));
console.log(`y = ${w.data.toFixed(6)} x + ${b.data.toFixed(6)}`);
console.log(`least squares: y = ${slope.toFixed(6)} x + ${(my - slope * mx).toFixed(6)}`);

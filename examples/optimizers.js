// The book's chapter 6: how optimizers come down on f = x²/20 + y², drawn to optimizers.svg. node examples/optimizers.js [file]
import { writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { Value } from "chainrule";
import { AdaGrad, Adam, AdamW, Momentum, Nesterov, RmsProp, Sgd } from "chainrule/nn";
import { parseHTML } from "linkedom";

const optimizers = {
  SGD: (target) => new Sgd(target, { learningRate: 0.95 }),
  Momentum: (target) => new Momentum(target, { learningRate: 0.1 }),
  Nesterov: (target) => new Nesterov(target, { learningRate: 0.1 }),
  AdaGrad: (target) => new AdaGrad(target, { learningRate: 1.5 }),
  RMSProp: (target) => new RmsProp(target, { learningRate: 0.3 }),
  Adam: (target) => new Adam(target, { learningRate: 0.3 }),
  AdamW: (target) => new AdamW(target, { learningRate: 0.3, weightDecay: 0.1 }),
};

const path = ([name, make]) => {
  const [x, y] = [new Value(-7), new Value(2)];
  const optimizer = make([x, y]);
  const points = [{ name, step: 0, x: x.data, y: y.data }];
  for (let step = 1; step <= 30; step++) {
    optimizer.zeroGrad();
    x.square().div(20).add(y.square()).backward();
    optimizer.step();
    points.push({ name, step, x: x.data, y: y.data });
  }
  return points;
};
const paths = Object.entries(optimizers).flatMap(path);
for (const { name, x, y } of paths.filter(({ step }) => step === 30)) {
  console.log(`${name.padEnd(9)} f = ${(x * x * 0.05 + y * y).toExponential(2)} after 30 steps`);
}

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const chart = Plot.plot({
  document,
  width: 900,
  height: 900,
  marginLeft: 50,
  style: { background: "white", color: "black", font: "12px sans-serif" },
  x: { domain: [-9, 9], label: "x" },
  y: { domain: [-4, 4], label: "y" },
  color: { scheme: "tableau10" },
  facet: {
    data: paths,
    x: ({ name }) => Number(Object.keys(optimizers).indexOf(name) % 2),
    y: ({ name }) => Math.floor(Object.keys(optimizers).indexOf(name) / 2),
  },
  fx: { axis: null },
  fy: { axis: null },
  marks: [
    Plot.frame({ stroke: "#ccc" }),
    Plot.contour({
      fill: null,
      stroke: "#ccc",
      value: (x, y) => (x * x) / 20 + y * y,
      x1: -9,
      x2: 9,
      y1: -4,
      y2: 4,
      thresholds: [0.1, 0.5, 1, 2, 4, 8],
    }),
    Plot.line(paths, { x: "x", y: "y", stroke: "name", strokeWidth: 1.5 }),
    Plot.dot(paths, { x: "x", y: "y", fill: "name", r: 2.5 }),
    Plot.text(
      paths,
      Plot.selectFirst({ x: -8.5, y: 3.6, z: "name", text: "name", textAnchor: "start", fontWeight: "bold" }),
    ),
  ],
});
chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
writeFileSync(process.argv[2] ?? "optimizers.svg", chart.outerHTML);

// The book's chapter 6: how optimizers come down on f = x²/20 + y², drawn to optimizers.svg. node examples/optimizers.js [file]
import { writeFileSync } from "node:fs";
import { Value } from "chainrule";
import { AdaGrad, Adam, AdamW, Momentum, Nesterov, RmsProp, Sgd } from "chainrule/nn";

const optimizers = {
  SGD: (target) => new Sgd(target, { learningRate: 0.95 }),
  Momentum: (target) => new Momentum(target, { learningRate: 0.1 }),
  Nesterov: (target) => new Nesterov(target, { learningRate: 0.1 }),
  AdaGrad: (target) => new AdaGrad(target, { learningRate: 1.5 }),
  RMSProp: (target) => new RmsProp(target, { learningRate: 0.3 }),
  Adam: (target) => new Adam(target, { learningRate: 0.3 }),
  AdamW: (target) => new AdamW(target, { learningRate: 0.3, weightDecay: 0.1 }),
};

const pathOf = (make) => {
  const [x, y] = [new Value(-7), new Value(2)];
  const optimizer = make([x, y]);
  const points = [[x.data, y.data]];
  for (let step = 1; step <= 30; step++) {
    optimizer.zeroGrad();
    x.square().div(20).add(y.square()).backward();
    optimizer.step();
    points.push([x.data, y.data]);
  }
  return points;
};

// One picture for each optimizer, two in a row. A contour line of f is an ellipse: x²/20 + y² = level.
const [COLOURS, SCALE] = [["#4e79a7", "#f28e2c", "#e15759", "#76b7b2", "#59a14f", "#af7aa1", "#9c755f"], 24];
const contours = [0.1, 0.5, 1, 2, 4].map(
  (level) => `<ellipse rx="${Math.sqrt(20 * level) * SCALE}" ry="${Math.sqrt(level) * SCALE}"/>`,
);
const pictures = Object.entries(optimizers).map(([name, make], i) => {
  const points = pathOf(make);
  const [x, y] = points.at(-1);
  console.log(`${name.padEnd(9)} f = ${(x * x * 0.05 + y * y).toExponential(2)} after 30 steps`);
  const places = points.map(([x, y]) => [(x * SCALE).toFixed(1), (-y * SCALE).toFixed(1)]);
  return `<svg x="${450 * (i % 2)}" y="${225 * Math.floor(i / 2)}" width="450" height="225" viewBox="-225 -112 450 225">
    <g fill="none" stroke="#ccc"><rect x="-220" y="-107" width="440" height="215"/>${contours.join("")}</g>
    <path d="M${places.join("L")}" fill="none" stroke="${COLOURS[i]}" stroke-width="1.5"/>
    <g fill="${COLOURS[i]}">${places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.5"/>`).join("")}</g>
    <text x="-212" y="-90" font-weight="bold">${name}</text>
  </svg>`;
});
writeFileSync(
  process.argv[2] ?? "optimizers.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900" viewBox="0 0 900 900" font-family="sans-serif" font-size="13">
  <rect width="900" height="900" fill="white"/>${pictures.join("\n  ")}</svg>`,
);

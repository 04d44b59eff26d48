// A curve through measured points by Levenberg and Marquardt, with the errors of its parameters. node examples/curve-fitting.js
import { jacobian } from "chainrule";
import { minimize } from "chainrule/optimize";

// Adsorbed volume against pressure: data set Misra1a of the NIST Statistical Reference Datasets (D. Misra, 1978).
const pressure = [
  77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0,
];
const volume = [
  10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78,
];

/** volume = b1 · (1 − exp(−b2 · pressure)) */
const model = (b1, b2, x) => b1.mul(b2.mul(-x).expm1().neg());
const residuals = (b1, b2) => pressure.map((x, i) => model(b1, b2, x).sub(volume[i]));

// NIST's harder start, and the values that it certifies.
const start = [500, 0.0001];
const certified = [238.94212918, 0.00055015643181];

const { x, value, iteration, reason } = minimize(residuals, start, { method: "levenberg-marquardt" });

// The standard deviations: the diagonal of s² · (Jᵀ J)⁻¹, with s² the sum of squares for each degree of freedom.
const J = jacobian(residuals)(...x).map((row) => row.map(({ data }) => data));
const [a, b, d] = [
  [0, 0],
  [0, 1],
  [1, 1],
].map(([i, j]) => J.reduce((total, row) => total + row[i] * row[j], 0));
const variance = value / (volume.length - x.length);
const deviations = [d, a].map((cofactor) => Math.sqrt((variance * cofactor) / (a * d - b * b)));

console.log(`sum of squares ${value.toExponential(10)} after ${iteration} steps (${reason})`);
x.forEach((best, i) => {
  const [found, known] = [best, certified[i]].map((parameter) => parameter.toExponential(10));
  console.log(`b${i + 1} = ${found} ± ${deviations[i].toExponential(10)}, certified ${known}`);
});

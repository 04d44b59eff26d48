/** Examples to start from: every one of the note, with its numbers, and some larger ones. */
import type { Input } from "./inputs.js";
import { input } from "./inputs.js";

export interface Preset {
  readonly id: string;
  readonly name: { readonly en: string; readonly ko: string };
  readonly text: string;
  readonly inputs: readonly Input[];
}

type Given = Readonly<Record<string, number | readonly [value: number, min: number, max: number]>>;

const inputsOf = (given: Given): Input[] =>
  Object.entries(given).map(([name, at]) =>
    typeof at === "number" ? input(name, at) : { name, value: at[0], min: at[1], max: at[2] },
  );

const preset = (id: string, en: string, ko: string, text: string, given: Given): Preset => ({
  id,
  name: { en, ko },
  text,
  inputs: inputsOf(given),
});

const tax = [1.1, 1, 1.5] as const;

export const presets: readonly Preset[] = [
  preset(
    "apples",
    "1, 4.1 Two apples and a tax",
    "1, 4.1 사과 두 개와 소비세",
    "price = apple * count * tax",
    {
      apple: [100, 0, 200],
      count: [2, 0, 10],
      tax,
    },
  ),
  preset(
    "oranges",
    "1, 4.2 Apples and oranges",
    "1, 4.2 사과와 귤",
    "apples = apple * count;\noranges = orange * orangeCount;\nprice = (apples + oranges) * tax",
    { apple: [100, 0, 200], count: [2, 0, 10], orange: [150, 0, 300], orangeCount: [3, 0, 10], tax },
  ),
  preset("signal", "2 A square and a signal E", "2 제곱과 신호 E", "y = x^2;\nL = E * y", { x: 3, E: 1 }),
  preset("chain", "2 z = t², t = x + y", "2 z = t², t = x + y", "t = x + y;\nz = t^2", { x: 1, y: 2 }),
  preset("add", "3, 4.2 The add node", "3, 4.2 덧셈 노드", "z = x + y;\nL = E * z", {
    x: [10, -20, 20],
    y: [5, -20, 20],
    E: 1.3,
  }),
  preset("multiply", "3, 4.1 The multiply node", "3, 4.1 곱셈 노드", "z = x * y;\nL = E * z", {
    x: [10, -20, 20],
    y: [5, -20, 20],
    E: 1.3,
  }),
  preset("relu", "4.3 ReLU", "4.3 ReLU", "y = relu(x);\nL = E * y", { x: 2, E: 1 }),
  preset("sigmoid", "4.3 Sigmoid", "4.3 시그모이드", "y = sigmoid(x);\nL = E * y", { x: 1, E: 1 }),
  preset(
    "sigmoid-parts",
    "4.3 Sigmoid, step by step",
    "4.3 시그모이드를 한 단계씩",
    "m = x * -1;\nu = exp(m);\nv = 1 + u;\ny = 1 / v",
    { x: 1 },
  ),
  preset(
    "affine",
    "4.4 Affine: Y = X·W + B",
    "4.4 Affine: Y = X·W + B",
    "y1 = dot([x1, x2], [w11, w21]) + b1;\ny2 = dot([x1, x2], [w12, w22]) + b2;\nL = y1 + y2",
    { x1: 1, x2: 2, w11: 0.5, w21: -1, b1: 0.1, w12: 2, w22: 1, b2: -0.2 },
  ),
  preset(
    "softmax",
    "4.4 Softmax",
    "4.4 Softmax",
    "e1 = exp(a1);\ne2 = exp(a2);\ne3 = exp(a3);\ny3 = e3 / (e1 + e2 + e3)",
    { a1: 0.3, a2: 2.9, a3: 4 },
  ),
  preset(
    "batch",
    "4.5 Batch affine: one bias, two rows",
    "4.5 배치 Affine: 데이터 두 개, 편향 하나",
    "first = x1 * w + b;\nsecond = x2 * w + b;\nL = first + second",
    { x1: 1, w: 0.5, b: 0.1, x2: 2 },
  ),
  preset(
    "softmax-loss",
    "4.6 Softmax with loss",
    "4.6 Softmax와 손실",
    "# the answer is the third class\nloss = logSumExp(a1, a2, a3) - a3",
    { a1: 0.3, a2: 2.9, a3: 4 },
  ),
  preset(
    "loss-batch",
    "4.6 Softmax with loss: a batch of two",
    "4.6 Softmax와 손실: 데이터 두 개",
    "# the answers are the first class and the second\nfirst = logSumExp(a1, a2) - a1;\nsecond = logSumExp(b1, b2) - b2;\nloss = (first + second) / 2",
    { a1: 1, a2: 0, b1: 2, b2: 0.5 },
  ),
  preset(
    "net",
    "5 A two-layer net",
    "5 2층 신경망",
    [
      "h1 = relu(dot([x1, x2], [w11, w21]) + b1);",
      "h2 = relu(dot([x1, x2], [w12, w22]) + b2);",
      "a1 = dot([h1, h2], [v11, v21]) + c1;",
      "a2 = dot([h1, h2], [v12, v22]) + c2;",
      "loss = logSumExp(a1, a2) - a1",
    ].join("\n"),
    {
      ...{ x1: 1, x2: -1, w11: 0.5, w21: -0.25, b1: 0.1, w12: 0.75, w22: 0.5, b2: 0.2 },
      ...{ v11: 1, v21: -0.5, c1: 0, v12: 0.25, v22: 0.6, c2: 0 },
    },
  ),
  preset(
    "gradient-check",
    "6 The gradient check of x³",
    "6 x³의 기울기 확인",
    "# both say how x^3 changes with x\nrule = 3 * x^2;\nnumerical = ((x + h)^3 - (x - h)^3) / (2 * h);\ndifference = abs(numerical - rule)",
    { x: [2, -5, 5], h: [0.5, 0.01, 1] },
  ),
  preset("neuron", "A neuron", "뉴런 하나", "n = w1 * x1 + w2 * x2 + b;\no = tanh(n)", {
    w1: -3,
    x1: 2,
    w2: 1,
    x2: 0,
    b: [6.8813735870195432, -20, 20],
  }),
  preset("bowl", "Descent: a long bowl", "경사 하강: 길쭉한 그릇", "f = x^2 / 20 + y^2", {
    x: [-7, -10, 10],
    y: [2, -5, 5],
  }),
  preset(
    "rosenbrock",
    "Descent: Rosenbrock's valley",
    "경사 하강: 로젠브록 골짜기",
    "f = (1 - x)^2 + 10 * (y - x^2)^2",
    { x: [-1.2, -2, 2], y: [1, -1, 3] },
  ),
];

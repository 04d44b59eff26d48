/** The examples of the study note as graphs with their backward pass done, by part of the note. */
import { logSumExp, Value } from "chainrule";
import { Affine, Relu, Sigmoid, SoftmaxWithLoss, TwoLayerNet } from "chainrule/book";
import { Matrix } from "chainrule/nn";

const labelled = (value: Value, label: string): Value => {
  value.label = label;
  return value;
};

/** A matrix of leaves named by row and column. */
const named = (name: string, rows: readonly (readonly number[])[]): Matrix =>
  Matrix.from(
    rows.map((row, i) => row.map((x, j) => new Value(x, `${name}${String(i + 1)}${String(j + 1)}`))),
  );

function apples(): Value {
  const [apple, count, tax] = [new Value(100, "apple"), new Value(2, "count"), new Value(1.1, "tax")];
  return labelled(apple.mul(count).mul(tax), "price");
}

function fruit(): Value {
  const apples = new Value(100, "apple").mul(new Value(2, "apple count"));
  const oranges = new Value(150, "orange").mul(new Value(3, "orange count"));
  return labelled(apples.add(oranges).mul(new Value(1.1, "tax")), "price");
}

function square(): Value {
  const t = labelled(new Value(1, "x").add(new Value(2, "y")), "t");
  return labelled(t.square(), "z");
}

function affine(rows: readonly (readonly number[])[]): Value {
  const layer = new Affine(named("w", [[0.5], [-1]]), named("b", [[0.25]]));
  const out = layer.forward(named("x", rows));
  out.values().forEach((y, i) => labelled(y, `y${String(i + 1)}`));
  return out.values().reduce((x, y) => x.add(y));
}

function softmaxWithLoss(): Value {
  const scores = [0.3, 2.9, 4].map((x, i) => new Value(x, `a${String(i + 1)}`));
  return labelled(new SoftmaxWithLoss().forward(Matrix.from([scores]), [2]), "L");
}

/** Weights and inputs of the size of MNIST, without its digits. */
function twoLayerNet(): Value {
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1 });
  const pixels = Array.from({ length: 3 }, (_, i) =>
    Float64Array.from({ length: 784 }, (_, j) => ((i + j) % 7) / 7),
  );
  return labelled(net.loss(Matrix.from(pixels), [3, 1, 4]), "loss");
}

const parts: Readonly<Record<string, readonly [make: () => Value, seed?: number]>> = {
  "1 two apples with tax": [apples],
  "1 apples and oranges": [fruit],
  "2 y = x², signal E": [() => labelled(new Value(3, "x").square(), "y"), 4],
  "2 z = t², t = x + y": [square],
  "3 add node": [() => labelled(new Value(10, "x").add(new Value(5, "y")), "z"), 1.3],
  "3 multiply node": [() => labelled(new Value(10, "x").mul(new Value(5, "y")), "z"), 1.3],
  "4.3 ReLU": [() => new Relu().forward(named("x", [[2]])).at(0, 0)],
  "4.3 Sigmoid": [() => labelled(new Sigmoid().forward(named("x", [[0.5]])).at(0, 0), "y")],
  "4.4 Affine": [() => affine([[1, 2]])],
  "4.4 Softmax": [
    () =>
      labelled(new Value(0.3, "a1").sub(logSumExp([new Value(0.3, "a1"), new Value(2.9, "a2")])).exp(), "y1"),
  ],
  "4.5 batch Affine": [() => affine([[1, 2], [3, 4]])], // prettier-ignore
  "4.6 Softmax with loss": [softmaxWithLoss],
  "5 TwoLayerNet 784-50-10": [twoLayerNet],
};

/** Name and graph of every example. */
export const bookExamples = (): [name: string, root: Value][] =>
  Object.entries(parts).map(([name, [make, seed]]) => {
    const root = make();
    root.backward(seed);
    return [name, root];
  });

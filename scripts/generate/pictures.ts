/** The pictures in docs/pictures: the note's examples in every style and theme, a derivation in frames, and two large graphs folded. */
import { crossEntropy, mean, Value } from "../../src/index.js";
import { dotToSvg, frames, toSvg, type DrawOptions } from "../../src/draw/index.js";
import { MicroGpt } from "../../src/models/microgpt.js";
import { TwoLayerNet } from "../../src/book/index.js";
import { Matrix, random } from "../../src/nn/index.js";

const DIRECTORY = "docs/pictures";

const labelled = (value: Value, label: string): Value => {
  value.label = label;
  return value;
};

/** Draws a graph after its backward pass. */
function drawn(root: Value, options: DrawOptions = {}): Promise<string> {
  root.backward();
  return toSvg(root, options);
}

function apples(): Value {
  const [apple, count, tax] = [new Value(100, "apple"), new Value(2, "count"), new Value(1.1, "tax")];
  return labelled(apple.mul(count).mul(tax), "price");
}

function square(): Value {
  const t = labelled(new Value(1, "x").add(new Value(2, "y")), "t");
  return labelled(t.square(), "z");
}

/** The neuron of micrograd's lecture, with its operations in a frame and the strongest path of one weight. */
function neuron(options: DrawOptions): Promise<string> {
  const [x1, x2, w1, w2] = [new Value(2, "x1"), new Value(0, "x2"), new Value(-3, "w1"), new Value(1, "w2")];
  const n = labelled(x1.mul(w1).add(x2.mul(w2)).add(new Value(6.881373587, "b")), "n");
  return drawn(labelled(n.tanh(), "o"), { ...options, highlight: w1, clusters: { neuron: [n] } });
}

function fruit(options: DrawOptions): Promise<string> {
  const orange = new Value(150, "orange");
  const apples = new Value(100, "apple").mul(new Value(2, "apple count"));
  const price = apples.add(orange.mul(new Value(3, "orange count"))).mul(new Value(1.1, "tax"));
  return drawn(labelled(price, "price"), { ...options, highlight: orange });
}

function twoLayerNet(): Promise<string> {
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1 });
  const { uniform } = random(2);
  const pixels = Array.from({ length: 10 }, () => Float64Array.from({ length: 784 }, uniform));
  const loss = net.loss(
    Matrix.from(pixels),
    Array.from({ length: 10 }, (_, i) => i),
  );
  return drawn(labelled(loss, "loss"));
}

function microGpt(): Promise<string> {
  const { normal } = random(1);
  const gpt = new MicroGpt({ vocabulary: 27, block: 16, width: 16, heads: 4 }, () => 0.08 * normal());
  // A name after the token that bounds names.
  const tokens = [26, ...Array.from("isabella", (letter) => letter.charCodeAt(0) - 97)];
  const scores = gpt.logits(tokens.slice(0, -1).map((token) => gpt.oneHot(token)));
  const losses = scores.map((row, i) => crossEntropy(row, gpt.oneHot(tokens[i + 1] as number)));
  return drawn(labelled(mean(losses), "loss"), { digits: 3, direction: "TB" });
}

const themes = ["light", "dark", "print"] as const;
const styles = ["textbook", "record"] as const;

/** Path and picture of each. */
export const pictures: Readonly<Record<string, () => Promise<string>>> = Object.fromEntries(
  Object.entries<() => Promise<string>>({
    apples: () => drawn(apples()),
    square: () => drawn(square()),
    ...Object.fromEntries(
      styles.flatMap((style) =>
        themes.flatMap((theme) => [
          [`fruit-${style}-${theme}`, () => fruit({ style, theme })],
          [`neuron-${style}-${theme}`, () => neuron({ style, theme })],
        ]),
      ),
    ),
    ...Object.fromEntries(
      frames(square()).map(({ dot }, i) => [`square-frame-${String(i)}`, () => dotToSvg(dot)]),
    ),
    "two-layer-net": twoLayerNet,
    microgpt: microGpt,
  }).map(([name, make]) => [`${DIRECTORY}/${name}.svg`, make]),
);

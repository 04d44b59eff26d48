/**
 * What `chainrule train mnist` leaves behind: the weights, the history, the loss curve, the graph of the apples, and a report that
 * shows the run in a browser.
 */
import type { TwoLayerNet } from "../../book/index.js";
import { Value } from "../../index.js";
import { dotToSvg, toDot, toSvg } from "../../draw/index.js";
import type { DigitReader } from "../../models/digits.js";
import { encodeWeights, Matrix, type Dataset } from "../../nn/index.js";
import { writeWhole } from "../files.js";
import { toJson } from "../json.js";
import { htmlReport, type Figure } from "../report/report.js";

export interface Epoch {
  readonly epoch: number;
  readonly iteration: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

export interface Run {
  readonly losses: number[];
  readonly epochs: Epoch[];
  /** The exit code of what ended the run early. */
  readonly interruptedBy: number | undefined;
}

interface SavedOptions {
  readonly out: string;
  readonly batch: number;
  readonly learningRate: number;
}

export const FILES = {
  model: "model.safetensors",
  history: "history.json",
  appleDot: "apple.dot",
  appleSvg: "apple.svg",
  loss: "loss.svg",
  report: "report.html",
} as const;

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Writes the files of a run and returns their paths; those that show a loss only if there is one. */
export async function saveRun(
  { out, batch, learningRate }: SavedOptions,
  net: TwoLayerNet,
  reader: DigitReader,
  run: Run,
  test: Dataset,
): Promise<string[]> {
  // What took long to make comes first: whatever happens to the pictures, it is there.
  const files = [
    writeWhole(out, FILES.model, encodeWeights(net)),
    writeWhole(out, FILES.history, toJson({ losses: run.losses, epochs: run.epochs })),
  ];
  const apple = new Value(100, "apple");
  const price = apple.mul(new Value(2, "count")).mul(new Value(1.1, "tax"));
  price.label = "price";
  price.backward();
  files.push(
    writeWhole(out, FILES.appleDot, toDot(price)),
    writeWhole(out, FILES.appleSvg, await toSvg(price)),
  );
  if (run.losses.length === 0) return files;
  const title = `Two-layer net on MNIST, batches of ${String(batch)}, SGD ${String(learningRate)}`;
  const { lossCurve } = await import("../report/plot.js");
  const curve = lossCurve(run.losses, title);
  const report = await reportOf(net, reader, run, test, title, curve);
  return [writeWhole(out, FILES.report, report), writeWhole(out, FILES.loss, curve), ...files];
}

async function reportOf(
  net: TwoLayerNet,
  reader: DigitReader,
  run: Run,
  test: Dataset,
  title: string,
  lossSvg: string,
): Promise<string> {
  const { counts, worst } = reader.confusion(test);
  const last = run.epochs.at(-1);
  const points = run.epochs.flatMap(({ epoch, trainAccuracy, testAccuracy }) => [
    { epoch, accuracy: trainAccuracy, data: "train" as const },
    { epoch, accuracy: testAccuracy, data: "test" as const },
  ]);
  const { accuracyCurve } = await import("../report/plot.js");
  return htmlReport({
    title,
    facts: {
      Iterations: String(run.losses.length),
      Parameters: String(net.parameters().length),
      "Test accuracy": last === undefined ? "–" : percent(last.testAccuracy),
      Ended: run.interruptedBy !== undefined ? "interrupted" : "after all iterations",
    },
    curves: [
      { caption: "The loss of each step, and its running mean.", svg: lossSvg },
      { caption: "The share of digits recognised after each epoch.", svg: accuracyCurve(points, "Accuracy") },
    ],
    confusion: counts,
    mistakes: worst,
    net: [
      {
        caption: "From left to right: what flows in, the layers with their parameters, what flows out.",
        svg: await dotToSvg(netDot(net)),
      },
      await lossGraph(net, test),
    ],
  });
}

/** The graph of the loss on the first test digit, scalar by scalar, with nodes that are alike in one box. */
async function lossGraph(net: TwoLayerNet, test: Dataset): Promise<Figure> {
  const digit = test.classOf(0);
  const x = Matrix.leaves(test.x.subarray(0, test.inputSize), 1, test.inputSize);
  const scores = net.predict(x);
  for (const [label, matrix] of Object.entries({ x, ...net.namedParameters(), scores })) {
    for (const value of matrix.values()) {
      value.label = label;
      value.grad = 0;
    }
  }
  const loss = net.lossOf(scores, [digit]);
  loss.label = "loss";
  loss.backward();
  return {
    caption:
      `The scalar graph of the loss on the first test digit, a ${String(digit)}, from top to bottom, with the range of values and gradients. ` +
      `The score of the ${String(digit)} goes a way of its own, since the loss is the logarithm of Σ exp(scores) less that score.`,
    svg: await toSvg(loss, { direction: "TB", digits: 3 }),
  };
}

/** The layers of the net, with the shapes of what they hold. */
function netDot(net: TwoLayerNet): string {
  const shape = ({ rows, columns }: Matrix): string => `${String(rows)}×${String(columns)}`;
  const boxes = [
    `x\\n${String(net.W1.rows)} pixels`,
    `affine\\nW1 ${shape(net.W1)}\\nb1 ${shape(net.b1)}`,
    "ReLU",
    `affine\\nW2 ${shape(net.W2)}\\nb2 ${shape(net.b2)}`,
    "softmax\\nwith loss",
  ];
  const nodes = boxes.map((label, i) => `n${String(i)} [label="${label}"]`);
  return `digraph { rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; ${nodes.join("; ")}; n0 -> n1 -> n2 -> n3 -> n4 }`;
}

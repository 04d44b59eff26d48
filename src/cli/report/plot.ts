/** The curves of a training run: what is drawn, and in which colours. chart.ts draws it. */
import { lineChart, type Point } from "./chart.js";

/** A running mean over this share of the steps makes the trend visible. */
const WINDOW = 0.02;

/** The mean of the `count` numbers around each; at the ends, of those that there are. What is not finite is left out. */
function runningMean(values: readonly number[], count: number): number[] {
  const before = Math.floor((count - 1) / 2);
  const sums = [0];
  const counts = [0];
  values.forEach((value, i) => {
    const isFinite = Number.isFinite(value);
    sums.push((sums[i] as number) + (isFinite ? value : 0));
    counts.push((counts[i] as number) + (isFinite ? 1 : 0));
  });
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - before), Math.min(values.length, i - before + count)];
    const over = (all: readonly number[]): number => (all[to] as number) - (all[from] as number);
    return over(sums) / over(counts);
  });
}

/** The loss of each step, with its running mean. */
export function lossCurve(losses: readonly number[], title: string): string {
  const steps = (values: readonly number[]): Point[] => values.map((value, i) => [i + 1, value]);
  const mean = runningMean(losses, Math.max(1, Math.round(losses.length * WINDOW)));
  return lineChart({
    title,
    x: "iteration",
    y: "loss (mean cross-entropy, nats)",
    fromZero: true,
    lines: [
      { points: steps(losses), colour: "#9ecae9", width: 0.75 },
      { points: steps(mean), colour: "#1f4e79", width: 2 },
    ],
  });
}

const COLOURS = { train: "#1f4e79", test: "#c44e2a" } as const;
type Data = keyof typeof COLOURS;

/** The accuracy after each epoch, by what it was measured on. */
export function accuracyCurve(
  points: readonly { readonly epoch: number; readonly accuracy: number; readonly data: Data }[],
  title: string,
): string {
  const line = (name: Data): Point[] =>
    points.filter(({ data }) => data === name).map(({ epoch, accuracy }) => [epoch, 100 * accuracy]);
  return lineChart({
    title,
    x: "epoch",
    y: "accuracy (%)",
    fromZero: false,
    lines: (["train", "test"] as const).map((name) => ({ points: line(name), colour: COLOURS[name], width: 2, name })), // prettier-ignore
  });
}

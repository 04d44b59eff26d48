/** Curves as SVG files, drawn by Observable Plot on a document of linkedom's. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const WIDTH = 720;
const HEIGHT = 360;
/** A running mean over this share of the steps makes the trend visible. */
const WINDOW = 0.02;

/** A plot as SVG that stands alone, in its usual size: to those who cannot see it, one picture with the title as its name. */
function svgOf(title: string, { marks = [], ...options }: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const chart = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 56,
    marginTop: 48,
    marginBottom: 40,
    style: { background: "white", color: "black", font: "12px sans-serif" },
    ...options,
    marks: [...marks, Plot.text([title], { frameAnchor: "top", dy: -34, fontSize: 13, fontWeight: "bold" })],
  });
  chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", title);
  for (const part of chart.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return `${chart.outerHTML}\n`;
}

/** The loss of each step, with its running mean. */
export function lossCurve(losses: readonly number[], title: string): string {
  const points = losses.map((loss, i) => ({ iteration: i + 1, loss }));
  const k = Math.max(1, Math.round(losses.length * WINDOW));
  return svgOf(title, {
    x: { label: "iteration", grid: true },
    y: { label: "loss (mean cross-entropy, nats)", grid: true, zero: true },
    marks: [
      Plot.lineY(points, { x: "iteration", y: "loss", stroke: "#9ecae9", strokeWidth: 0.75 }),
      Plot.lineY(
        points,
        Plot.windowY({ k, reduce: "mean" }, { x: "iteration", y: "loss", stroke: "#1f4e79", strokeWidth: 2 }),
      ),
    ],
  });
}

const COLOURS = { train: "#1f4e79", test: "#c44e2a" } as const;

/** The accuracy after each epoch, by what it was measured on. */
export function accuracyCurve(
  points: readonly {
    readonly epoch: number;
    readonly accuracy: number;
    readonly data: keyof typeof COLOURS;
  }[],
  title: string,
): string {
  return svgOf(title, {
    x: { label: "epoch", grid: true },
    y: { label: "accuracy (%)", grid: true, percent: true },
    color: { legend: false, domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
    marks: [
      Plot.lineY(points, { x: "epoch", y: "accuracy", z: "data", stroke: "data", strokeWidth: 2 }),
      Plot.dot(points, { x: "epoch", y: "accuracy", stroke: "data", fill: "white" }),
      // In the corner that rising curves leave free: at their ends the names would lie on each other.
      ...Object.entries(COLOURS).map(([name, fill], i) =>
        Plot.text([name], { frameAnchor: "bottom-right", dx: -8, dy: -8 - 16 * i, fill, fontWeight: "bold" }),
      ),
    ],
  });
}

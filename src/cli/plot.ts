/** Curves as SVG files, drawn by Observable Plot on a document of linkedom's. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const WIDTH = 720;
const HEIGHT = 360;
/** A running mean over this share of the steps makes the trend visible. */
const WINDOW = 0.02;

/** The loss of each step, with its running mean. */
export function lossCurve(losses: readonly number[], title: string): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const points = losses.map((loss, i) => ({ iteration: i + 1, loss }));
  const k = Math.max(1, Math.round(losses.length * WINDOW));
  const chart = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 56,
    marginTop: 48,
    style: { background: "white", color: "black", font: "12px sans-serif" },
    x: { label: "iteration", grid: true },
    y: { label: "loss (mean cross-entropy, nats)", grid: true, zero: true },
    marks: [
      Plot.lineY(points, { x: "iteration", y: "loss", stroke: "#9ecae9", strokeWidth: 0.75 }),
      Plot.lineY(
        points,
        Plot.windowY({ k, reduce: "mean" }, { x: "iteration", y: "loss", stroke: "#1f4e79", strokeWidth: 2 }),
      ),
      Plot.text([title], { frameAnchor: "top", dy: -34, fontSize: 13, fontWeight: "bold" }),
    ],
  });
  chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${chart.outerHTML}\n`;
}

/** Curves of every operation of one operand, with its derivative, from the rows of the table. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { evaluate, ops, type FixedOp, type Interval } from "../../src/ops/index.js";
import { figure, inlineSvg } from "./svg.js";

const SAMPLES = 241;
/** A pole would flatten everything else. */
const CLIP = 8;

interface Sample {
  readonly x: number;
  readonly y: number;
  readonly curve: "value" | "derivative";
}

/** Points of the curve and its derivative; a kink or pole in the middle is left out, so that the line breaks there. */
function samples(op: FixedOp, { min, max, without }: Interval): Sample[] {
  const [gradient] = op.gradients();
  return Array.from({ length: SAMPLES }, (_, i) => min + ((max - min) * i) / (SAMPLES - 1)).flatMap((x) => {
    const value = op.num(x, ...op.defaults);
    const names = [...op.operands, "out"];
    const numbers = new Map([x, ...op.defaults, value].map((number, i) => [names[i] ?? "", number]));
    const derivative = gradient === undefined ? NaN : evaluate(gradient, numbers);
    const shown = (y: number): number => (x === without || Math.abs(y) > CLIP ? NaN : y);
    return [
      { x, y: shown(value), curve: "value" },
      { x, y: shown(derivative), curve: "derivative" },
    ] as const;
  });
}

function plot(name: string, label: string, op: FixedOp, interval: Interval): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const points = samples(op, interval);
  const curve = (kind: Sample["curve"], className: string, dash?: string): Plot.Markish =>
    Plot.lineY(
      points.filter((point) => point.curve === kind),
      { x: "x", y: "y", className, strokeWidth: 2, ...(dash && { strokeDasharray: dash }) },
    );
  const chart = Plot.plot({
    document,
    className: "curves",
    width: 260,
    height: 180,
    marginLeft: 32,
    x: { label: null, ticks: 5 },
    y: { label: null, ticks: 5 },
    marks: [
      Plot.ruleY([0], { strokeOpacity: 0.25 }),
      curve("value", "value"),
      curve("derivative", "derivative", "5 3"),
    ],
  });
  chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const svg = inlineSvg(chart.outerHTML).replaceAll(/<style>.*?<\/style>/gs, "");
  return `<div><code>${name}</code>${figure("plot", label, svg)}</div>`;
}

/** `label` says in words what the plot of an operation shows. */
export function plots(label: (name: string) => string): string {
  const drawn = Object.entries(ops).flatMap(([name, op]) => {
    const [interval] = op.domain;
    const isCurve = op.operands.length - op.defaults.length === 1;
    return isCurve && interval !== undefined ? [plot(name, label(name), op, interval)] : [];
  });
  return `<div class="plots">${drawn.join("")}</div>`;
}

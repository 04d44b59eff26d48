/** The path of a descent, on contour lines of two inputs or on the curve of one. */
import * as Plot from "@observablehq/plot";
import type { Expression } from "chainrule/parse";
import { curve, heights, landscape, type Place } from "./descent.js";
import type { Input } from "./inputs.js";

const SAMPLES = 61;
const CURVE_SAMPLES = 241;
const LINES = 14;
const [WIDTH, HEIGHT] = [560, 400];

export interface Landscape {
  readonly expression: Expression;
  readonly inputs: readonly Input[];
  readonly moving: readonly Input[];
  readonly places: readonly Place[];
}

/** An SVG of the page's own colours: lines, path, start and end are told apart by classes. */
export function plotDescent(given: Landscape): SVGSVGElement | HTMLElement {
  const [along, across] = given.moving;
  if (along === undefined) return document.createElement("div");
  const points = given.places.map(({ at: [x, y], result }) => ({ x, y: across === undefined ? result : y }));
  const ground = across === undefined ? [line(given, along)] : [contours(given, [along, across])];
  const picture = Plot.plot({
    className: "landscape",
    width: WIDTH,
    height: HEIGHT,
    x: { domain: [along.min, along.max], label: along.name },
    y: across === undefined ? { nice: true } : { domain: [across.min, across.max], label: across.name },
    marks: [
      ...ground,
      Plot.line(points, { x: "x", y: "y", className: "path", clip: true }),
      Plot.dot(points, { x: "x", y: "y", r: 2.5, className: "place", clip: true }),
      Plot.dot(points.slice(0, 1), {
        x: "x",
        y: "y",
        r: 5,
        symbol: "square",
        className: "start",
        clip: true,
      }),
      Plot.dot(points.slice(-1), { x: "x", y: "y", r: 7, symbol: "star", className: "end", clip: true }),
    ],
  });
  // The whole is one image with a label of its own; its groups are none.
  for (const group of picture.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  return picture;
}

const line = ({ expression, inputs }: Landscape, along: Input): Plot.Markish =>
  Plot.line(curve(expression, inputs, along, CURVE_SAMPLES), { x: "x", y: "y", className: "ground" });

function contours({ expression, inputs }: Landscape, [along, across]: readonly [Input, Input]): Plot.Markish {
  const values = landscape(expression, inputs, [along, across], SAMPLES);
  return Plot.contour(values, {
    width: SAMPLES,
    height: SAMPLES,
    x1: along.min,
    x2: along.max,
    y1: across.min,
    y2: across.max,
    thresholds: heights(values, LINES),
    className: "ground",
  });
}

/** A line chart as SVG text: in come points, out goes a picture that needs nothing else. plot.ts says what is drawn. */
import { escapeXml } from "./report.js";

export type Point = readonly [x: number, y: number];

export interface Line {
  /** In the order they are joined; those that are not finite leave a gap. */
  readonly points: readonly Point[];
  readonly colour: string;
  readonly width: number;
  /** A line with a name has dots and is named in the corner. */
  readonly name?: string;
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Whether the y axis starts at 0. */
  readonly fromZero: boolean;
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT] = [720, 360];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, WIDTH - 20, 48, HEIGHT - 40];

/** The multiples of 1, 2 or 5 times a power of ten between two numbers, about `count` of them. */
export function ticks(from: number, to: number, count: number, least = 0): number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least, power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10));
  const [first, last] = [Math.ceil(from / step), Math.floor(to / step)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly place: (value: number) => number;
}

/** From the least to the greatest of the numbers; what is one point wide gets room around it. */
function axis(values: readonly number[], start: number, end: number): Axis {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const room = low === high ? Math.max(1, Math.abs(low)) / 2 : 0;
  const [from, to] = [low - room, high + room];
  return { from, to, place: (value) => start + ((value - from) / (to - from)) * (end - start) };
}

const isDrawn = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);
const round = (n: number): string => String(Math.round(10 * n) / 10);

/** `M` where a line begins, also after a gap; `L` from there. */
function path(points: readonly Point[], x: Axis, y: Axis): string {
  return points
    .map((point, i) => {
      if (!isDrawn(point)) return "";
      const before = points[i - 1];
      const command = before !== undefined && isDrawn(before) ? "L" : "M";
      return `${command}${round(x.place(point[0]))},${round(y.place(point[1]))}`;
    })
    .join("");
}

function drawn({ points, colour, width, name }: Line, x: Axis, y: Axis): string {
  const line = `<path d="${path(points, x, y)}" fill="none" stroke="${colour}" stroke-width="${String(width)}" stroke-linejoin="round"/>`;
  if (name === undefined) return line;
  const dots = points
    .filter(isDrawn)
    .map(([px, py]) => `<circle cx="${round(x.place(px))}" cy="${round(y.place(py))}" r="3"/>`);
  return `${line}<g fill="white" stroke="${colour}" stroke-width="1.5">${dots.join("")}</g>`;
}

const text = (x: number, y: number, content: string, attributes = ""): string =>
  `<text x="${round(x)}" y="${round(y)}"${attributes}>${escapeXml(content)}</text>`;
const format = (n: number): string => n.toLocaleString("en", { maximumSignificantDigits: 6 });

/** To those who cannot see it, it is one picture with the title as its name. */
export function lineChart({ title, x: xLabel, y: yLabel, fromZero, lines }: Chart): string {
  const points = lines.flatMap((line) => line.points.filter(isDrawn));
  const x = axis(points.map(([px]) => px), LEFT, RIGHT); // prettier-ignore
  const y = axis([...points.map(([, py]) => py), ...(fromZero ? [0] : [])], BOTTOM, TOP);
  // Steps and epochs are counted: there is nothing between two of them.
  const columns = ticks(x.from, x.to, 6, 1).map((value) => ({ at: x.place(value), value }));
  const rows = ticks(y.from, y.to, 6).map((value) => ({ at: y.place(value), value }));
  const parts = [
    `<g stroke="black" stroke-opacity="0.1">`,
    ...columns.map(({ at }) => `<path d="M${round(at)},${String(TOP)}V${String(BOTTOM + 6)}"/>`),
    ...rows.map(({ at }) => `<path d="M${String(LEFT - 6)},${round(at)}H${String(RIGHT)}"/>`),
    `</g>`,
    ...columns.map(({ at, value }) => text(at, BOTTOM + 20, format(value), ` text-anchor="middle"`)),
    ...rows.map(({ at, value }) => text(LEFT - 9, at + 4, format(value), ` text-anchor="end"`)),
    text(WIDTH / 2, 22, title, ` text-anchor="middle" font-size="13" font-weight="bold"`),
    text(4, 38, `↑ ${yLabel}`),
    text(RIGHT, HEIGHT - 4, `${xLabel} →`, ` text-anchor="end"`),
    ...lines.map((line) => drawn(line, x, y)),
    // In the corner that rising curves leave free: at their ends the names would lie on each other.
    ...lines.flatMap(({ name, colour }, i) =>
      name === undefined
        ? []
        : [
            text(
              RIGHT - 8,
              BOTTOM - 8 - 16 * i,
              name,
              ` text-anchor="end" font-weight="bold" fill="${colour}"`,
            ),
          ],
    ),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}" width="${String(WIDTH)}" height="${String(HEIGHT)}" ` +
    `viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12" style="background:white;color:black">${parts.join("\n")}</svg>\n`
  );
}

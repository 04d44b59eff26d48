/**
 * The report of a training run as one HTML file that needs nothing else: curves, confusion matrix, worst mistakes, the net. In flow
 * numbers and SVG, out comes text. The command that trained gathers them.
 */
import type { Mistake } from "../../models/digits.js";

/** A picture as SVG, with what it shows. */
export interface Figure {
  readonly caption: string;
  readonly svg: string;
}

export interface Report {
  readonly title: string;
  /** Facts of the run, name by name. */
  readonly facts: Readonly<Record<string, string>>;
  readonly curves: readonly Figure[];
  /** Rows are true classes, columns what the net said. */
  readonly confusion: readonly (readonly number[])[];
  readonly mistakes: readonly Mistake[];
  /** The net as a whole, and the graph of a loss that it computes. */
  readonly net: readonly Figure[];
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text for HTML and SVG, also within quotes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");

/** In the dark the pictures, which have colours of their own, stay on white paper. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h2 { margin-top: 2.5rem; }
figure { margin: 1rem 0; overflow-x: auto; }
figcaption { color: #555; font-size: 0.9rem; }
svg { max-width: 100%; height: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; }
dt { color: #555; } dd { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.55rem; text-align: right; }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); gap: 1rem; }
.net svg { max-width: none; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #181818; }
  figcaption, dt { color: #aaa; }
  svg { background: #fff; }
}
.mistakes svg { width: 84px; height: 84px; background: #000; }
`;

/** A digit as SVG, one rectangle for each pixel that is not black. */
function picture({ pixels, label, said }: Mistake): string {
  const side = Math.sqrt(pixels.length);
  const cells = Array.from(pixels, (brightness, i) => {
    if (brightness === 0) return "";
    const grey = Math.round(255 * brightness);
    const [x, y] = [i % side, Math.floor(i / side)];
    return `<rect x="${String(x)}" y="${String(y)}" width="1" height="1" fill="rgb(${String(grey)},${String(grey)},${String(grey)})"/>`;
  });
  const name = `A ${String(label)} taken for a ${String(said)}`;
  return `<svg role="img" aria-label="${name}" viewBox="0 0 ${String(side)} ${String(side)}" shape-rendering="crispEdges">${cells.join("")}</svg>`;
}

function confusionTable(confusion: Report["confusion"]): string {
  const classes = confusion.map((_, i) => i);
  const most = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => j !== i)));
  const head = `<tr><th scope="col">true \\ said</th>${classes.map((c) => `<th scope="col">${String(c)}</th>`).join("")}</tr>`;
  const rows = confusion.map((row, i) => {
    const cells = row.map((count, j) => {
      // Mistakes in red, by their number; right answers in green.
      const colour = i === j ? "rgba(0,128,0,0.2)" : `rgba(200,0,0,${String((0.6 * count) / most)})`;
      return `<td style="background:${colour}">${String(count)}</td>`;
    });
    return `<tr><th scope="row">${String(i)}</th>${cells.join("")}</tr>`;
  });
  return `<table>${head}${rows.join("")}</table>`;
}

function mistakesList(mistakes: readonly Mistake[]): string {
  if (mistakes.length === 0) return "<p>There are none.</p>";
  const items = mistakes.map((mistake) => {
    const share = `${(100 * mistake.probability).toFixed(1)} %`;
    return `<figure>${picture(mistake)}<figcaption>${String(mistake.label)}, taken for ${String(mistake.said)} (${share})</figcaption></figure>`;
  });
  return `<div class="mistakes">${items.join("")}</div>`;
}

const figureList = (figures: readonly Figure[]): string =>
  figures
    .map(({ caption, svg }) => `<figure>${svg}<figcaption>${escapeXml(caption)}</figcaption></figure>`)
    .join("\n");

export function htmlReport({ title, facts, curves, confusion, mistakes, net }: Report): string {
  const list = Object.entries(facts).map(
    ([name, fact]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(fact)}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<dl>${list.join("")}</dl>
<h2>Curves</h2>
${figureList(curves)}
<h2>Confusion matrix</h2>
<figure>${confusionTable(confusion)}<figcaption>Test digits: each row a true digit, each column what the net said.</figcaption></figure>
<h2>Worst mistakes</h2>
${mistakesList(mistakes)}
<h2>The net</h2>
<div class="net">
${figureList(net)}
</div>
</main>
</body>
</html>
`;
}

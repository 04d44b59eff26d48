/** How numbers and labels are written in a diagram. */

/** A number with at most `digits` significant digits, without trailing zeros: `220`, `0.018211`, `1e-9`. */
export function formatNumber(x: number, digits: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  return String(Number(x.toPrecision(digits)))
    .replace("-", "−")
    .replace("e−", "e-");
}

/**
 * A label as DOT text that shows exactly these characters. Graphviz reads backslashes as escapes, `&…;` as entities, and a label in
 * angle brackets as HTML; quotes and newlines are escaped by ts-graphviz.
 */
export const escapeLabel = (label: string): string =>
  label.replaceAll("\\", "\\\\").replaceAll("&", "&amp;").replaceAll("<", "&lt;");

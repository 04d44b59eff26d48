/** How numbers and labels are written in a diagram. */

/** A number with at most `digits` significant digits, without trailing zeros: `220`, `0.018211`, `1e-9`. */
export function formatNumber(x: number, digits: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  return String(Number(x.toPrecision(digits)))
    .replace("-", "−")
    .replace("e−", "e-");
}

/** U+2400 and the following are pictures of the control characters from U+0000. */
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = "\u2421";
const REPLACEMENT = "\ufffd";

/** What no SVG can contain is shown by a sign that stands for it; a newline stays, and a tab is a space. */
const printable = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", " ")
    .replace(/\p{Cc}/gu, (character) => {
      const code = character.charCodeAt(0);
      if (character === "\n") return character;
      return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : DELETE_PICTURE;
    })
    .replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, REPLACEMENT);

/** Graphviz 16 writes over its own memory when a label begins with an empty line, so empty lines hold a no-break space. */
const withoutEmptyLines = (text: string): string =>
  text.includes("\n") ? text.replaceAll(/^ *$/gm, "\u00a0") : text;

/**
 * A label as DOT text that shows exactly these characters. Graphviz reads backslashes as escapes, `&…;` as entities, and a label in
 * angle brackets as HTML. ts-graphviz escapes newlines, and quotes only where no backslash stands before them, so quotes are entities.
 */
export const escapeLabel = (label: string): string =>
  withoutEmptyLines(printable(label))
    .replaceAll("\\", "\\\\")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");

/** A field of a record, whose own syntax is braces, bars, angle brackets and spaces. */
export const escapeRecord = (field: string): string => escapeLabel(field).replaceAll(/[{}|> ]/g, "\\$&");

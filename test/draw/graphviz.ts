/** Graphviz itself, as the judge of DOT text. */
import { instance } from "@viz-js/viz";
import { parseHTML } from "linkedom";

const graphviz = instance();

/** A graph as Graphviz understood it. */
export interface Parsed {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly edges: readonly Readonly<Record<string, unknown>>[];
}

/** Of letters outside ASCII it knows no widths, and says so once. */
const UNMEASURED = /no value for width of non-ASCII character/;

/** Fails on errors and on warnings. */
async function render(dot: string, format: string): Promise<string> {
  const result = (await graphviz).render(dot, { format });
  const messages = result.errors.map(({ message }) => message).filter((message) => !UNMEASURED.test(message));
  if (result.status !== "success" || messages.length > 0) throw new Error(`${messages.join("; ")}\n${dot}`);
  return result.output;
}

export async function parsed(dot: string): Promise<Parsed> {
  const { objects = [], edges = [] } = JSON.parse(await render(dot, "dot_json")) as Partial<Parsed>;
  return { objects, edges };
}

/** The lines of text that a picture shows; spaces are no-break spaces where there are two. */
export async function shownText(dot: string): Promise<string[]> {
  const { document } = parseHTML(await render(dot, "svg"));
  return Array.from(document.querySelectorAll("text"), (text) => text.textContent.replaceAll("\u00a0", " "));
}

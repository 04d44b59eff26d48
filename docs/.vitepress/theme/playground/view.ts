/** A picture on the page: texts that follow the sliders, classes for the pass and the path, and nodes that can be chosen by pointer and keys. */
import type { Evaluated } from "./evaluated.js";
import { arrowTexts, sayings, type Picture } from "./picture.js";

/** What the picture shows beside its numbers. */
export interface Shown {
  /** Indices of operations that have passed their gradient on. */
  readonly done: ReadonlySet<number>;
  /** Index of the operation that passes just now. */
  readonly current: number | undefined;
  readonly chosen: number | undefined;
  /** Ids of what is drawn bold. */
  readonly bold: ReadonlySet<string>;
}

/** What the picture says to those who hear it. */
export interface Words {
  readonly label: string;
  readonly gradient: string;
}

const SVG = "http://www.w3.org/2000/svg";
/** A wide picture shrinks to the page as far as this, and no further: then it scrolls. */
const SMALLEST = 0.6;

export class View {
  private readonly texts: (SVGTextElement | null)[];
  private readonly parts: ReadonlyMap<string, Element>;
  private readonly nodes: SVGGElement[];

  constructor(
    host: HTMLElement,
    private readonly picture: Picture,
    at: Evaluated,
    private readonly words: Words,
    choose: (node: number) => void,
  ) {
    const parsed = new DOMParser().parseFromString(picture.svg, "image/svg+xml").documentElement;
    const svg = document.importNode(parsed, true);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", words.label);
    svg.style.setProperty("min-width", `calc(${String(SMALLEST)} * ${svg.getAttribute("width") ?? "0pt"})`);
    const part = (id: string): SVGGElement | null => svg.querySelector(`[id="${id}"]`);
    this.texts = picture.arrows.map(({ id }) => part(id)?.querySelector("text") ?? null);
    const indices = picture.isFolded ? [] : [...at.nodes.keys()];
    this.nodes = indices.map((i) => part(`graph-n${String(i)}`)).filter((node) => node !== null);
    const edges = picture.arrows.map(({ id }) => part(id)).filter((edge) => edge !== null);
    this.parts = new Map([...this.nodes, ...edges].map((element) => [element.id, element]));
    for (const element of svg.querySelectorAll("g.edge, g.node")) {
      element.setAttribute("aria-hidden", "true");
      element.querySelector(":scope > title")?.remove();
    }
    svg.querySelector("g.graph > title")?.remove();
    this.nodes.forEach((node, i) => {
      this.makeButton(node, i, choose);
    });
    this.say(at);
    this.nodes.at(-1)?.setAttribute("tabindex", "0");
    host.replaceChildren(svg);
  }

  private makeButton(node: SVGGElement, i: number, choose: (node: number) => void): void {
    node.removeAttribute("aria-hidden");
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "-1");
    node.prepend(document.createElementNS(SVG, "title"));
    node.addEventListener("click", () => {
      this.moveTo(i);
      choose(i);
    });
    node.addEventListener("keydown", (event) => {
      const next = { ArrowLeft: i - 1, ArrowUp: i - 1, ArrowRight: i + 1, ArrowDown: i + 1, Home: 0, End: this.nodes.length - 1 }[event.key]; // prettier-ignore
      if (event.key === "Enter" || event.key === " ") choose(i);
      else if (next !== undefined) this.moveTo(next);
      else return;
      event.preventDefault();
    });
  }

  /** One node is in the order of tabs; arrows lead from node to node. */
  private moveTo(i: number): void {
    const next = this.nodes[i];
    if (next === undefined) return;
    for (const node of this.nodes) node.setAttribute("tabindex", node === next ? "0" : "-1");
    next.focus();
  }

  /** The sentences of the nodes, for pointers that rest on them and for screen readers. */
  say(at: Evaluated): void {
    sayings(at, this.words.gradient).forEach((saying, i) => {
      const node = this.nodes[i];
      node?.setAttribute("aria-label", saying);
      node?.querySelector("title")?.replaceChildren(saying);
    });
  }

  /** The numbers of now, where they stand. */
  update(at: Evaluated): void {
    arrowTexts(this.picture.arrows, at).forEach((text, i) => {
      const element = this.texts[i];
      if (element && element.textContent !== text) element.textContent = text;
    });
  }

  show({ done, current, chosen, bold }: Shown): void {
    for (const [id, part] of this.parts) part.classList.toggle("bold", bold.has(id));
    this.nodes.forEach((node, i) => {
      node.classList.toggle("current", i === current);
      node.classList.toggle("chosen", i === chosen);
      node.setAttribute("aria-pressed", String(i === chosen));
    });
    for (const { id, way, to } of this.picture.arrows) {
      if (way !== "backward" || to === undefined) continue;
      const edge = this.parts.get(id);
      edge?.classList.toggle("pending", !done.has(to.node));
      edge?.classList.toggle("current", to.node === current);
    }
  }
}

/** SVG text made fit to stand inside a Markdown file: one line, without what belongs to a file of its own. */
export const inlineSvg = (svg: string): string =>
  svg
    .slice(svg.indexOf("<svg"))
    .replaceAll(/<!--.*?-->/gs, "")
    // Names of nodes: two pictures on a page would share them.
    .replaceAll(/<title>.*?<\/title>| id="[^"]*"/gs, "")
    .replaceAll(/\s*\n\s*/g, " ")
    .replace("<svg", '<svg aria-hidden="true" focusable="false"');

/** A figure that can be scrolled sideways, by keyboard too. `v-pre` keeps the page generator from reading the picture as a template. */
export const figure = (kind: string, label: string, svg: string): string =>
  `<figure class="${kind}" v-pre><div role="img" tabindex="0" aria-label="${label}">${svg}</div></figure>`;

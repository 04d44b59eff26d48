/** Fails the build where a page links to a page, a file or a heading of the site that is not there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LINK = /<a\b[^>]*?\shref="([^"]+)"/g;
const ANCHOR = /\sid="([^"]+)"/g;

const found = (pattern: RegExp, html: string): string[] =>
  Array.from(html.matchAll(pattern), ([, text = ""]) => text);

/** The links of one page that lead nowhere; `path` is the page's own, from the root of the site. */
function broken(directory: string, base: string, path: string): string[] {
  const here = new URL(`http://site${base}${path}`);
  return found(LINK, readFileSync(join(directory, path), "utf8")).filter((href) => {
    const target = new URL(href, here);
    if (target.origin !== here.origin) return false;
    const name = decodeURIComponent(target.pathname).slice(base.length);
    const file = join(directory, name.endsWith("/") || name === "" ? `${name}index.html` : name);
    if (!existsSync(file)) return true;
    const anchor = decodeURIComponent(target.hash.slice(1));
    return anchor !== "" && !found(ANCHOR, readFileSync(file, "utf8")).includes(anchor);
  });
}

/** @throws Error that lists every broken link with its page. */
export function checkLinks(directory: string, base: string): void {
  const pages = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const problems = pages
    .filter((path) => path.endsWith(".html"))
    .flatMap((path) => broken(directory, base, path).map((href) => `${path}: ${href}`));
  if (problems.length > 0) throw new Error(`links that lead nowhere:\n${problems.join("\n")}`);
}

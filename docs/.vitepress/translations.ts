/** Tells each page, by its front matter, where it is in the other language; a page that is not there (of the API) leads to the start page. */
import { existsSync } from "node:fs";
import type { PageData } from "vitepress";

const KOREAN = "ko/";

export function linkTranslation(page: PageData): void {
  const isKorean = page.relativePath.startsWith(KOREAN);
  const twin = isKorean ? page.relativePath.slice(KOREAN.length) : `${KOREAN}${page.relativePath}`;
  const start = isKorean ? "index.md" : `${KOREAN}index.md`;
  const path = existsSync(new URL(`../${twin}`, import.meta.url)) ? twin : start;
  page.frontmatter.translation = {
    ...(isKorean ? { text: "English", lang: "en" } : { text: "한국어", lang: "ko" }),
    path: `/${path.replace(/index\.md$/, "").replace(/\.md$/, ".html")}`,
  };
}

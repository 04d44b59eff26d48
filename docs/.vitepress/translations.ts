/** Tells each page, by its front matter, where it is in the other language, if it is. */
import { existsSync } from "node:fs";
import type { PageData } from "vitepress";

const KOREAN = "ko/";

export function linkTranslation(page: PageData): void {
  const isKorean = page.relativePath.startsWith(KOREAN);
  const path = isKorean ? page.relativePath.slice(KOREAN.length) : `${KOREAN}${page.relativePath}`;
  if (!existsSync(new URL(`../${path}`, import.meta.url))) return;
  page.frontmatter.translation = {
    ...(isKorean ? { text: "English", lang: "en" } : { text: "한국어", lang: "ko" }),
    path: `/${path.replace(/index\.md$/, "").replace(/\.md$/, ".html")}`,
  };
}

/**
 * The site: Markdown from docs/, with pictures put in by pictures.ts, formulas set by KaTeX, and a policy written into
 * every page by policy.ts. Everything is made at build time and served from one place.
 */
import { katex } from "@mdit/plugin-katex";
import { defineConfig, type HeadConfig } from "vitepress";
import { hasBenchmarks } from "./benchmarks.js";
import { graphColors } from "./graphs.js";
import { checkLinks } from "./links.js";
import { english, korean } from "./navigation.js";
import { pictures } from "./pictures.js";
import { withPolicy } from "./policy.js";
import { linkTranslation } from "./translations.js";

const head: HeadConfig[] = [
  ["link", { rel: "icon", type: "image/svg+xml", href: "/icon.svg" }],
  ["style", {}, graphColors()],
];

/** Keeps the page generator from reading a formula as a template. */
const untouched = (html: string): string => html.replace("<span", "<span v-pre");

export default defineConfig({
  title: "chainrule",
  description:
    "A scalar automatic-differentiation engine: write scalar code, see its graph as in the textbook, trust every derivative.",
  head,
  srcExclude: hasBenchmarks() ? [] : ["**/benchmarks.md"],
  // A file, not an inline script: the policy allows no script that it does not know by its hash.
  metaChunk: true,
  markdown: {
    // Contrast enough for WCAG AA on the grounds of both themes.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => {
      // The generator and the plugin describe the same class by types of different versions.
      katex(md as unknown as Parameters<typeof katex>[0], { throwOnError: true, transformer: untouched });
    },
  },
  vite: {
    plugins: [pictures()],
    worker: { format: "es" },
    build: { chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
  },
  // A page with the whole API in its menu would ask for all of it.
  router: { prefetchLinks: false },
  transformPageData: linkTranslation,
  transformHtml: withPolicy,
  buildEnd: ({ outDir, site }) => {
    checkLinks(outDir, site.base);
  },
  // Languages without a name have no menu: with two, a link to the same page in the other does; see theme/index.ts.
  locales: {
    root: { label: "", lang: "en", ...english },
    ko: { label: "", lang: "ko", ...korean },
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        locales: {
          ko: {
            translations: {
              button: { buttonText: "검색", buttonAriaLabel: "검색" },
              modal: {
                displayDetails: "자세히 보기",
                resetButtonTitle: "지우기",
                backButtonTitle: "닫기",
                noResultsText: "찾은 것이 없습니다",
                footer: { selectText: "선택", navigateText: "이동", closeText: "닫기" },
              },
            },
          },
        },
      },
    },
  },
});

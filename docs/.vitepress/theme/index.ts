/** The generator's own theme, with the style sheet of formulas and ours, and a link between the two languages of a page. */
import "katex/dist/katex.min.css";
import { useData, withBase, type Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineComponent, h } from "vue";
import "./style.css";

/** The place on the page goes along: sections have the same names in both languages, and the playground keeps its expression there. */
function carryHash(event: MouseEvent): void {
  (event.currentTarget as HTMLAnchorElement).hash = location.hash;
}

/** The same page in the other language, which its front matter names; see translations.ts. */
const Translation = defineComponent({
  setup() {
    const { frontmatter } = useData();
    return () => {
      const link = frontmatter.value.translation as { text: string; lang: string; path: string } | undefined;
      if (link === undefined) return undefined;
      const { text, lang, path } = link;
      return h(
        "a",
        {
          class: "translation",
          href: withBase(path),
          lang,
          hreflang: lang,
          // The generator follows other links itself, before they hear of the click.
          target: "_self",
          onClick: carryHash,
          onAuxclick: carryHash,
        },
        text,
      );
    };
  },
});

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "nav-bar-content-after": () => h(Translation) }),
} satisfies Theme;

/** The generator's own theme, with the style sheet of formulas and ours, and a link between the two languages of a page. */
import "katex/dist/katex.min.css";
import { useData, withBase, type Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineComponent, h } from "vue";
import "./style.css";

/** A page that is there in both languages names the other one in its front matter; see translations.ts. */
const Translation = defineComponent({
  setup() {
    const { frontmatter } = useData();
    return () => {
      const link = frontmatter.value.translation as { text: string; lang: string; path: string } | undefined;
      if (link === undefined) return undefined;
      const { text, lang, path } = link;
      return h(
        "nav",
        { "aria-label": text },
        h("a", { class: "translation", href: withBase(path), lang, hreflang: lang }, text),
      );
    };
  },
});

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-before": () => h(Translation) }),
} satisfies Theme;

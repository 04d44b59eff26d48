/** The generator's own theme, with the style sheet of formulas and ours. */
import "katex/dist/katex.min.css";
import DefaultTheme from "vitepress/theme";
import "./style.css";

export default DefaultTheme;

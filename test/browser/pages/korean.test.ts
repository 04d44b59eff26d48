/** The Korean pages of the site. */
import { isKorean, pages, useSite } from "../site.js";
import { expectAccessible } from "./page.js";

useSite();

expectAccessible(pages.filter(isKorean));

/** The English pages of the site, but those of the API. */
import { isApi, isKorean, pages, useSite } from "../site.js";
import { expectAccessible } from "./page.js";

useSite();

expectAccessible(pages.filter((path) => !isApi(path) && !isKorean(path)));

/** The playground of the built site in a real browser, under the site's own policy. */
import { expect } from "@jest/globals";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Watched } from "../browser.js";
import { openPage } from "../site.js";

export interface Where {
  readonly hash?: string;
  readonly path?: string;
}

/** A page of its own, as soon as it is there. */
export const opened = (
  { hash = "", path = "playground.html" }: Where = {},
  options?: BrowserContextOptions,
): Promise<Watched> => openPage(`${path}${hash}`, options);

/** A page of its own, once the graph is drawn. */
export async function drawn(where?: Where, options?: BrowserContextOptions): Promise<Watched> {
  const watched = await opened(where, options);
  await watched.page.locator(".picture svg").waitFor();
  return watched;
}

/** A page of its own, on which nothing may go wrong. */
export async function visit(
  use: (page: Page) => Promise<void>,
  where?: Where,
  options?: BrowserContextOptions,
): Promise<void> {
  const { page, problems, elsewhere } = await drawn(where, options);
  try {
    await use(page);
    expect([problems, elsewhere]).toEqual([[], []]);
  } finally {
    await page.context().close();
  }
}

export const hashOf = (text: string, values: Record<string, number> = {}): string =>
  `#${new URLSearchParams([["e", text], ...Object.entries(values).map(([name, x]) => [`_${name}`, String(x)])]).toString()}`;

export const pending = (page: Page): Promise<number> => page.locator(".picture g.edge.pending").count();
export const result = (page: Page): Promise<string> => page.locator(".result output").innerText();
export const button = (page: Page, name: string): ReturnType<Page["locator"]> =>
  page.getByRole("button", { name, exact: true });

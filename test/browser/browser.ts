/**
 * Pages of the built package in Chromium, served from this machine under a strict content-security policy. What a page asks for
 * elsewhere, and every error on it, is collected for the tests to look at.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, normalize, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { projectRoot } from "../child.js";

/** No inline script, no code made from text; WebAssembly may be compiled. */
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
};

/** A server of the files below a folder, of the project or any other, and of pages held in memory. */
export async function serve(
  folder: string,
  pages: Readonly<Record<string, string>> = {},
  policy = POLICY,
): Promise<{ address: string; close: () => void }> {
  const server: Server = createServer((request, response) => {
    const asked = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    // Where a project that has installed the package finds it.
    const own = folder === "." ? asked.replace("/node_modules/chainrule/", "/") : asked;
    const path = own.endsWith("/") ? `${own}index.html` : own;
    const file = resolve(projectRoot, folder, `.${path}`);
    const page = pages[path];
    if (page === undefined && !(existsSync(file) && statSync(file).isFile())) {
      // Browsers ask for an icon unasked.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy });
    response.end(page ?? readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${String(port)}`, close: () => void server.close() };
}

export interface Watched {
  readonly page: Page;
  /** Errors of scripts, refusals of the policy and failed requests, as they came. */
  readonly problems: string[];
  /** Requests to any other place than `address`. */
  readonly elsewhere: string[];
}

/** A page of its own, watched from its first request on. */
export async function open(
  browser: Browser,
  address: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("requestfailed", (request) => {
    // A test that goes on to the next page may cut off what this one still asks for, such as its icon.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") problems.push(`${request.url()} failed`);
  });
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(address) || /^(data|blob):/.test(request.url());
    if (!isOwn) elsewhere.push(request.url());
  });
  await page.goto(`${address}${path}`);
  return { page, problems, elsewhere };
}

/** DOT → PNG or PDF by the Graphviz that is installed on the machine. SVG needs none: see src/draw/picture/svg.ts. */
import { spawn } from "node:child_process";
import { ChainruleError } from "../errors.js";

/** Twice the 72 points per inch that Graphviz counts in, for sharp text. */
const DOTS_PER_INCH = 144;

/** @throws ChainruleError if `dot` is not installed, or does not accept the text. */
export function renderWithDot(dot: string, format: "png" | "pdf"): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => {
      reject(new ChainruleError(message));
    };
    const args = format === "png" ? [`-Gdpi=${String(DOTS_PER_INCH)}`] : [];
    const child = spawn("dot", [`-T${format}`, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const messages: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => messages.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") fail(`dot: ${error.message}`);
      else {
        const need = `${format.toUpperCase()} needs the program dot of Graphviz, which is not installed`;
        fail(`${need} (apt-get install graphviz, brew install graphviz); .svg and .dot need nothing`);
      }
    });
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else fail(`dot ended with ${String(code)}: ${Buffer.concat(messages).toString().trim()}`);
    });
    // A dot that ends early says why on its standard error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(dot);
  });
}

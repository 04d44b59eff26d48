/** Compiles and runs the hand-written C of bench/c/, where there is a gcc. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { home } from "./harness.js";
import type { Corpus } from "./microgpt.js";

/** How the C is compiled: as issue and habit have it, and with sums re-ordered, so that they too go into vectors. */
export const VARIANTS = {
  "gcc -O3 -march=native": [],
  "gcc -O3 -march=native -ffast-math": ["-ffast-math"],
} as const;
export type Variant = keyof typeof VARIANTS;

export interface Checked {
  readonly loss: number;
  readonly gradients: Float64Array;
}

export class MicrogptInC {
  private readonly directory = mkdtempSync(join(tmpdir(), "chainrule-bench-"));
  private readonly files: readonly string[];

  /** @throws where there is no gcc. */
  constructor(
    private readonly corpus: Corpus,
    private readonly parameters: Float64Array,
  ) {
    const source = fileURLToPath(new URL("c/microgpt.c", home));
    for (const [name, flags] of Object.entries(VARIANTS)) {
      const args = ["-O3", "-march=native", ...flags, "-o", this.program(name as Variant), source, "-lm"];
      execFileSync("gcc", args, { stdio: ["ignore", "ignore", "pipe"] });
    }
    this.files = ["parameters", "documents"].map((name) => join(this.directory, name));
    const documents = corpus.documents.flatMap((document) => [document.length, ...document]);
    const words = Int32Array.from([corpus.vocabulary, corpus.documents.length, ...documents]);
    writeFileSync(this.files[0] as string, this.parameters);
    writeFileSync(this.files[1] as string, words);
  }

  private program(variant: Variant): string {
    return join(this.directory, `microgpt${String(Object.keys(VARIANTS).indexOf(variant))}`);
  }

  /** Loss and gradients of every document, at the first parameters. */
  check(variant: Variant): Checked[] {
    const out = execFileSync(this.program(variant), [...this.files, "check"], { maxBuffer: 2 ** 30 });
    const numbers = new Float64Array(out.buffer.slice(out.byteOffset, out.byteOffset + out.byteLength));
    const stride = 1 + this.parameters.length;
    return this.corpus.documents.map((_, i) => ({
      loss: numbers[i * stride] as number,
      gradients: numbers.subarray(i * stride + 1, (i + 1) * stride),
    }));
  }

  /** Nanoseconds a step, for each of so many passes over the documents. */
  time(variant: Variant, passes: number): number[] {
    const out = execFileSync(this.program(variant), [...this.files, "time", String(passes)], {
      encoding: "utf8",
    });
    return out.trim().split("\n").map(Number);
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** A directory for what is written in a test; the test removes it. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const directory = mkdtempSync(join(tmpdir(), "chainrule-arguments-"));

/** The path of a file in it, with some content if there is some. */
export function file(name: string, content?: string | Uint8Array): string {
  const path = join(directory, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

/** Instructions → the names that a text uses and does not define: its inputs. */
import { CONSTANTS } from "./build.js";
import type { Statement } from "./syntax.js";

/** In the order in which they are read. A name that stands in the text before its definition counts, and build.ts says what is wrong. */
export function openNames(statements: readonly Statement[]): string[] {
  const open = new Set<string>();
  const defined = new Set<string>();
  for (const { name, code } of statements) {
    for (const step of code) {
      if (step.kind === "name" && !defined.has(step.name) && !CONSTANTS.has(step.name)) open.add(step.name);
    }
    if (name !== undefined) defined.add(name);
  }
  return [...open];
}

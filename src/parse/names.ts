/** Syntax tree → the names that a text uses and does not define: its inputs. */
import { CONSTANTS } from "./build.js";
import type { Statement, Syntax } from "./syntax.js";

/** In the order in which they are read. A name that stands in the text before its definition counts, and build.ts says what is wrong. */
export function openNames(statements: readonly Statement[]): string[] {
  const open = new Set<string>();
  const defined = new Set<string>();
  for (const { name, expression } of statements) {
    for (const used of namesIn(expression)) if (!defined.has(used) && !CONSTANTS.has(used)) open.add(used);
    if (name !== undefined) defined.add(name);
  }
  return [...open];
}

function namesIn(syntax: Syntax): string[] {
  switch (syntax.kind) {
    case "number":
      return [];
    case "name":
      return [syntax.name];
    case "list":
      return syntax.elements.flatMap(namesIn);
    case "call":
      return syntax.args.flatMap(namesIn);
    case "chain":
      return [syntax.first, ...syntax.rest.map(({ operand }) => operand)].flatMap(namesIn);
  }
}

/**
 * What a node is called in formulas and captions: its label on one line, the number of a constant, or v1, v2, … in topological order for
 * what has no label.
 */
import { CONSTANT } from "../engine/rule.js";
import type { Value } from "../engine/value.js";

export type Names = ReadonlyMap<Value, string>;

/** `order` is a topological order, so that equal graphs get equal names. */
export function nameNodes(order: readonly Value[], format: (x: number) => string): Names {
  const labels = new Set(order.map((value) => value.label));
  const names = new Map<Value, string>();
  let next = 1;
  for (const value of order) {
    if (value.label !== "") names.set(value, value.label.replaceAll(/\s+/g, " "));
    else if (value.rule === CONSTANT) names.set(value, format(value.data));
    else {
      while (labels.has(`v${String(next)}`)) next++;
      names.set(value, `v${String(next++)}`);
    }
  }
  return names;
}

const LONGEST = 24;

/** A name for a caption: not too long. */
export function shortName(name: string): string {
  const characters = Array.from(name);
  return characters.length <= LONGEST ? name : `${characters.slice(0, LONGEST - 1).join("")}…`;
}

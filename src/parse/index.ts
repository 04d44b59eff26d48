/** Expressions as text. syntax.ts puts them in the order in which they are computed, build.ts makes Values of them, names.ts says which names they leave open. */
import { check, text } from "../arguments/checks.js";
import { byName } from "../arguments/options.js";
import { isValue } from "../engine/value.js";
import type { Operand } from "../engine/operands.js";
import type { Value } from "../index.js";
import { build, Scope } from "./build.js";
import { openNames } from "./names.js";
import { syntaxOf } from "./syntax.js";

/** A text that was read once, to be evaluated at many places. */
export interface Expression {
  /** The names that need a value, in the order in which they are read. */
  readonly inputs: readonly string[];
  /**
   * The graph, as `parse` makes it, without reading the text again.
   * @throws ChainruleError that shows the column of a name without a value, or of an operation that cannot take its operands.
   */
  at(values: Readonly<Record<string, Value | number>>): Value;
}

/**
 * Reads an expression, to be evaluated at many places; the language is that of `parse`.
 * @throws ChainruleError that shows the column of what cannot be read.
 * @example
 * const bowl = expression("x^2 + 3*y^2");
 * bowl.inputs; // ["x", "y"]
 * bowl.at({ x: 1, y: 2 }).data; // 13
 */
export function expression(source: string): Expression {
  return read("expression", source);
}

function read(caller: string, source: string): Expression {
  const statements = syntaxOf(text(source, `${caller}: text`));
  return {
    inputs: openNames(statements),
    at: (values) =>
      build(statements, new Scope(source, new Map(Object.entries(VALUES(values, `${caller}: values`))))),
  };
}

const VALUES = byName(
  check("a Value or a number", (given): given is Operand => typeof given === "number" || isValue(given)),
  "Values and numbers by name",
);

/**
 * The graph of an expression. `values` gives its names: a number becomes a leaf with that label, a Value stands for itself.
 *
 * Operations are those of the table, by name; `+ - * /`, and `^` or `**` for powers, which bind tighter than a minus before them and from
 * the right. Lists stand in square brackets: `dot([a, b], [x, y])`, and so for `crossEntropy`; `sum`, `mean`, `max`, `min` and `logSumExp` take one, or their values.
 * `pi` and `e` are constants. Statements end with `;`, and one with a name labels its node: `t = x + y; z = t^2`. A second name, `t = x`, is a
 * node of its own. `#` starts a comment.
 * @throws ChainruleError that shows the column of what cannot be read, and the nearest name for one that is not known.
 * @example
 * const x = new Value(1, "x");
 * const z = parse("t = x + y; z = t^2", { x, y: 2 });
 * z.backward();
 * [z.data, x.grad]; // [9, 6]
 */
export const parse = (source: string, values: Readonly<Record<string, Value | number>> = {}): Value =>
  read("parse", source).at(values);

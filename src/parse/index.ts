/** Expressions as text. syntax.ts reads them by the grammar, build.ts makes Values of them. */
import { ChainruleError, describe } from "../errors.js";
import { Value } from "../index.js";
import { build, Scope } from "./build.js";
import { syntaxOf } from "./syntax.js";

/**
 * The graph of an expression. `values` gives its names: a number becomes a leaf with that label, a Value stands for itself.
 *
 * Operations are those of the table, by name; `+ - * /`, and `^` or `**` for powers, which bind tighter than a minus before them and from
 * the right. Lists stand in square brackets: `dot([a, b], [x, y])`; `sum`, `mean`, `max`, `min` and `logSumExp` take one, or their values.
 * `pi` and `e` are constants. Statements end with `;`, and one with a name labels its node: `t = x + y; z = t^2`. `#` starts a comment.
 * @throws ChainruleError that shows the column of what cannot be read, and the nearest name for one that is not known.
 * @example
 * const x = new Value(1, "x");
 * const z = parse("t = x + y; z = t^2", { x, y: 2 });
 * z.backward();
 * [z.data, x.grad]; // [9, 6]
 */
export function parse(text: string, values: Readonly<Record<string, Value | number>> = {}): Value {
  if (typeof text !== "string")
    throw new ChainruleError(`parse: text is ${describe(text)}, expected a string`);
  const given = new Map(Object.entries<unknown>(values)) as Map<string, Value | number>;
  for (const [name, value] of given) {
    if (typeof value === "number" || value instanceof Value) continue;
    throw new ChainruleError(`parse: ${name} is ${describe(value)}, expected a Value or a number`);
  }
  try {
    return build(syntaxOf(text), new Scope(text, given));
  } catch (error) {
    // The only thing that can overflow is the stack, by brackets in brackets.
    if (error instanceof RangeError)
      throw new ChainruleError("parse: the brackets are nested too deeply", { cause: error });
    throw error;
  }
}

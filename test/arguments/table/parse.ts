/** How what `chainrule/parse` exports is called. */
import type { Expression } from "../../../src/parse/index.js";
import { Value } from "../../../src/index.js";
import { arg, call, methods, NUMBER } from "../call.js";
import type { Entry } from "../entry.js";

const text = arg(() => "x + 1", ["text"]);
const values = methods({ x: arg(() => new Value(2), NUMBER) });

export const parser: Entry = {
  parse: call(text, values),
  expression: {
    args: [text],
    makes: [
      {
        name: "at",
        of: (made: Expression) => (given: Parameters<Expression["at"]>[0]) => made.at(given),
        call: call(values),
      },
    ],
  },
};

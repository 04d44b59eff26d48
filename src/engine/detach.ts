/**
 * The operation of `Value.detach`. It is not in the table of operations, whose gradients are the slopes of their number functions: here the
 * gradient is 0 by definition. Next: order.ts, which does not lead gradients below it.
 */
import { R } from "../ops/domains.js";
import { addRow, flatOperands } from "../ops/index.js";
import { named } from "../ops/notation.js";
import { unary } from "../ops/row.js";
import { zero } from "../ops/sym.js";
import type { Rule } from "./rule.js";

export const detachRow = unary({
  doc: "The same number without its gradient (a stop-gradient).",
  num: (x) => x,
  grad: () => [zero],
  notation: named("detach"),
  lowered: (x) => x,
  domain: [R],
});

export const detachRule: Rule = {
  name: addRow("detach", detachRow),
  op: detachRow,
  flat: flatOperands(detachRow),
  propagate: () => undefined,
};

/**
 * Conformance with micrograd: the two expressions of its engine tests. The expected derivatives were worked out by hand and with 30-digit
 * arithmetic.
 */
import { expect, test } from "@jest/globals";
import { Value } from "chainrule";
import { relativeError, tolerances } from "../tolerances.js";

test("sanity check: z = 2x + 2 + x, q = relu(z) + z·x, h = relu(z²), y = h + q + q·x at x = −4", () => {
  const x = new Value(-4);
  const z = x.mul(2).add(2).add(x);
  const q = z.relu().add(z.mul(x));
  const h = z.mul(z).relu();
  const y = h.add(q).add(q.mul(x));
  y.backward();
  // z = −10, q = 40, h = 100: y = 100 + 40 − 160; dy/dx = 2z·3 + q'(1 + x) + q with q' = 3x + z = −22
  expect(y.data).toBe(-20);
  expect(x.grad).toBe(2 * -10 * 3 + -22 * -3 + 40);
});

test("more operations, at a = −4 and b = 2", () => {
  const [a, b] = [new Value(-4), new Value(2)];
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(c.add(1).sub(a));
  d = d.add(d.mul(2).add(b.add(a).relu()));
  d = d.add(d.mul(3).add(b.sub(a).relu()));
  const e = c.sub(d);
  const f = e.pow(2);
  let g = f.div(2);
  g = g.add(f.reciprocal().mul(10));
  g.backward();
  // c = −1, d = 6, e = −7, f = 49: g = 24.5 + 10/49; dg/de = e − 20/e³
  expect(relativeError(g.data, 24.5 + 10 / 49)).toBeLessThan(tolerances.closedForm);
  const slope = -7 + 20 / 343;
  // dc/da = 4 − 1 = 3, dd/da = 12b − 1 = 23; dc/db = 4, dd/db = 12(a + 3b²) + 1 = 97
  expect(relativeError(a.grad, slope * (3 - 23))).toBeLessThan(tolerances.closedForm);
  expect(relativeError(b.grad, slope * (4 - 97))).toBeLessThan(tolerances.closedForm);
});

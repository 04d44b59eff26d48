/**
 * Gradients against central differences along a random direction, so that all columns are not wrong together. Where the function is too wild
 * for differences, they disagree with each other, and nothing is said.
 */
import type { Random } from "chainrule/nn";
import type { Difference } from "./compare.js";
import { valuesOf } from "./reference.js";
import type { Tape } from "./tape.js";

const STEP = 1e-3;
const RELATIVE = 1e-6;
const ABSOLUTE = 1e-9;
/** Larger parameters than this are no matter for a step of this size. */
const LARGEST = 10;
/** Beside values larger than this, what a step changes is rounded away. */
const LARGEST_VALUE = 1e6;

const isSmooth = ({ nodes }: Tape): boolean =>
  nodes.every((node) => node.kind !== "operation" || node.operation.isSmooth);

/** The difference found; "agrees"; or undefined where differences cannot tell. */
export function slopeOf(
  tape: Tape,
  numbers: readonly number[],
  gradients: ArrayLike<number>,
  { normal }: Random,
): Difference | "agrees" | undefined {
  if (tape.roots.length === 0 || !isSmooth(tape) || numbers.some((x) => !(Math.abs(x) < LARGEST)))
    return undefined;
  if (valuesOf(tape, numbers, "f64").some((x) => Math.abs(x) > LARGEST_VALUE)) return undefined;
  const direction = numbers.map((_, i) => (i < tape.parameters ? normal() : 0));
  const at = (h: number): number => {
    const values = valuesOf(
      tape,
      numbers.map((x, i) => x + h * (direction[i] as number)),
      "f64",
    );
    return tape.roots.reduce((total, root) => total + (values[root] as number), 0);
  };
  const central = (h: number): number => (at(h) - at(-h)) / (2 * h);
  const terms = Array.from(gradients, (g, i) => g * (direction[i] as number));
  const actual = terms.reduce((total, term) => total + term, 0);
  const size = terms.reduce((total, term) => total + Math.abs(term), 0);
  const [wide, narrow] = [central(STEP), central(STEP / 2)];
  // Richardson: the error of each is that of h².
  const expected = (4 * narrow - wide) / 3;
  const error = Math.abs(wide - narrow);
  if (!Number.isFinite(size + expected) || !(error < 1e-3 * (size + Math.abs(expected)) + ABSOLUTE))
    return undefined;
  // What is lost where two values of this size are subtracted.
  const lost = (Math.abs(at(0)) * Number.EPSILON * 16) / STEP;
  if (Math.abs(actual - expected) <= RELATIVE * size + 4 * error + lost + ABSOLUTE) return "agrees";
  return { what: "the slope along a direction", expected, actual };
}

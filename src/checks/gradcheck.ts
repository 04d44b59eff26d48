/** Proof by measurement: central differences, and the comparison of a backward pass with them. */
import { callable, elements, notNegative, positive, wrong } from "../arguments/checks.js";
import { options, or, type ChecksOf } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { centralDifference, CUBE_ROOT_EPSILON, relativeError } from "./differences.js";
import { noGrad } from "../engine/recording.js";
import { isValue, Value } from "../engine/value.js";

/** A scalar function, written with Values. */
export type ScalarFunction = (...x: Value[]) => Value;

/** How `gradcheck` compares. */
export interface CheckOptions {
  /** How far apart the two derivatives may be, relative to the larger of them and 1. Default 1e-6. */
  readonly tolerance?: number;
  /** Half the distance of the two points of the difference, relative to max(1, |x|). Default ∛ε ≈ 6.06e-6. */
  readonly step?: number;
}

/** What `gradcheck` found for one input. */
export interface CheckedInput {
  /** The label of the input, or `input 0`, `input 1`, … where it has none. */
  readonly input: string;
  /** The number that the input had. */
  readonly at: number;
  /** The derivative by back propagation. */
  readonly analytic: number;
  /** The derivative by central difference. */
  readonly numeric: number;
  /** |analytic − numeric| / max(1, |analytic|, |numeric|). */
  readonly error: number;
}

const CHECKS = {
  tolerance: or(notNegative, 1e-6),
  step: or(positive, CUBE_ROOT_EPSILON),
} satisfies ChecksOf<CheckOptions>;

function valueOf(f: () => Value): number {
  const result: unknown = noGrad(f);
  if (isValue(result)) return result.data;
  throw new ChainruleError(`gradient check: f returned ${describe(result)}, expected a Value`);
}

/** Central differences of `f` by each of the leaves it reads, which are moved in place and put back. */
function differences(f: () => Value, leaves: readonly Value[], relativeStep: number): number[] {
  return leaves.map((leaf) => {
    const at = leaf.data;
    const moved = (x: number): number => {
      leaf.data = x;
      return valueOf(f);
    };
    try {
      return centralDifference(moved, at, relativeStep);
    } finally {
      leaf.data = at;
    }
  });
}

/** The leaves to move, and the function of them: either fresh leaves at given numbers, or the caller's own. */
function bind(f: ScalarFunction, at: unknown, caller: string): [leaves: Value[], f: () => Value] {
  callable(f, `${caller}: f`);
  const expected = "a list of numbers or of Values";
  const point = elements(at, `${caller}: at`, expected);
  const own = point.filter(isValue);
  if (own.length === point.length) return [own, () => f()];
  const leaves = Array.from(point, (x, i) => {
    if (typeof x === "number") return new Value(x);
    throw wrong(`${caller}: input ${String(i)}`, x, "numbers only or Values only");
  });
  return [leaves, () => f(...leaves)];
}

/**
 * Central differences (f(x + h) − f(x − h)) / 2h of a function by each of its inputs. The step is h = ∛ε · max(1, |x|), and the
 * difference is divided by the distance of the two points as the numbers represent them.
 *
 * Give the point as numbers, and `f` gets Values at them; or give the leaves themselves (parameters of a model), and
 * `f`, which reads them, is called without arguments while each in turn is moved and put back.
 * @throws ChainruleError if `f` does not return a Value.
 * @example
 * numericalGradient((x, y) => x.mul(y), [3, 4]); // [4, 3], to 9 decimals
 */
export function numericalGradient(
  f: ScalarFunction,
  at: readonly number[] | readonly Value[],
  given?: Pick<CheckOptions, "step">,
): number[] {
  const [leaves, bound] = bind(f, at, "numericalGradient");
  const { step } = options("numericalGradient", given, { step: CHECKS.step });
  return differences(bound, leaves, step);
}

/**
 * Compares back propagation with central differences for each input of `f`, and returns both. The arguments are those of
 * `numericalGradient`; the `grad` of the caller's own leaves is as before afterwards.
 * @throws ChainruleError that names the input, both derivatives and the relative error, for every input that fails.
 * @example
 * gradcheck((x, y) => x.mul(y).tanh(), [0.3, -0.7]).map(({ error }) => error < 1e-9); // [true, true]
 */
export function gradcheck(
  f: ScalarFunction,
  at: readonly number[] | readonly Value[],
  given?: CheckOptions,
): CheckedInput[] {
  const { tolerance, step } = options("gradcheck", given, CHECKS);
  const checked = bothDerivatives(f, at, step);
  const failed = checked.filter(({ error }) => !(error <= tolerance));
  if (failed.length > 0)
    throw new ChainruleError(failed.map((input) => failure(input, tolerance)).join("\n"));
  return checked;
}

/** What `gradcheck` compares, also where it is NaN. @internal */
export function bothDerivatives(
  f: ScalarFunction,
  at: readonly number[] | readonly Value[],
  step = CUBE_ROOT_EPSILON,
): CheckedInput[] {
  const [leaves, bound] = bind(f, at, "gradcheck");
  const numeric = differences(bound, leaves, step);
  const analytic = analyticGradient(bound, leaves);
  return leaves.map(({ label, data }, i): CheckedInput => {
    const [a, n] = [analytic[i] ?? NaN, numeric[i] ?? NaN];
    const input = label === "" ? `input ${String(i)}` : label;
    return { input, at: data, analytic: a, numeric: n, error: relativeError(a, n) };
  });
}

function analyticGradient(f: () => Value, leaves: readonly Value[]): number[] {
  const before = leaves.map((leaf) => leaf.grad);
  try {
    for (const leaf of leaves) leaf.grad = 0;
    f().backward();
    return leaves.map(({ grad }) => grad);
  } finally {
    leaves.forEach((leaf, i) => (leaf.grad = before[i] ?? 0));
  }
}

const failure = ({ input, at, analytic, numeric, error }: CheckedInput, tolerance: number): string =>
  `gradcheck: ${input} at ${String(at)}: back propagation gives ${String(analytic)}, the central difference ${String(numeric)}, ` +
  `relative error ${error.toExponential(1)}, expected at most ${String(tolerance)}`;

/** Gradient descent on an expression, and the landscape around its path. Next: contour.ts draws both. */
import { noGrad, Value } from "chainrule";
import type { Expression } from "chainrule/parse";
import { numbersOf, type Input } from "./inputs.js";

/** A place on the path: the moved inputs, in order, and the result there. */
export interface Place {
  readonly at: readonly number[];
  readonly result: number;
}

export interface Descent {
  /** From the start; as long as every number is finite. */
  readonly places: readonly Place[];
  readonly isFinite: boolean;
}

/** Moves the named inputs against their gradients: x ← x − rate · ∂result/∂x. */
export function descend(
  expression: Expression,
  inputs: readonly Input[],
  moving: readonly string[],
  rate: number,
  steps: number,
): Descent {
  const numbers = numbersOf(inputs);
  const places: Place[] = [];
  for (let step = 0; ; step++) {
    const { result, gradients } = slope(expression, numbers, moving);
    const at = moving.map((name) => numbers[name] ?? NaN);
    if (![result, ...at, ...gradients].every(Number.isFinite)) return { places, isFinite: false };
    places.push({ at, result });
    if (step === steps) return { places, isFinite: true };
    moving.forEach((name, i) => (numbers[name] = (numbers[name] ?? NaN) - rate * (gradients[i] ?? NaN)));
  }
}

function slope(
  expression: Expression,
  numbers: Readonly<Record<string, number>>,
  moving: readonly string[],
): { result: number; gradients: number[] } {
  const leaves = moving.map((name) => new Value(numbers[name] ?? NaN, name));
  const root = expression.at({ ...numbers, ...Object.fromEntries(leaves.map((leaf) => [leaf.label, leaf])) });
  root.backward();
  return { result: root.data, gradients: leaves.map(({ grad }) => grad) };
}

/** The result over the range of one input: `count` places from its least to its greatest value. */
export function curve(
  expression: Expression,
  inputs: readonly Input[],
  along: Input,
  count: number,
): { x: number; y: number }[] {
  const numbers = numbersOf(inputs);
  return noGrad(() =>
    spread(along, count).map((x) => ({ x, y: expression.at({ ...numbers, [along.name]: x }).data })),
  );
}

/** The result over the ranges of two inputs, row by row from the least value of the second. */
export function landscape(
  expression: Expression,
  inputs: readonly Input[],
  [along, across]: readonly [Input, Input],
  count: number,
): number[] {
  const numbers = numbersOf(inputs);
  return noGrad(() =>
    spread(across, count).flatMap((y) =>
      spread(along, count).map((x) => expression.at({ ...numbers, [along.name]: x, [across.name]: y }).data),
    ),
  );
}

const spread = ({ min, max }: Input, count: number): number[] =>
  Array.from({ length: count }, (_, i) => min + ((max - min) * i) / (count - 1));

/** Heights of contour lines: quantiles, so that steep and flat landscapes both get lines. */
export function heights(landscape: readonly number[], count: number): number[] {
  const sorted = landscape.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (i: number): number => sorted[Math.round(((i + 1) / (count + 1)) * (sorted.length - 1))] ?? NaN;
  return [...new Set(Array.from({ length: count }, (_, i) => at(i)).filter(Number.isFinite))];
}

/** The inputs of an expression: values that are kept while the text changes, and the ranges of their sliders. */
export interface Input {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

const FIRST_VALUE = 1;
const LEAST_RANGE = 5;
const NOTCHES = 200;

/** A range around 0 that holds the value, with round ends: 1, 2 or 5 times a power of ten. */
export function rangeAround(value: number): { min: number; max: number } {
  const wanted = Math.max(LEAST_RANGE, 2 * Math.abs(value));
  const power = 10 ** Math.floor(Math.log10(wanted));
  const max = ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
  return { min: -max, max };
}

export const input = (name: string, value: number): Input => ({ name, value, ...rangeAround(value) });

/** The same input at another value; the range grows if it must. */
export function moved(old: Input, value: number): Input {
  return value < old.min || value > old.max ? input(old.name, value) : { ...old, value };
}

/** Inputs for these names: known ones as they are, new ones at 1. */
export const inputsFor = (names: readonly string[], known: ReadonlyMap<string, Input>): Input[] =>
  names.map((name) => known.get(name) ?? input(name, FIRST_VALUE));

/** The distance of two notches of a slider. */
export const notch = ({ min, max }: Input): number => (max - min) / NOTCHES;

export const numbersOf = (inputs: readonly Input[]): Record<string, number> =>
  Object.fromEntries(inputs.map(({ name, value }) => [name, value]));

/** Where weights start. Each initialiser draws one weight of a matrix of `rows` inputs and `columns` outputs. */
import { positiveInteger } from "../../arguments/checks.js";
import { generator, type Random } from "../../numeric/random.js";

/** Draws one weight of a matrix of so many rows and columns. */
export type Initialiser = (random: Random, rows: number, columns: number) => number;

/** The initialisers, of arguments that need no check: what draws very many weights checks them once. */
export const draws = {
  normal: (random) => 0.01 * random.normal(),
  xavier: (random, rows, columns) => Math.sqrt(2 / (rows + columns)) * random.normal(),
  he: (random, rows) => Math.sqrt(2 / rows) * random.normal(),
} as const satisfies Record<string, Initialiser>;

const checked =
  (name: InitialiserName): Initialiser =>
  (random, rows, columns) => {
    generator(random, `${name}: random`);
    positiveInteger(rows, `${name}: rows`);
    positiveInteger(columns, `${name}: columns`);
    return draws[name](random, rows, columns);
  };

/** Initialisers by the name that an architecture gives them. */
export const initialisers = {
  /** 0.01 · N(0, 1), as in the book's first nets. */
  normal: checked("normal"),
  /** N(0, 2 / (inputs + outputs)), for sigmoid and tanh (Glorot and Bengio, 2010). */
  xavier: checked("xavier"),
  /** N(0, 2 / inputs), for ReLU (He and others, 2015). */
  he: checked("he"),
} as const satisfies Record<InitialiserName, Initialiser>;

/** The name of one of the `initialisers`. */
export type InitialiserName = keyof typeof draws;

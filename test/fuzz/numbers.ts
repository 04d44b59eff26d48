/**
 * Numbers for parameters and inputs. A program runs several times with other kinds of them: what a run leaves behind (an infinity, a NaN, a
 * sum that is not cleared) shows in the next.
 */
import { random, type Random } from "chainrule/nn";

type Make = (source: Random) => number;

const pick = <T>(from: readonly T[], { integer }: Random): T => from[integer(from.length)] as T;

const HARD = [
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -1e-310,
  1e-40,
  1e300,
  -1e300,
  1e16,
  745.2,
  -745.2,
  40,
  1e-16,
];

export const KINDS = {
  normal: ({ normal }) => normal(),
  /** Sums and products of these are exact, so that every order of additions gives the same bits. */
  eighths: ({ integer }) => (integer(33) - 16) / 8,
  /** Few different numbers: ties. */
  ties: ({ integer }) => integer(5) - 2,
  zeros: (source) => pick([0, -0, 0, -0, 1, -1], source),
  negativeZero: () => -0,
  positive: ({ uniform }) => 0.1 + 2 * uniform(),
  wide: ({ uniform, normal }) => normal() * 10 ** (uniform() * 600 - 300),
  subnormal: ({ normal }) => normal() * 1e-310,
  huge: ({ normal }) => normal() * 1e306,
  large: ({ normal }) => normal() * 300,
  hard: (source) => (source.uniform() < 0.2 ? pick(HARD, source) : source.normal()),
  hardest: (source) => pick(HARD, source),
  nan: () => NaN,
  infinite: ({ uniform }) => (uniform() < 0.5 ? Infinity : -Infinity),
} satisfies Readonly<Record<string, Make>>;

export type Kind = keyof typeof KINDS;

const MILD: readonly Kind[] = ["normal", "normal", "normal", "eighths", "eighths", "ties", "positive"];
const WILD: readonly Kind[] = [
  "zeros",
  "negativeZero",
  "wide",
  "subnormal",
  "huge",
  "large",
  "hard",
  "hard",
  "hardest",
  "nan",
  "infinite",
];

/** The kinds of a program's runs: a mild one, a wild one, a mild one again; sometimes more. */
export function kindsOfRuns(source: Random): Kind[] {
  const runs: Kind[] = [pick(MILD, source), pick(WILD, source), pick(MILD, source)];
  if (source.uniform() < 0.3) runs.push(pick(WILD, source), pick(WILD, source), pick(MILD, source));
  return runs;
}

export function numbersOf(kind: Kind, count: number, seed: number): number[] {
  const source = random(seed);
  return Array.from({ length: count }, () => KINDS[kind](source));
}

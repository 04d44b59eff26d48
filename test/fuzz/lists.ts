/** Operations on lists on plain numbers, written apart from their rows. Next: reference.ts runs them. */

export type Total = (terms: readonly number[]) => number;

/** Operations on lists: the value, and the local gradient by each element of each list. */
export interface ListNumerics {
  value(lists: readonly (readonly number[])[], total: Total, round: (x: number) => number): number;
  gradients(lists: readonly (readonly number[])[], total: Total, round: (x: number) => number): number[][];
}

/** What is subtracted from each element, the exponentials of the differences, and their sum. */
function shifted(
  x: readonly number[],
  total: Total,
  round: (x: number) => number,
): readonly [shift: number, parts: number[], sum: number] {
  const top = x.reduce((most, each) => Math.max(most, each), -Infinity);
  const shift = Math.abs(top) === Infinity ? 0 : top;
  const parts = x.map((each) => round(Math.exp(each - shift)));
  return [shift, parts, total([0, ...parts])];
}

const multiplied = (x: readonly number[], round: (x: number) => number): number =>
  x.reduce((product, each) => round(product * each), 1);

/** What `norm` divides by: the largest size. */
function scaleOf(x: readonly number[]): number {
  const top = x.reduce((most, each) => Math.max(most, Math.abs(each)), -Infinity);
  return top === 0 || Math.abs(top) === Infinity ? 1 : top;
}

/** The greatest or the least: what ties shares the gradient. */
function extreme(of: (x: number, y: number) => number, start: number): ListNumerics {
  const best = (x: readonly number[]): number => x.reduce((a, b) => of(a, b), start);
  return {
    value: ([x = []]) => best(x),
    gradients: ([x = []], _total, round) => {
      const top = best(x);
      const ties = x.filter((each) => each === top).length;
      return [x.map((each) => round(Number(each === top) / ties))];
    },
  };
}

export const LISTS: Readonly<Record<string, ListNumerics>> = {
  sum: {
    value: ([x = []], total) => total([0, ...x]),
    gradients: ([x = []]) => [x.map(() => 1)],
  },
  dot: {
    value: ([x = [], y = []], total, round) =>
      total([0, ...x.map((each, i) => round(each * (y[i] as number)))]),
    gradients: ([x = [], y = []]) => [[...y], [...x]],
  },
  /** What softmax subtracts: no gradient passes. */
  largest: {
    value: ([x = []]) => x.reduce((most, each) => Math.max(most, each), -Infinity),
    gradients: () => [],
  },
  logSumExp: {
    value([x = []], total, round) {
      const [shift, , sum] = shifted(x, total, round);
      return round(shift + Math.log(sum));
    },
    gradients([x = []], total, round) {
      const [, parts, sum] = shifted(x, total, round);
      return [parts.map((part) => round(part / sum))];
    },
  },
  mean: {
    value: ([x = []], total, round) => round(total([0, ...x]) / x.length),
    gradients: ([x = []], _total, round) => [x.map(() => round(1 / x.length))],
  },
  prod: {
    value: ([x = []], _total, round) => multiplied(x, round),
    gradients: ([x = []], _total, round) => {
      const zeros = x.filter((each) => each === 0).length;
      const rest = multiplied(x.filter((each) => each !== 0), round); // prettier-ignore
      // One zero: only its own gradient is not 0, unless the others are infinite or NaN.
      const far = (each: number): number => round(0 * round(rest / each));
      return [
        x.map((each) => {
          if (each === 0) return zeros === 1 ? rest : round(0 * rest);
          return zeros === 0 ? round(rest / each) : far(each);
        }),
      ];
    },
  },
  norm: {
    value: ([x = []], total, round) => {
      const scale = scaleOf(x);
      return round(scale * round(Math.sqrt(total([0, ...x.map((each) => round(round(each / scale) ** 2))]))));
    },
    gradients(lists, total, round) {
      const out = this.value(lists, total, round);
      return [(lists[0] ?? []).map((each) => round(each / (out === 0 ? 1 : out)))];
    },
  },
  max: extreme(Math.max, -Infinity),
  min: extreme(Math.min, Infinity),
};

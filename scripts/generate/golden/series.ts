/**
 * Taylor arithmetic: a function of several variables near a point as its Taylor polynomial, with coefficients of as many bits as wanted (MPFR).
 * Sums and products of polynomials, and known series put into them, give the derivatives of any expression, by none of the rules in src/ops.
 * Next: basic.ts, the series of the operations that others are defined by.
 */
import { init } from "gmp-wasm";

/** What is used of MPFR's numbers; the package's own declarations name themselves, and TypeScript finds nothing in them. */
export interface Real
  extends
    Readonly<Record<"exp" | "ln" | "sin" | "cos" | "atan" | "erf" | "erfc", () => Real>>,
    Readonly<Record<"sqrt" | "cbrt" | "neg" | "abs", () => Real>>,
    Readonly<Record<"add" | "sub" | "mul" | "div" | "pow", (y: Real | number) => Real>>,
    Readonly<Record<"isEqual" | "lessThan" | "greaterThan", (y: Real | number) => boolean>>,
    Readonly<Record<"isZero" | "isNaN" | "isInteger", () => boolean>>,
    /** Neither NaN nor infinite; and also not 0. */
    Readonly<Record<"isNumber" | "isRegular", () => boolean>>,
    Readonly<Record<"sign" | "exponent" | "toNumber", () => number>> {}

const { getContext } = await init();
let context = getContext();
let precisionBits = 0;

export const exact = (x: number): Real => context.Float(x, { precisionBits }) as unknown as Real;
export const pi = (): Real => context.Pi({ precisionBits }) as unknown as Real;

/** From here on, numbers are made with so many bits. */
export function useBits(bits: number): void {
  precisionBits = bits;
}

/** Runs, and frees the memory of all numbers that were made meanwhile. */
export function freed<T>(run: () => T): T {
  context = getContext();
  try {
    return run();
  } finally {
    context.destroy();
  }
}

/** Whether two numbers agree in so many bits more than a double has that both round to the same one, or both to 0. */
export function agree(a: Real, b: Real): boolean {
  if (!a.isNumber() || !b.isNumber()) return !a.isNumber() && !b.isNumber();
  const isTiny = (x: Real): boolean => x.isZero() || x.exponent() < -1100;
  if (isTiny(a) && isTiny(b)) return true;
  const gap = a.sub(b);
  return gap.isZero() || (!b.isZero() && gap.exponent() < b.exponent() - 100);
}

/** All exponents of monomials in so many variables up to a degree, from left to right like numbers. */
export function monomials(variables: number, degree: number): number[][] {
  if (variables === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, k) =>
    monomials(variables - 1, degree - k).map((rest) => [k, ...rest]),
  ).flat();
}

/** The polynomials in so many variables up to a degree. */
export class Space {
  readonly monomials: readonly (readonly number[])[];
  private readonly places: ReadonlyMap<string, number>;
  /** The coefficients whose product is a part of a coefficient: [left, right, product]. */
  readonly products: readonly (readonly [number, number, number])[];

  constructor(
    readonly variables: number,
    readonly degree: number,
  ) {
    this.monomials = monomials(variables, degree);
    this.places = new Map(this.monomials.map((exponents, i) => [exponents.join(), i]));
    this.products = this.monomials.flatMap((left, i) =>
      this.monomials.flatMap((right, j) => {
        const k = this.place(left.map((exponent, v) => exponent + (right[v] as number)));
        return k === undefined ? [] : [[i, j, k] as const];
      }),
    );
  }

  place(exponents: readonly number[]): number | undefined {
    return this.places.get(exponents.join());
  }

  constant(x: Real): Series {
    return new Series(this, [x]);
  }

  /** The k-th variable, near x. */
  variable(k: number, x: Real): Series {
    const place = this.place(Array.from({ length: this.variables }, (_, v) => Number(v === k)));
    const terms: Term[] = [x];
    if (place !== undefined) terms[place] = exact(1);
    return new Series(this, terms);
  }
}

/** A coefficient; one that is not there is 0, also as a factor of NaN. */
export type Term = Real | undefined;

/** A Taylor polynomial: coefficients of the monomials of its space. NaN stands for one that does not exist. */
export class Series {
  constructor(
    readonly space: Space,
    readonly terms: readonly Term[],
  ) {}

  /** The value at the point. */
  get head(): Real {
    return this.terms[0] ?? exact(0);
  }

  /** How the function changes from its value. */
  get change(): Series {
    return new Series(this.space, [undefined, ...this.terms.slice(1)]);
  }

  map(of: (term: Real, exponents: readonly number[]) => Real): Series {
    return new Series(
      this.space,
      Array.from(this.terms, (term, i) => term && of(term, this.space.monomials[i] ?? [])),
    );
  }

  add(other: Series): Series {
    const terms = this.space.monomials.map((_, i) => {
      const [a, b] = [this.terms[i], other.terms[i]];
      return a && b ? a.add(b) : (a ?? b);
    });
    return new Series(this.space, terms);
  }

  neg(): Series {
    return this.map((term) => term.neg());
  }

  sub(other: Series): Series {
    return this.add(other.neg());
  }

  mul(other: Series): Series {
    const terms: Term[] = this.space.monomials.map(() => undefined);
    for (const [i, j, k] of this.space.products) {
      const [a, b] = [this.terms[i], other.terms[j]];
      if (a && b) terms[k] = terms[k]?.add(a.mul(b)) ?? a.mul(b);
    }
    return new Series(this.space, terms);
  }

  /** This polynomial in a function of one variable, whose Taylor coefficients at `head` are given. */
  into(coefficients: readonly Term[]): Series {
    const { change } = this;
    return coefficients.reduceRight<Series>(
      (total, term) => total.mul(change).add(new Series(this.space, [term])),
      new Series(this.space, []),
    );
  }
}

/**
 * The shape of a row of the table: everything that is known of one operation, stated once. The builders `unary`,
 * `binary`, `ternary` and `list` run the rule on symbols, so that the rest of the package sees expressions only.
 * Next: the families (arithmetic.ts …) that fill the table, and index.ts that puts it together.
 */
import { numberFunction } from "./stages.js";
import { isZero, variable, type Common, type FixedOp, type ListOp, type Op, type Sym } from "./sym.js";

/** The last operand that a set of bits in a 32-bit integer has room for. */
const LAST_BIT = 30;

/** The operands that no gradient passes to, since the local gradient is the constant 0: bit k stands for operand k. */
export const flatOperands = (op: Op): number =>
  op
    .gradients()
    .reduce((bits, gradient, k) => (k <= LAST_BIT && isZero(gradient) ? bits | (1 << k) : bits), 0);

/** Whether operand k is one of these. */
export const isFlat = (flat: number, k: number): boolean => k <= LAST_BIT && (flat & (1 << k)) !== 0;

/** The local gradients of an operation over its operands and `out`, as one reads them. */
export const written = ({ written: read, gradients }: Op): readonly Sym[] => (read ?? gradients)();

const x = variable("x");
const y = variable("y");
const z = variable("z");
const acc = variable("acc");
const out = variable("out");

/** A rule runs when it is first needed, not while the table that it refers to is still being filled. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What a row is given as it is; rules are run on symbols first. */
type Given = Omit<Common, "written">;

interface Unary extends Given {
  readonly num: (x: number) => number;
  readonly grad: (x: Sym, out: Sym) => readonly [Sym];
  /** `grad` as a textbook writes it, where `grad` itself is a form that keeps more digits. */
  readonly written?: (x: Sym, out: Sym) => readonly [Sym];
}
export const unary = ({ num, grad, written, ...row }: Unary): FixedOp => ({
  ...row,
  kind: "fixed",
  operands: ["x"],
  defaults: [],
  num: num,
  gradients: once(() => grad(x, out)),
  ...(written && { written: once(() => written(x, out)) }),
});

interface Binary extends Given {
  readonly num: (x: number, y: number) => number;
  readonly grad: (x: Sym, y: Sym, out: Sym) => readonly [Sym, Sym];
  /** As for `unary`. */
  readonly written?: (x: Sym, y: Sym, out: Sym) => readonly [Sym, Sym];
  /** The name of the second operand, and its value where it is left out. */
  readonly second?: readonly [name: string, value: number];
}
export const binary = ({ num, grad, written, second, ...row }: Binary): FixedOp => {
  const other = second ? variable(second[0]) : y;
  return {
    ...row,
    kind: "fixed",
    operands: ["x", second?.[0] ?? "y"],
    defaults: second ? [second[1]] : [],
    num: num,
    gradients: once(() => grad(x, other, out)),
    ...(written && { written: once(() => written(x, other, out)) }),
  };
};

interface Ternary extends Given {
  readonly num: (x: number, y: number, z: number) => number;
  readonly grad: (x: Sym, y: Sym, z: Sym, out: Sym) => readonly [Sym, Sym, Sym];
}
export const ternary = ({ num, grad, ...row }: Ternary): FixedOp => ({
  ...row,
  kind: "fixed",
  operands: ["x", "y", "z"],
  defaults: [],
  num: num,
  gradients: once(() => grad(x, y, z, out)),
});

interface Quaternary extends Given {
  readonly num: (x: number, y: number, z: number, w: number) => number;
  readonly grad: (x: Sym, y: Sym, z: Sym, w: Sym) => readonly [Sym, Sym, Sym, Sym];
  /** The names of the last two operands. */
  readonly last: readonly [string, string];
}
export const quaternary = ({ num, grad, last, ...row }: Quaternary): FixedOp => ({
  ...row,
  kind: "fixed",
  operands: ["x", "y", ...last],
  defaults: [],
  num: num,
  gradients: once(() => grad(x, y, variable(last[0]), variable(last[1]))),
});

type Named<Name extends string> = Readonly<Record<Name, Sym>>;

/** The totals of a list operation by name, each `by` an operation of `of` each element and the totals before it. */
type TotalRules<Name extends string, Elements extends readonly Sym[]> = Readonly<
  Record<Name, { by?: ListOp; of: (...given: [...Elements, totals: Named<Name>]) => Sym }>
>;

interface AnyList<Name extends string, Elements extends readonly Sym[]> extends Given {
  readonly initial?: number;
  readonly step?: (acc: Sym, ...elements: Elements) => Sym;
  readonly totals?: TotalRules<Name, Elements>;
  readonly result?: (totals: Named<Name>) => Sym;
  readonly least?: number;
}

interface OneList<Name extends string> extends AnyList<Name, [x: Sym]> {
  /** Where it is not given, it is computed by the step or the totals. */
  readonly num?: (x: ArrayLike<number>) => number;
  /** `terms` are the expressions that the totals are of: who meets one in a gradient knows it again. */
  readonly grad: (x: Sym, out: Sym, totals: Named<Name>, terms: Named<Name>) => readonly [Sym];
  readonly written?: (x: Sym, out: Sym) => readonly [Sym];
}
export const list = <Name extends string = never>({ grad, written, ...given }: OneList<Name>): ListOp =>
  anyList(
    ["x"],
    [x],
    given,
    (totals, terms) => grad(x, out, totals, terms),
    written && (() => written(x, out)),
  );

interface TwoLists<Name extends string> extends AnyList<Name, [x: Sym, y: Sym]> {
  /** As for `list`. */
  readonly num?: (x: ArrayLike<number>, y: ArrayLike<number>) => number;
  /** As for `list`. */
  readonly grad: (x: Sym, y: Sym, out: Sym, totals: Named<Name>, terms: Named<Name>) => readonly [Sym, Sym];
  /** `xs` and `ys` stand for all elements, as what an operation on a list is applied to. */
  readonly written?: (x: Sym, y: Sym, xs: Sym, ys: Sym) => readonly [Sym, Sym];
}
export const lists = <Name extends string = never>({ grad, written, ...given }: TwoLists<Name>): ListOp =>
  anyList(
    ["x", "y"],
    [x, y],
    given,
    (totals, terms) => grad(x, y, out, totals, terms),
    written && (() => written(x, y, variable("xs"), variable("ys"))),
  );

function anyList<Name extends string, Elements extends readonly Sym[]>(
  operands: ListOp["operands"],
  elements: Elements,
  given: AnyList<Name, Elements> & Partial<Pick<ListOp, "num">>,
  grad: (totals: Named<Name>, terms: Named<Name>) => readonly Sym[],
  written?: () => readonly Sym[],
): ListOp {
  const { initial = 0, step, totals, result, num, ...row } = given;
  const rules = Object.entries(totals ?? {}) as [Name, TotalRules<Name, Elements>[Name]][];
  const named = <T>(of: (each: (typeof rules)[number]) => T): Readonly<Record<Name, T>> =>
    Object.fromEntries(rules.map((each) => [each[0], of(each)])) as Record<Name, T>;
  const names = named(([name]) => variable(name));
  const terms = once(() => named(([, { of }]) => of(...elements, names)));
  const folded = {
    initial,
    ...(step && { step: once(() => step(acc, ...elements)) }),
    ...(totals && {
      totals: () => rules.map(([name, { by }]) => ({ name, of: terms()[name], ...(by && { by }) })),
    }),
    ...(result && { result: once(() => result(names)) }),
  };
  const computed = once(() => numberFunction(folded));
  return {
    ...row,
    ...folded,
    kind: "list",
    operands,
    num: num ?? ((x, y) => computed()(x, y)),
    gradients: once(() => grad(names, terms())),
    ...(written && { written: once(written) }),
  };
}

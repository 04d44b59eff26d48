/**
 * A tape run forward and backward on plain numbers, in either precision, with sums in the recorded order or in a random one. It is a
 * column of the comparison, and it says how far an order of additions may move a result: compare.ts asks it where two columns differ.
 */
import type { Random } from "chainrule/nn";
import { numericsOf, rounding, type Precision } from "./arithmetic.js";
import { functionOf, isZero, type ListOp } from "../../src/ops/index.js";
import { LISTS, type ListNumerics, type Total } from "./lists.js";
import type { Operation } from "./operations.js";
import type { Ref, Tape } from "./tape.js";

/** What a sum adds up, from the values of all nodes. */
export type Terms = (values: ArrayLike<number>) => number[];

/** Which sums are added up in another order than the recorded one, and where the orders come from. Gradients always are. */
export interface Reordering {
  readonly random: Random;
  readonly sums: ReadonlyMap<Ref, Terms>;
}

export interface Evaluation {
  readonly values: Float64Array;
  /** One for each parameter. */
  readonly gradients: readonly number[];
  /** The size of the terms that were added up to each gradient: Σ |term|. */
  readonly sizes: readonly number[];
}

/** A row that is not written here again is taken at its word, rounded once. */
function fromRow({ num, operands, gradients }: ListOp): ListNumerics {
  const names = [...operands, "out"];
  return {
    value: ([x = [], y = []], _total, round) => round(num(x, y)),
    gradients: (lists, _total, round) => {
      const [x = [], y = []] = lists;
      const out = num(x, y);
      return gradients().map((gradient) => {
        const at = functionOf(gradient, names);
        return x.map((_, i) => round(at([...lists.map((list) => list[i] as number), out])));
      });
    },
  };
}

const listNumerics = ({ name, row }: Operation): ListNumerics => LISTS[name] ?? fromRow(row as ListOp);

/** Adds numbers up from left to right, beginning with the first. */
const inOrder =
  (round: (x: number) => number): Total =>
  (terms) =>
    terms.length === 0 ? 0 : terms.reduce((total, term) => round(total + term));

/** Adds numbers up in random order, in a random number of lanes that are added up at the end. */
const anyOrder =
  (round: (x: number) => number, { permutation, integer }: Random): Total =>
  (terms) => {
    const lanes: number[] = [];
    const count = 2 ** integer(4);
    permutation(terms.length).forEach((at, i) => {
      const term = terms[at] as number;
      const lane = i % count;
      lanes[lane] = lane in lanes ? round((lanes[lane] as number) + term) : term;
    });
    return inOrder(round)(lanes);
  };

/** A random order for an operation on lists, and whether its steps are rounded one by one or, in double precision, at the end. */
function listOrder(
  round: (x: number) => number,
  { random }: Reordering,
): readonly [Total, (x: number) => number] {
  const inner = random.integer(2) === 0 ? round : rounding.f64;
  return [anyOrder(inner, random), inner];
}

/** What a chain of additions may end in. */
const ADDITIONS = new Set(["add", "sum", "dot"]);

/** The values of all nodes. */
export function valuesOf(
  { nodes }: Tape,
  numbers: ArrayLike<number>,
  precision: Precision,
  reordering?: Reordering,
): Float64Array {
  const round = rounding[precision];
  const recorded = inOrder(round);
  const shuffled = reordering ? anyOrder(round, reordering.random) : recorded;
  const values = new Float64Array(nodes.length);
  const at = (refs: readonly Ref[]): number[] => refs.map((ref) => values[ref] as number);
  nodes.forEach((node, ref) => {
    if (node.kind === "leaf") values[ref] = round(numbers[ref] as number);
    else if (node.kind === "constant") values[ref] = round(node.value);
    else {
      const { operation, lists } = node;
      const terms = reordering?.sums.get(ref);
      if (terms !== undefined && ADDITIONS.has(operation.name)) values[ref] = shuffled(terms(values));
      else if (operation.row.kind === "fixed")
        values[ref] = numericsOf(operation.row, precision).value(lists.flatMap(at));
      else {
        const [total, inner] =
          terms && reordering ? listOrder(round, reordering) : ([recorded, round] as const);
        values[ref] = round(listNumerics(operation).value(lists.map(at), total, inner));
      }
    }
  });
  return values;
}

export function evaluate(
  tape: Tape,
  numbers: ArrayLike<number>,
  precision: Precision,
  reordering?: Reordering,
): Evaluation {
  const { nodes, parameters, roots } = tape;
  const values = valuesOf(tape, numbers, precision, reordering);
  const round = rounding[precision];
  const shuffled = reordering ? anyOrder(round, reordering.random) : inOrder(round);
  const at = (refs: readonly Ref[]): number[] => refs.map((ref) => values[ref] as number);
  const below = belowRoots(nodes, roots);
  const incoming = nodes.map((): number[] => []);
  const noise = noiseOf(precision, reordering?.random);
  const add = (ref: Ref, term: number): void => {
    incoming[ref]?.push(round(term * noise()));
  };
  for (const root of roots) incoming[root]?.push(1);
  for (let ref = nodes.length - 1; ref >= parameters; ref--) {
    const node = nodes[ref];
    // What a sum of no terms flows to still passes its 0 on, which is NaN where a local gradient is infinite, as Values do.
    if (node?.kind !== "operation" || below[ref] === 0) continue;
    const upstream = shuffled(incoming[ref] as number[]);
    const { operation, lists } = node;
    if (operation.row.kind === "fixed") {
      const operands = lists.flat();
      const point = [...at(operands), values[ref] as number];
      numericsOf(operation.row, precision).gradients.forEach((gradient, k) => {
        if (gradient !== undefined) add(operands[k] as Ref, round(upstream * gradient(point)));
      });
    } else {
      const [total, inner] = reordering ? listOrder(round, reordering) : ([shuffled, round] as const);
      const locals = listNumerics(operation).gradients(lists.map(at), total, inner);
      locals.forEach((list, l) => {
        list.forEach((local, k) => {
          add(lists[l]?.[k] as Ref, round(upstream * local));
        });
      });
    }
  }
  const contributions = incoming.slice(0, parameters);
  return {
    values,
    gradients: contributions.map((terms) => shuffled(terms)),
    sizes: contributions.map((terms) => terms.reduce((size, term) => size + Math.abs(term), 0)),
  };
}

/** 1 for each node that a gradient of a root reaches: it does not go below an operand by which the local gradient is always 0. */
function belowRoots(nodes: Tape["nodes"], roots: readonly Ref[]): Uint8Array {
  const below = new Uint8Array(nodes.length);
  for (const root of roots) below[root] = 1;
  for (let ref = nodes.length - 1; ref >= 0; ref--) {
    const node = nodes[ref];
    if (below[ref] === 0 || node?.kind !== "operation") continue;
    const { operation, lists } = node;
    const isFlat = operation.row.gradients().map(isZero);
    lists.forEach((list, l) => {
      list.forEach((operand, k) => {
        if (isFlat[operation.row.kind === "list" ? l : k] !== true) below[operand] = 1;
      });
    });
  }
  return below;
}

/** Factors that are 1, or with a source of random numbers two roundings off it: what a local gradient in another form may differ by. */
function noiseOf(precision: Precision, source: Random | undefined): () => number {
  if (source === undefined) return () => 1;
  const unit = precision === "f64" ? 2 ** -52 : 2 ** -23;
  return () => 1 + unit * (source.integer(5) - 2);
}

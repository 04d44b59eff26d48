/**
 * Loops over lists → statements: one total after another, the elements of a total where they are costly, and the result; on the way back
 * what goes to each element. In come loops with the row of their operation, out go statements. Next: first-writes.ts.
 */
import { isZero, ops, type ListOp, type Sym } from "../../ops/index.js";
import { isStored, keptBy, reductionOf, stages, type Reduction } from "../ir/list-operations.js";
import {
  adjoint,
  consecutive,
  destinationOf,
  listsOf,
  scalarsOf,
  unrolled,
  used,
  value,
} from "./accesses.js";
import type { Access, Affine, Statement, Term } from "../ir/statement.js";
import type { Loops } from "./steps.js";
import { applied, chained, load, termOf } from "../ir/term.js";

/** Where what an operation on lists computes is kept, while the loops run over units and elements. */
interface Places {
  readonly full: readonly number[];
  readonly totals: ReadonlyMap<string, Access>;
  /** The elements of totals, by the expression that they are. */
  readonly elements: ReadonlyMap<Sym, Access>;
}

function placesOf(loops: Loops, op: ListOp): Places {
  const { extents, elements, count, scratch, length } = loops;
  const full = [...extents, ...elements];
  const { stages: all } = stages(op);
  if (op.step) {
    const [{ name }] = all as [(typeof all)[0]];
    return { full, totals: new Map([[name, value(destinationOf(loops))]]), elements: new Map() };
  }
  const behind = scratch + keptBy(op).totals * count;
  const stored = all.filter(isStored).map((stage) => (reductionOf(stage) as Reduction).of);
  return {
    full,
    totals: new Map(
      all.map(({ name }, k) => [name, value(consecutive(scratch + k * count, extents, elements))]),
    ),
    elements: new Map(stored.map((of, k) => [of, value(consecutive(behind + k * count * length, full))])),
  };
}

/** An expression over places as a term over loads, all in the same loops. */
function reading(
  sym: Sym,
  named: ReadonlyMap<string, Access>,
  elements: ReadonlyMap<Sym, Access> = new Map(),
): Pick<Statement, "loads" | "term"> {
  const loads = [...named.values(), ...elements.values()];
  const at = (access: Access): Term => load(loads.indexOf(access));
  const bindings = Object.fromEntries(Array.from(named, ([name, access]) => [name, at(access)]));
  const known = new Map(Array.from(elements, ([of, access]) => [of, at(access)]));
  return { loads, term: termOf(sym, bindings, known) };
}

const operands = (loops: Loops): Map<string, Access> =>
  new Map(listsOf(loops).map((list, k) => [k === 0 ? "x" : "y", value(list)]));

/** The statement with what it reads, and which of that is of inputs only. */
function complete(statement: Statement, loops: Loops): Statement {
  const done = used(statement);
  const { first, strides } = listsOf(loops)[loops.inputLists.indexOf(true)] ?? { first: NaN, strides: [] };
  const sparse = done.loads.findIndex(
    (access) => access.space === "value" && access.first === first && access.strides === strides,
  );
  return sparse < 0 ? done : { ...done, sparse };
}

export function forwardOfLists(loops: Loops, op: ListOp): Statement[] {
  const { extents } = loops;
  const { full, totals, elements } = placesOf(loops, op);
  const { stages: all, result } = stages(op);
  const named = new Map([...operands(loops), ...totals]);
  const onceEach = (target: Access, sym: Sym): Statement => {
    const flat = new Map(Array.from(totals, ([name, access]) => [name, unrolled(access, extents.length)]));
    return used({
      loops: extents,
      target: unrolled(target, extents.length),
      mode: "assign",
      ...reading(sym, flat),
    });
  };
  const statements = all.flatMap((stage): Statement[] => {
    const target = totals.get(stage.name) as Access;
    if (stage.initial === undefined) return [onceEach(target, stage.step)];
    const { by: mode, of } = reductionOf(stage) as Reduction;
    const total = { loops: full, target, mode, initial: op.step ? loops.initial : stage.initial };
    const stored = elements.get(of);
    if (stored === undefined) return [complete({ ...total, ...reading(of, named) }, loops)];
    return [
      used({ loops: full, target: stored, mode: "assign", ...reading(of, named) }),
      { ...total, loads: [stored], term: load(0) },
    ];
  });
  if (!op.step) return [...statements, onceEach(value(destinationOf(loops)), result)];
  return withScalars(loops, statements);
}

/** A chain of additions may have scalars before or behind its terms. */
function withScalars(loops: Loops, statements: readonly Statement[]): Statement[] {
  const { extents, initial } = loops;
  const scalars = scalarsOf(loops).map((scalar) => value(unrolled(scalar, extents.length)));
  if (scalars.length === 0) return [...statements];
  const target = value(unrolled(destinationOf(loops), extents.length));
  const added = { loops: extents, target, mode: ops.add };
  if (loops.scalarsLast) {
    return [...statements, ...scalars.map((scalar) => ({ ...added, loads: [scalar], term: load(0) }))];
  }
  const term = scalars.map((_, i) => load(i)).reduce((x: Term, y: Term) => applied(ops.add, [x, y]));
  return [{ ...added, initial, loads: scalars, term }, ...statements.map(addedTo)];
}

/** The statement with its target as it stands, instead of anew. */
function addedTo(statement: Statement): Statement {
  const { initial, ...rest } = statement;
  return initial === undefined ? statement : rest;
}

/** What goes back to the scalars and to each element. */
export function adjointOfLists(loops: Loops, op: ListOp): Statement[] {
  const { extents, activeScalars, activeLists } = loops;
  const { full, totals, elements } = placesOf(loops, op);
  const destination = destinationOf(loops);
  const upstream = adjoint(destination);
  const scalars = scalarsOf(loops).flatMap((scalar, k): Statement[] =>
    activeScalars[k] === true
      ? [
          {
            loops: extents,
            target: adjoint(unrolled(scalar, extents.length)),
            mode: ops.add,
            loads: [unrolled(upstream, extents.length)],
            term: load(0),
          },
        ]
      : [],
  );
  const named = new Map([...operands(loops), ...totals, ["out", value(destination)] as const]);
  const toElements = listsOf(loops).flatMap((list: Affine, k): Statement[] => {
    const gradient = op.gradients()[k] as Sym;
    if (isZero(gradient) || activeLists[k] !== true) return [];
    const { loads, term } = reading(gradient, named, elements);
    const [target, behind] = [adjoint(list), load(loads.length)];
    const statement = { loops: full, target, mode: ops.add, loads: [...loads, upstream], term: chained(behind, term) }; // prettier-ignore
    return [complete(statement, loops)];
  });
  return [...scalars, ...toElements];
}

/** Prints expressions over the operations as TypeScript. */
import { fold, isZero, nameOf, ops, type ListOp, type Op, type Sym } from "../../src/ops/index.js";
import { stagesOf } from "../../src/ops/stages.js";

export const BANNER =
  "// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.";

/** The operations whose number function the printed code calls by name. */
export class Code {
  readonly called = new Set<Op>();

  /** One TypeScript expression; `names` says how the variables are read, `shared` which parts already have a name. */
  expression(root: Sym, names: Readonly<Record<string, string>>, shared = new Map<Sym, string>()): string {
    return fold(root, {
      variable: (name) => names[name] ?? totalName(name),
      constant: (value) => (value < 0 ? `(${String(value)})` : String(value)),
      apply: (op, args, sym) => shared.get(sym) ?? this.application(op, args),
    });
  }

  private application(op: Op, args: readonly string[]): string {
    const [x = "", y = "", z = ""] = args;
    const { notation } = op;
    if (op === ops.neg) return `(-${x})`;
    if (op === ops.where) return `(${x.endsWith("? 1 : 0)") ? x.slice(1, -8) : `${x} !== 0`} ? ${y} : ${z})`;
    if (op === ops.greater || op === ops.equal) return `(${x} ${notation.operator ?? ""} ${y} ? 1 : 0)`;
    if (notation.operator !== undefined) return `(${x} ${notation.operator} ${y})`;
    this.called.add(op);
    return `${nameOf(op)}Num(${args.join(", ")})`;
  }
}

/** The variable of a total: no other name in the printed code ends like it. */
const totalName = (name: string): string => `${name}Total`;

/** How an element of a list is read inside a loop over it. */
const ITEMS = { x: "(xs[i] as GraphNode).data", y: "(ys[i] as GraphNode).data" };

/** The elements of totals that the gradients of a list operation read, as they are read once the totals are found. */
export function elementsOf(op: ListOp): Map<Sym, string> {
  const inner = new Set<Sym>();
  const visit = (sym: Sym): void => {
    inner.add(sym);
    if (sym.term.kind === "apply") sym.term.args.forEach(visit);
  };
  op.gradients().forEach(visit);
  const kept = (op.totals?.() ?? []).filter(({ by, of }) => by && of.term.kind === "apply" && inner.has(of));
  return new Map(kept.map(({ name, of }) => [of, `(${name}s[i] as number)`]));
}

/** The totals that expressions read, and those that these are made of. */
function readBy(op: ListOp, roots: readonly Sym[]): Set<string> {
  const names = new Set<string>();
  const visit = ({ term }: Sym): void => {
    if (term.kind === "variable") names.add(term.name);
    if (term.kind === "apply") term.args.forEach(visit);
  };
  roots.forEach(visit);
  for (const { name, of } of (op.totals?.() ?? []).toReversed()) if (names.has(name)) visit(of);
  return names;
}

/**
 * The totals of a list operation that `roots` read as loops over `xs` and `ys`, each in a variable of its name. The elements of those in
 * `kept` are put into an array, and what `after` gives follows each.
 */
export function totals(
  op: ListOp,
  code: Code,
  roots: readonly Sym[],
  kept: ReadonlySet<string> = new Set(),
  after: (total: string) => string = () => "",
): string {
  const read = readBy(op, roots);
  return (stagesOf(op)?.stages ?? [])
    .map(({ name, initial, step }, k) => {
      if (op.totals && !read.has(name)) return "";
      const variable = totalName(name);
      const names = { ...ITEMS, acc: variable };
      if (initial === undefined) return `const ${variable} = ${code.expression(step, names)}; ${after(name)}`;
      const of = op.totals?.()[k]?.of;
      const start = `let ${variable} = ${String(initial)};`;
      if (of === undefined || !kept.has(name)) {
        return `${start}
          for (let i = 0; i < xs.length; i++) ${variable} = ${code.expression(step, names)};
          ${after(name)}`;
      }
      const added = `${variable} = ${code.expression(step, names, new Map([[of, "term"]]))};`;
      return `${start} const ${name}s: number[] = [];
        for (let i = 0; i < xs.length; i++) {
          const term = ${code.expression(of, names)}; ${added} ${name}s.push(term);
        }
        ${after(name)}`;
    })
    .join("\n");
}

/** Those that the gradients read, with the elements that they read kept in arrays. */
export function keptTotals(op: ListOp, code: Code, after?: (total: string) => string): string {
  const elements = elementsOf(op);
  const kept = (op.totals?.() ?? []).filter(({ of }) => elements.has(of)).map(({ name }) => name);
  return totals(op, code, op.gradients(), new Set(kept), after);
}

/** The applications that stand in more than one place among `roots`, inner ones first. */
export function sharedTerms(roots: readonly Sym[]): Sym[] {
  const uses = new Map<Sym, number>();
  const count = (sym: Sym): void => {
    uses.set(sym, (uses.get(sym) ?? 0) + 1);
    if (uses.get(sym) === 1 && sym.term.kind === "apply") sym.term.args.forEach(count);
  };
  roots.forEach(count);
  const shared: Sym[] = [];
  const collect = (sym: Sym): void => {
    if (sym.term.kind !== "apply" || shared.includes(sym)) return;
    sym.term.args.forEach(collect);
    if ((uses.get(sym) ?? 0) > 1) shared.push(sym);
  };
  roots.forEach(collect);
  return shared.filter((sym) => !isZero(sym));
}

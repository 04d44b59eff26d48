/** Prints expressions over the operations as TypeScript. */
import { fold, isZero, rowOf, type Sym } from "../../src/ops/index.js";

export const BANNER =
  "// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.";

/** The operations whose number function the printed code calls by name. */
export class Code {
  readonly called = new Set<string>();

  /** One TypeScript expression; `names` says how the variables are read, `shared` which parts already have a name. */
  expression(root: Sym, names: Readonly<Record<string, string>>, shared = new Map<Sym, string>()): string {
    return fold(root, {
      variable: (name) => names[name] ?? name,
      constant: (value) => (value < 0 ? `(${String(value)})` : String(value)),
      apply: (op, args, sym) => shared.get(sym) ?? this.application(op, args),
    });
  }

  private application(op: string, args: readonly string[]): string {
    const [x = "", y = "", z = ""] = args;
    const { notation } = rowOf(op);
    if (op === "neg") return `(-${x})`;
    if (op === "where") return `(${x.endsWith("? 1 : 0)") ? x.slice(1, -8) : `${x} !== 0`} ? ${y} : ${z})`;
    if (op === "greater" || op === "equal") return `(${x} ${notation.operator ?? ""} ${y} ? 1 : 0)`;
    if (notation.operator !== undefined) return `(${x} ${notation.operator} ${y})`;
    this.called.add(op);
    return `${op}(${args.join(", ")})`;
  }
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

/** Prints src/engine/generated/second-order.ts: per operation, how tangents go through a node forward, and adjoints with their tangents backward. */
import {
  fold,
  isOne,
  isZero,
  one,
  reads,
  ops,
  substitute,
  variable,
  type FixedOp,
  type ListOp,
  type Op,
  type Sym,
} from "../../src/ops/index.js";
import { tangentOf } from "../../src/ops/tangent.js";
import { BANNER, Code, elementsOf, keptTotals, sharedTerms } from "./code.js";
import { numberFunctions, rows } from "./rows.js";
import { shapeOf } from "./rules.js";

const times = (factor: string, local: string): string =>
  local === "1" ? factor : local === "(-1)" ? `-${factor}` : `${factor} * ${local}`;

const STEPS: readonly Op[] = [ops.greater, ops.equal];
const SUMS_AND_PRODUCTS: readonly Op[] = [ops.neg, ops.add, ops.sub, ops.mul];
/** True of what is finite whatever its variables are, NaN too: made of constants and steps. */
const isBounded = (sym: Sym): boolean =>
  fold<boolean>(sym, {
    variable: () => false,
    constant: () => true,
    apply: (op, args) =>
      STEPS.includes(op) ||
      (op === ops.where ? args.slice(1) : SUMS_AND_PRODUCTS.includes(op) ? args : [false]).every(Boolean),
  });

/** A tangent or adjoint of 0 contributes nothing, not even where a derivative is infinite; where it is bounded, 0 times it is 0 anyway. */
function contribution(factor: string, local: string, add: (term: string) => string, bounded = false): string {
  const statement = `${add(times(factor, local))};`;
  return bounded ? statement : `if (${factor} !== 0) ${statement}`;
}
const into =
  (totals: string, name: string) =>
  (term: string): string =>
    `add(${totals}, i${name}, ${term})`;

const index = (name: string): string => `const i${name} = ${name}.mark - first;`;
const tangent = (name: string): string => `const d${name} = tangents[i${name}] as number;`;

/** A total that changes with the operands: how far one element moves it; how far the totals before it do where it is made of them alone. */
interface Moving {
  readonly name: string;
  readonly isEach: boolean;
  readonly change: Sym;
}

/** The tangent of an operand or of a total. */
const moved = (name: string): Sym => variable(`d${name}`);

function movingTotals(op: Op): Moving[] {
  if (op.kind === "fixed") return [];
  const tangents = new Map<string, Sym>(op.operands.map((operand) => [operand, moved(operand)]));
  return (op.totals?.() ?? []).flatMap(({ name, by, of }) => {
    const gradient = by === undefined ? one : (by.gradients()[0] as Sym);
    const change = tangentOf(of, tangents);
    if (isZero(gradient) || isZero(change)) return [];
    tangents.set(name, moved(name));
    const local = substitute(gradient, new Map([["x", of], ["out", variable(name)]])); // prettier-ignore
    return [{ name, isEach: by !== undefined, change: isOne(local) ? change : local.mul(change) }];
  });
}

/** What an operation on one element of its operands does. */
class Element {
  readonly operands: readonly string[];
  private readonly names: Readonly<Record<string, string>>;
  private readonly gradients: readonly Sym[];
  /** What is kept of each element when the totals are found. */
  private readonly elements: ReadonlyMap<Sym, string>;
  /** By operand, how its local gradient changes along each operand and the result. */
  private readonly changes: readonly (readonly (readonly [along: string, change: Sym])[])[];

  constructor(
    op: Op,
    private readonly code: Code,
  ) {
    this.operands = op.operands;
    this.elements = op.kind === "list" ? elementsOf(op) : new Map();
    const nodes = [...op.operands, "out"];
    const all = [...nodes, ...movingTotals(op).map(({ name }) => name)];
    this.names = Object.fromEntries(nodes.map((name) => [name, `${name}.data`]));
    this.gradients = op.gradients();
    this.changes = this.gradients.map((gradient) =>
      all
        .map((along) => [along, tangentOf(gradient, new Map([[along, one]]))] as const)
        .filter(([, change]) => !isZero(change)),
    );
  }

  private moving(): [string, Sym][] {
    return this.operands.flatMap((name, k) => {
      const gradient = this.gradients[k] as Sym;
      return isZero(gradient) ? [] : [[name, gradient] as [string, Sym]];
    });
  }

  private shared(roots: readonly Sym[]): { lines: string[]; read: (sym: Sym) => string } {
    const names = new Map(this.elements);
    const fresh = sharedTerms(roots).filter((sym) => !names.has(sym));
    const lines = fresh.map((sym, i) => {
      const name = `s${String(i)}`;
      const line = `const ${name} = ${this.code.expression(sym, this.names, names)};`;
      names.set(sym, name);
      return line;
    });
    return { lines, read: (sym) => this.code.expression(sym, this.names, names) };
  }

  pushforward(): string {
    const moving = this.moving();
    const { lines, read } = this.shared(moving.map(([, gradient]) => gradient));
    return [
      ...moving.flatMap(([name]) => [index(name), tangent(name)]),
      ...lines,
      ...moving.map(([name, gradient]) =>
        contribution(`d${name}`, read(gradient), (term) => `d += ${term}`, isBounded(gradient)),
      ),
    ].join("\n");
  }

  pullback(): string {
    const moving = this.moving();
    const changes = moving.map(([name]) => this.changes[this.operands.indexOf(name)] ?? []);
    const along = new Set(changes.flatMap((each) => each.map(([name]) => name)));
    const { lines, read } = this.shared([
      ...moving.map(([, gradient]) => gradient),
      ...changes.flatMap((each) => each.map(([, change]) => change)),
    ]);
    return [
      ...this.operands.filter((name) => along.has(name) || moving.some(([each]) => each === name)).map(index),
      ...this.operands.filter((name) => along.has(name)).map(tangent),
      ...lines,
      ...moving.flatMap(([name, gradient], k) => {
        const [local, bounded] = [read(gradient), isBounded(gradient)];
        const own = [
          contribution("g", local, into("adjoints", name), bounded),
          contribution("h", local, into("bends", name), bounded),
        ];
        const bends = (changes[k] ?? []).map(([by, change]) =>
          contribution(`d${by}`, times("g", read(change)), into("bends", name)),
        );
        return [...own, ...(bends.length > 0 ? [`if (g !== 0) { ${bends.join("\n")} }`] : [])];
      }),
    ].join("\n");
  }

  /** Whether the tangent of the result is read on the way back. */
  get readsResult(): boolean {
    return this.changes.some((each) => each.some(([name]) => name === "out"));
  }
}

/** The operands of a node, by name. */
function slots(op: FixedOp): string {
  if (op.operands.length > 2) return `const [${op.operands.join(", ")}] = out.x;`;
  const names = op.operands.map((name, i) => (name === "xy"[i] ? name : `${"xy"[i] ?? ""}: ${name}`));
  return `const { ${names.join(", ")} } = out;`;
}

function each(op: FixedOp | ListOp, statements: string, before = ""): string {
  if (op.kind === "fixed") return `${slots(op)}\n${statements}`;
  const lists = op.operands.map((name) => `${name}: ${name}s`).join(", ");
  const items = op.operands.map((name) => `const ${name} = ${name}s[i] as GraphNode;`).join(" ");
  return `const { ${lists} } = out;\n${before}\nfor (let i = 0; i < xs.length; i++) { ${items}\n${statements} }`;
}

/** The totals that the gradients of a list operation read, and with `moving` their tangents. */
function totalsOf(op: Op, code: Code, moving: boolean): string {
  if (op.kind === "fixed" || op.totals === undefined) return "";
  const all = moving ? movingTotals(op) : [];
  const own = op.operands.map((name) => [name, `${name}.data`]);
  const tangents = [...op.operands, ...all.map(({ name }) => name)].map((name) => [`d${name}`, `d${name}`]);
  const names = Object.fromEntries([...own, ...tangents]) as Record<string, string>;
  return keptTotals(op, code, (name) => {
    const at = all.findIndex((total) => total.name === name);
    const total = all[at];
    if (total === undefined) return "";
    const change = code.expression(total.change, names, elementsOf(op));
    if (!total.isEach) return `const d${name} = ${change};`;
    const items = op.operands.map(
      (each) => `const ${each} = ${each}s[i] as GraphNode; ${index(each)} ${tangent(each)}`,
    );
    const before = all
      .slice(0, at)
      .flatMap((earlier) => (reads(total.change, `d${earlier.name}`) ? [earlier.name] : []));
    const moves = [...op.operands, ...before].map((each) => `d${each} !== 0`).join(" || ");
    return `let d${name} = 0;
      for (let i = 0; i < xs.length; i++) { ${items.join(" ")} if (${moves}) d${name} += ${change}; }`;
  });
}

function second(name: string, op: FixedOp | ListOp, code: Code): string {
  const head = `/** ${op.doc} */\nconst ${name}: SecondOrder = {`;
  if (op.gradients().every(isZero)) return `${head} pushforward: () => 0, pullback: () => undefined };`;
  const element = new Element(op, code);
  const [shape, used] = [shapeOf(op), element.pullback().includes("tangents[") || element.readsResult];
  return `${head}
    pushforward(out: ${shape}, { first, tangents }) { let d = 0; ${each(op, element.pushforward(), totalsOf(op, code, false))} return d; },
    pullback(out: ${shape}, { first, ${used ? "tangents, " : ""}adjoints, bends }) {
      const iout = out.mark - first;
      const g = adjoints[iout] as number, h = bends[iout] as number;
      ${element.readsResult ? tangent("out") : ""}
      ${each(op, element.pullback(), totalsOf(op, code, true))}
    } };`;
}

export function secondOrderModule(): string {
  const code = new Code();
  const printed = rows.map(({ rule, row }) => second(`${rule}Second`, row, code));
  const entries = rows.map(({ source, rule }) => `[${source}, ${rule}Second]`);
  return `${BANNER}
    import { listOps, ops, totalOps, type Op } from "../../ops/index.js";
    import type { GraphNode, SecondOrder } from "../rule.js";
    import type { Binary, List, Lists, Quaternary, Ternary, Unary } from "./rules.js";

    ${numberFunctions(code.called)}

    const add = (totals: Float64Array, i: number, term: number): void => {
      totals[i] = (totals[i] as number) + term;
    };

    ${printed.join("\n\n")}

    export const secondOrders: ReadonlyMap<Op, SecondOrder> = new Map<Op, SecondOrder>([${entries.join(", ")}]);
  `;
}

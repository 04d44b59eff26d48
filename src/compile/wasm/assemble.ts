/**
 * Plan → module. Lays the program out in memory, writes the records into the table, and emits the functions `forward` and `run`. Memory
 * holds, in this order: values, adjoints, room for an optimizer's state, the table. Next: loops.ts and interpreter.ts emit, memory.ts instantiates.
 */
import type { FixedOp } from "../../ops/index.js";
import type { Plan } from "../backend.js";
import { kernelOf } from "../ir/list-operations.js";
import type { Access, Statement } from "../ir/statement.js";
import { applied, callsOf, load, localGradient } from "../ir/term.js";
import { Code, ModuleBuilder } from "./encoder.js";
import { emitBackward, emitForward } from "./interpreter.js";
import { emitStatement } from "./loops.js";
import type { Numeric } from "./numeric.js";
import { SparseProducts } from "./sparse.js";
import { Table, type RecordKind } from "./table.js";

/** Where things are, in bytes. */
export interface Layout {
  readonly values: number;
  readonly adjoints: number;
  readonly state: number;
  readonly table: number;
  readonly end: number;
}

/** Where an access begins. */
export function addressOf(
  { space, first }: Access,
  layout: Pick<Layout, "values" | "adjoints" | "state">,
  { bytes }: Numeric,
): number {
  const start = { value: layout.values, adjoint: layout.adjoints, state: layout.state }[space];
  return start + first * bytes;
}

export interface Assembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: Layout;
  readonly table: Table;
  /** The operations that the code calls; `hostFunctions` is what it imports. */
  readonly hosts: readonly FixedOp[];
}

/** Numbers per parameter, and scalars, that a program has room for: what most optimizers keep. Others get a memory of their own. */
const STATE_PER_PARAMETER = 2;
const STATE_SCALARS = 16;

export const stateRoom = (parameters: number): number => STATE_PER_PARAMETER * parameters + STATE_SCALARS;

const ALIGNMENT = 64;
const align = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

export function assemble(plan: Plan, numeric: Numeric): Assembly {
  const { bytes } = numeric;
  const values = ALIGNMENT;
  const adjoints = align(values + plan.slots * bytes);
  const state = align(adjoints + plan.slots * bytes);
  const tableAt = align(state + stateRoom(plan.parameters) * bytes);
  const table = new Table((slot) => values + slot * bytes);
  for (const stretch of plan.records) table.add(stretch);
  const layout = { values, adjoints, state, table: tableAt, end: align(tableAt + table.bytes) };
  const emitter = new ProgramEmitter(numeric, layout, table, plan);
  const module = emitter.emit();
  const complete = { ...layout, end: layout.end + emitter.scratchBytes };
  return { bytes: module, layout: complete, table, hosts: emitter.hosts };
}

/** Imports the number function of an operation. Imports go by number: a name may be anything, and be given twice. */
export function importHost(builder: ModuleBuilder, { operands }: FixedOp, number: number): number {
  const parameters = operands.map(() => "f64" as const);
  return builder.importFunction(String(number), { parameters, results: ["f64"] });
}

/** The number functions that a module with these hosts imports. */
export const hostFunctions = (hosts: readonly FixedOp[]): Record<string, WebAssembly.ImportValue> =>
  Object.fromEntries(hosts.map(({ num }, i) => [String(i), num as WebAssembly.ImportValue]));

class ProgramEmitter {
  private readonly builder = new ModuleBuilder();
  private readonly imported = new Map<FixedOp, number>();
  private scratched = 0;
  private readonly sparse = new SparseProducts((bytes) => {
    const at = this.layout.end + this.scratched;
    this.scratched += align(bytes);
    return at;
  });

  constructor(
    private readonly numeric: Numeric,
    private readonly layout: Layout,
    private readonly table: Table,
    private readonly plan: Plan,
  ) {
    const called = new Set<FixedOp>();
    for (const action of [...plan.forward, ...plan.backward]) {
      if (action.kind === "loops")
        for (const { term } of action.statements) callsOf(term).forEach((op) => called.add(op));
    }
    for (const kind of table.kinds) callsOfKind(kind).forEach((op) => called.add(op));
    for (const op of called) this.imported.set(op, importHost(this.builder, op, this.imported.size));
  }

  /** How much memory behind the end of the layout the code uses. */
  get scratchBytes(): number {
    return this.scratched;
  }

  get hosts(): FixedOp[] {
    return [...this.imported.keys()];
  }

  private readonly host = (op: FixedOp): number => this.imported.get(op) as number;

  private readonly addressOf = (access: Access): number => addressOf(access, this.layout, this.numeric);

  emit(): Uint8Array<ArrayBuffer> {
    const { numeric, table, builder } = this;
    const { forward, backward } = this.plan;
    const words = { parameters: ["i32", "i32"], results: [] } as const;
    const tables = [emitForward, emitBackward].map((emitTable) => {
      const code = new Code(words.parameters);
      const adjointOffset = this.layout.adjoints - this.layout.values;
      if (table.kinds.length > 0) emitTable(table.kinds, { code, numeric, host: this.host, adjointOffset });
      return builder.define(words, code);
    }) as [number, number];
    const nothing = { parameters: [], results: [] } as const;
    const forwardCode = new Code();
    for (const action of forward) {
      if (action.kind === "loops") this.call(forwardCode, action.statements);
      else {
        const at = (record: number): number => this.layout.table + table.offsetOf(record);
        forwardCode.i32(at(action.from)).i32(at(action.to)).op("call", tables[0]);
      }
    }
    const forwardIndex = builder.define(nothing, forwardCode, "forward");
    const run = new Code().op("call", forwardIndex);
    this.prepare(run);
    for (const action of backward) {
      if (action.kind === "loops") this.call(run, action.statements);
      else {
        const at = (record: number): number => this.layout.table + table.index + 4 * record;
        run.i32(at(action.to)).i32(at(action.from)).op("call", tables[1]);
      }
    }
    builder.define(nothing, run, "run");
    return builder.encode();
  }

  /** Every action is a function of its own, so that the engine optimises each by itself. */
  private call(caller: Code, statements: readonly Statement[]): void {
    const { numeric, addressOf, host } = this;
    const code = new Code();
    const context = { code, numeric, addressOf, host };
    for (const statement of statements) {
      if (!this.sparse.emit(statement, context)) emitStatement(statement, context);
    }
    caller.op("call", this.builder.define({ parameters: [], results: [] }, code));
  }

  /** Before the way back: adjoints that are only added to are cleared, and those of the roots are 1 (or how often it is a root). */
  private prepare(code: Code): void {
    const { type, bytes } = this.numeric;
    const { cleared, roots } = this.plan;
    for (const [first, count] of cleared) {
      code.i32(this.layout.adjoints + first * bytes).i32(0).i32(count * bytes).op("memory.fill"); // prettier-ignore
    }
    for (const root of new Set(roots)) {
      const times = roots.filter((other) => other === root).length;
      code.i32(this.layout.adjoints + root * bytes).float(type, times).memory(`${type}.store`); // prettier-ignore
    }
  }
}

/** The host functions of the forward and backward pass of an operation in the table. */
function callsOfKind({ op, arity, carries: isRunBackward }: RecordKind): FixedOp[] {
  if (op.kind === "list") {
    const { stages, result, contributions } = kernelOf(op);
    const terms = [...stages.map(({ step }) => step), result, ...(isRunBackward ? contributions : [])];
    return terms.flatMap((term) => (term ? callsOf(term) : []));
  }
  const terms = Array.from({ length: arity }, (_, i) => load(i + 2));
  const locals = isRunBackward ? terms.flatMap((_, k) => localGradient(op, k, terms, load(1)) ?? []) : [];
  return [applied(op, terms), ...locals].flatMap(callsOf);
}

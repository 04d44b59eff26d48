/** Plans as WebAssembly: one memory and one module for each program, and a module for each update rule. */
import type { FixedOp } from "../../ops/index.js";
import type { Backend, Machine, Numbers, Plan, Update } from "../backend.js";
import { checkSize } from "../checks.js";
import type { Clock } from "../clock.js";
import type { Statement } from "../ir/statement.js";
import { callsOf } from "../ir/term.js";
import { addressOf, assemble, hostFunctions, importHost, stateRoom, type Layout } from "./assemble.js";
import { Code, ModuleBuilder } from "./encoder.js";
import { emitStatement } from "./loops.js";
import { hold, instantiate, memoryOf } from "./memory.js";
import { VECTORS, type Numeric } from "./numeric.js";

type Places = Pick<Layout, "values" | "adjoints" | "state">;

export const wasm: Backend = { load: (plan, clock, operations) => new WasmMachine(plan, clock, operations) };

class WasmMachine implements Machine {
  readonly values: Numbers;
  readonly adjoints: Numbers;
  readonly bytes: Machine["bytes"];
  readonly forward: () => void;
  readonly run: () => void;
  readonly release: () => void;
  private readonly numeric: Numeric;
  private readonly memory: WebAssembly.Memory;
  private readonly layout: Layout;
  private readonly parameters: number;
  /** How much of the room for state is taken. */
  private taken = 0;

  constructor(plan: Plan, clock: Clock, operations: number) {
    const numeric = VECTORS[plan.numeric.type];
    const { bytes, hosts, layout, table } = clock.time("emit", () => assemble(plan, numeric));
    checkSize(layout.end, operations);
    const memory = memoryOf(layout.end);
    const exports = clock.time("module", () => instantiate(bytes, hostFunctions(hosts), memory));
    this.release = hold(this);
    table.write(memory.buffer, layout.table);
    [this.forward, this.run] = [exports.forward, exports.run] as [() => void, () => void];
    [this.numeric, this.memory, this.layout, this.parameters] = [numeric, memory, layout, plan.parameters];
    this.values = view(memory, numeric, layout.values, plan.slots);
    this.adjoints = view(memory, numeric, layout.adjoints, plan.slots);
    this.bytes = { code: bytes.length, table: table.bytes, memory: layout.end };
  }

  update(statements: readonly Statement[], state: number): Update {
    const { memory, layout, numeric, parameters, taken } = this;
    if (taken + state > stateRoom(parameters)) return this.annex(statements, state);
    this.taken += state;
    const places = { ...layout, state: layout.state + taken * numeric.bytes };
    return {
      state: view(memory, numeric, places.state, state),
      run: emitted(statements, memory, places, numeric),
    };
  }

  /** A memory for a rule that keeps more than there is room for: it works on copies of the parameters and gradients. */
  private annex(statements: readonly Statement[], state: number): Update {
    const { numeric, parameters } = this;
    const places = { values: 0, adjoints: parameters * numeric.bytes, state: 2 * parameters * numeric.bytes };
    const memory = memoryOf(places.state + state * numeric.bytes);
    const [own, copies] = [
      [this.values, this.adjoints].map((all) => all.subarray(0, parameters)),
      [places.values, places.adjoints].map((address) => view(memory, numeric, address, parameters)),
    ] as [[Numbers, Numbers], [Numbers, Numbers]];
    const run = emitted(statements, memory, places, numeric);
    return {
      state: view(memory, numeric, places.state, state),
      run: () => {
        copies.forEach((copy, i) => { copy.set(own[i] as Numbers); }); // prettier-ignore
        run();
        own[0].set(copies[0]);
      },
    };
  }
}

function view({ buffer }: WebAssembly.Memory, { type }: Numeric, address: number, length: number): Numbers {
  const bytes = buffer;
  return type === "f64" ? new Float64Array(bytes, address, length) : new Float32Array(bytes, address, length);
}

/** Statements as a function over a memory. */
function emitted(
  statements: readonly Statement[],
  memory: WebAssembly.Memory,
  places: Places,
  numeric: Numeric,
): () => void {
  const code = new Code();
  const builder = new ModuleBuilder();
  const hosts = [...new Set(statements.flatMap(({ term }) => callsOf(term)))];
  const imported = new Map(hosts.map((op, i) => [op, importHost(builder, op, i)]));
  const host = (op: FixedOp): number => imported.get(op) as number;
  for (const statement of statements) {
    emitStatement(statement, { code, numeric, addressOf: (access) => addressOf(access, places, numeric), host }); // prettier-ignore
  }
  builder.define({ parameters: [], results: [] }, code, "update");
  return instantiate(builder.encode(), hostFunctions(hosts), memory).update as () => void;
}

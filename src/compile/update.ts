/** Update rules in WebAssembly: the assignments of a rule become statements over the parameters, gradients and state of a program. */
import { assignments, type UpdateRule } from "../engine/update.js";
import { ChainruleError } from "../errors.js";
import {
  addressOf,
  hostFunctions,
  importHost,
  STATE_PER_PARAMETER,
  STATE_SCALARS,
  type Layout,
} from "./assemble.js";
import type { Access, Statement } from "./statements.js";
import { callsOf, load, termOf } from "./term.js";
import { Code, ModuleBuilder } from "./wasm/encoder.js";
import { emitStatement } from "./wasm/loops.js";
import type { Numeric } from "./wasm/numeric.js";

export class ProgramUpdater {
  private readonly updates = new Map<UpdateRule, () => void>();
  private readonly settings: Float32Array | Float64Array;
  private readonly state: Float32Array | Float64Array;
  private owner: UpdateRule | undefined;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly numeric: Numeric,
    private readonly parameters: number,
  ) {
    const kept = STATE_PER_PARAMETER * parameters;
    const all =
      numeric.type === "f64"
        ? new Float64Array(memory.buffer, layout.state, kept + STATE_SCALARS)
        : new Float32Array(memory.buffer, layout.state, kept + STATE_SCALARS);
    this.state = all.subarray(0, kept);
    this.settings = all.subarray(kept);
  }

  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
    let update = this.updates.get(rule);
    if (update === undefined) {
      update = this.compile(rule);
      this.updates.set(rule, update);
    }
    rule.settings.forEach((name, i) => (this.settings[i] = settings[name] ?? NaN));
    update();
  }

  /** What a rule keeps, name by name, one number per parameter. */
  stateOf(rule: UpdateRule): Float32Array | Float64Array {
    return this.state.subarray(0, rule.state.length * this.parameters);
  }

  private compile(rule: UpdateRule): () => void {
    const { state, settings } = rule;
    if (state.length > STATE_PER_PARAMETER || settings.length > STATE_SCALARS) {
      throw new ChainruleError(
        `Program: the update rule keeps ${String(state.length)} numbers per parameter and has ${String(settings.length)} settings, ` +
          `expected at most ${String(STATE_PER_PARAMETER)} and ${String(STATE_SCALARS)}`,
      );
    }
    if (state.length > 0 && this.owner !== undefined) {
      throw new ChainruleError(
        "Program: another update rule keeps its state here, expected one such rule per program",
      );
    }
    if (state.length > 0) this.owner = rule;
    if (this.parameters === 0) return () => undefined;
    const code = new Code();
    const builder = new ModuleBuilder();
    const statements = this.statements(rule);
    const hosts = [...new Set(statements.flatMap(({ term }) => callsOf(term)))];
    const imported = new Map(hosts.map((op, i) => [op, importHost(builder, op, i)]));
    const { numeric, layout } = this;
    for (const statement of statements) {
      emitStatement(statement, {
        code,
        numeric,
        addressOf: (access) => addressOf(access, layout, numeric),
        host: (op) => imported.get(op) as number,
      });
    }
    builder.define({ parameters: [], results: [] }, code, "update");
    const module = new WebAssembly.Module(builder.encode());
    const host = hostFunctions(hosts);
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory }, host });
    return instance.exports.update as () => void;
  }

  private statements(rule: UpdateRule): Statement[] {
    const { parameters } = this;
    const along = (space: Access["space"], first: number): Access => ({ space, first, strides: [1] });
    const scalar = (first: number): Access => ({ space: "state", first, strides: [0] });
    const places = new Map<string, Access>([
      ["p", along("value", 0)],
      ["g", along("adjoint", 0)],
      ...rule.state.map((name, k) => [name, along("state", k * parameters)] as const),
      ...rule.settings.map((name, k) => [name, scalar(STATE_PER_PARAMETER * parameters + k)] as const),
    ]);
    const names = [...places.keys()];
    const bindings = Object.fromEntries(names.map((name, i) => [name, load(i)]));
    return assignments(rule).map(({ target, value }) => ({
      extents: [parameters],
      target: places.get(target) as Access,
      mode: "assign",
      loads: [...places.values()],
      term: termOf(value, bindings),
    }));
  }
}

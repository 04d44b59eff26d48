/** Update rules in WebAssembly: the assignments of a rule become statements over the parameters, gradients and state of a program. */
import { anyNumber, isArray } from "../arguments/checks.js";
import { record } from "../arguments/options.js";
import { checkRule, stepsOf, type Steps, type UpdateRule } from "../engine/update.js";
import { ChainruleError } from "../errors.js";
import {
  addressOf,
  hostFunctions,
  importHost,
  STATE_PER_PARAMETER,
  STATE_SCALARS,
  type Layout,
} from "./assemble.js";
import { instantiate, memoryOf } from "./memory.js";
import type { Access, Statement } from "./statement.js";
import { callsOf, load, termOf } from "./term.js";
import { Code, ModuleBuilder } from "./wasm/encoder.js";
import { emitStatement } from "./wasm/loops.js";
import type { Numeric } from "./wasm/numeric.js";

type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
type Places = Pick<Layout, "values" | "adjoints" | "state">;

/** Where a rule runs. `kept` holds its state first, then its temporaries, and its settings from the place `settings` on, where no state reaches. */
interface Room {
  readonly memory: WebAssembly.Memory;
  readonly places: Places;
  readonly kept: Numbers;
  readonly settings: number;
  /** Brings parameters and gradients in, if the room is not the program's. */
  enter(): void;
  /** Brings the parameters back. */
  leave(): void;
}

/** A step is short, so the settings are read by name only where they are wrong. */
function checkSettings(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
  if (isFilled(rule, settings)) return;
  record(Object.fromEntries(rule.settings.map((name) => [name, anyNumber])))(settings, "Program: settings");
}

function isFilled({ settings: names }: UpdateRule, settings: Readonly<Record<string, unknown>>): boolean {
  try {
    const isWhole = Object.keys(settings).length === names.length;
    return isWhole && !isArray(settings) && names.every((name) => typeof settings[name] === "number");
  } catch {
    return false;
  }
}

const nothing = (): void => undefined;

export class ProgramUpdater {
  private readonly updates = new Map<UpdateRule, () => void>();
  private readonly rooms = new Map<UpdateRule, Room>();
  private readonly own: Room;
  private owner: UpdateRule | undefined;

  constructor(
    memory: WebAssembly.Memory,
    places: Places,
    private readonly numeric: Numeric,
    private readonly parameters: Numbers,
    private readonly gradients: Numbers,
  ) {
    const settings = STATE_PER_PARAMETER * parameters.length;
    const kept = this.view(memory, places.state, settings + STATE_SCALARS);
    this.own = { memory, places, kept, settings, enter: nothing, leave: nothing };
  }

  private view({ buffer }: WebAssembly.Memory, address: number, length: number): Numbers {
    const bytes = buffer;
    return this.numeric.type === "f64"
      ? new Float64Array(bytes, address, length)
      : new Float32Array(bytes, address, length);
  }

  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
    this.check(rule);
    checkSettings(rule, settings);
    let update = this.updates.get(rule);
    if (update === undefined) {
      update = this.compile(rule);
      this.updates.set(rule, update);
    }
    const room = this.roomOf(rule);
    rule.settings.forEach((name, i) => (room.kept[room.settings + i] = settings[name] as number));
    room.enter();
    update();
    room.leave();
  }

  /** What a rule keeps, name by name, one number per parameter. */
  stateOf(rule: UpdateRule): Numbers {
    this.check(rule);
    return this.roomOf(rule).kept.subarray(0, rule.state.length * this.parameters.length);
  }

  private check(rule: UpdateRule): void {
    if (!this.rooms.has(rule)) checkRule(rule, "Program: rule");
  }

  private roomOf(rule: UpdateRule): Room {
    let room = this.rooms.get(rule);
    if (room === undefined) {
      const { state, settings } = rule;
      const rows = state.length + stepsOf(rule).temporaries.length;
      const fits = rows <= STATE_PER_PARAMETER && settings.length <= STATE_SCALARS;
      room = fits ? this.own : this.annex(rows, settings.length);
      this.rooms.set(rule, room);
    }
    return room;
  }

  /** A memory for a rule that keeps more than a program has room for: it works on copies. */
  private annex(rows: number, scalars: number): Room {
    const { bytes } = this.numeric;
    const { length } = this.parameters;
    const places = { values: 0, adjoints: length * bytes, state: 2 * length * bytes };
    const count = rows * length + scalars;
    const memory = memoryOf(places.state + count * bytes);
    const [parameters, gradients] = [
      this.view(memory, places.values, length),
      this.view(memory, places.adjoints, length),
    ];
    return {
      memory,
      places,
      kept: this.view(memory, places.state, count),
      settings: rows * length,
      enter: () => {
        parameters.set(this.parameters);
        gradients.set(this.gradients);
      },
      leave: () => {
        this.parameters.set(parameters);
      },
    };
  }

  private compile(rule: UpdateRule): () => void {
    if (rule.state.length > 0 && this.owner !== undefined) {
      throw new ChainruleError(
        "Program: another update rule keeps its state here, expected one such rule per program",
      );
    }
    if (rule.state.length > 0) this.owner = rule;
    if (this.parameters.length === 0) return nothing;
    const { memory, places, settings } = this.roomOf(rule);
    const code = new Code();
    const builder = new ModuleBuilder();
    const statements = this.statements(rule, stepsOf(rule), settings);
    const hosts = [...new Set(statements.flatMap(({ term }) => callsOf(term)))];
    const imported = new Map(hosts.map((op, i) => [op, importHost(builder, op, i)]));
    const { numeric } = this;
    for (const statement of statements) {
      emitStatement(statement, {
        code,
        numeric,
        addressOf: (access) => addressOf(access, places, numeric),
        host: (op) => imported.get(op) as number,
      });
    }
    builder.define({ parameters: [], results: [] }, code, "update");
    return instantiate(builder.encode(), hostFunctions(hosts), memory).update as () => void;
  }

  private statements(rule: UpdateRule, { temporaries, assignments }: Steps, settings: number): Statement[] {
    const { length } = this.parameters;
    const along = (space: Access["space"], first: number): Access => ({ space, first, strides: [1] });
    const scalar = (first: number): Access => ({ space: "state", first, strides: [0] });
    const places = new Map<string, Access>([
      ["p", along("value", 0)],
      ["g", along("adjoint", 0)],
      ...[...rule.state, ...temporaries].map((name, k) => [name, along("state", k * length)] as const),
      ...rule.settings.map((name, k) => [name, scalar(settings + k)] as const),
    ]);
    const names = [...places.keys()];
    const bindings = Object.fromEntries(names.map((name, i) => [name, load(i)]));
    return assignments.map(({ target, value }) => ({
      loops: [length],
      target: places.get(target) as Access,
      mode: "assign",
      loads: [...places.values()],
      term: termOf(value, bindings),
    }));
  }
}

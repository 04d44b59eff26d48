/**
 * The compiled form of a recorded graph: its numbers, and functions of a backend that run it forward and backward. In flow parameters and
 * inputs, out come the value, the gradients and the outputs.
 */
import { instance, isArray, oneOf, type Check } from "../arguments/checks.js";
import { options, optional, or, type ChecksOf } from "../arguments/options.js";
import type { UpdateRule } from "../optim/update-rule.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { NUMERICS, type Backend, type Machine, type Numbers } from "./backend.js";
import { build, type Built } from "./build.js";
import { checkRead, checkSharing, checkSize, valuesOf } from "./checks.js";
import { describeProgram, type Description } from "./describe.js";
import type { BackendName, OptionsWith } from "./options.js";
import { reference } from "./reference/backend.js";
import { ProgramUpdater } from "./update.js";
import { wasm } from "./wasm/backend.js";

const BACKENDS: Readonly<Record<BackendName, Backend>> = { wasm, reference };

/** Which leaves a program takes, what it gives out, and in which precision. */
export type CompileOptions = OptionsWith<Program>;

/**
 * Compiles a recorded graph, by default to WebAssembly. The graph is read once: the program replays the same operations on whatever
 * `inputs` and `parameters` then hold.
 *
 * With several roots, the program differentiates their sum.
 * A parameter that the graph does not read is allowed, as in PyTorch: a table of embeddings has rows that a sentence does not use. Its
 * gradient is 0. An input that nothing reads is an error, since what is written to it would have no effect.
 * @throws ChainruleError if a leaf made with `new Value` is neither a parameter nor an input, if a listed leaf is not a
 * leaf or is listed twice, if no root and no output reads an input, if `shared` has other parameters or another precision, or if the program needs more memory than
 * WebAssembly addresses.
 * @example
 * const w = new Value(3, "w"), x = new Value(2, "x");
 * const program = compile(w.mul(x).square(), { parameters: [w], inputs: [x] });
 * program.run(); // 36
 * program.gradients[0]; // 24
 * const linear = compile(w.mul(x), { parameters: [w], inputs: [x], shared: program });
 * new Sgd(program, { learningRate: 0.125 }).step(); // 3 − 0.125 · 24 = 0, for both
 * linear.run(); // 0
 * program.gradients[0]; // 2
 */
export function compile(root: Value | readonly Value[], given: CompileOptions): Program {
  const roots = valuesOf("root", isArray(root) ? root : [root], "compile: root");
  // Without options, what is missing is named.
  const { shared, ...chosen } = options("compile", given, CHECKS);
  const program = new Program(roots, { ...chosen, ...(shared && { shared }) });
  checkRead(chosen.inputs, program.unread);
  return program;
}

/** A compiled graph: write its numbers, run it, read what came out. Made by `compile`. */
export class Program {
  /** The parameters, in the order given to `compile`. Write them at will; they start as the Values' data, or as those shared. */
  readonly parameters: Numbers;
  /** The inputs, in the order given to `compile`. They start as the Values' data. */
  readonly inputs: Numbers;
  /** ∂(root)/∂(parameter) of the last `run`, of this or a sharing program, in the order of `parameters`. */
  readonly gradients: Numbers;
  /** The outputs of the last `run` or `forward`, in the order given to `compile`. */
  readonly outputs: Numbers;

  /** The inputs that no root and no output reads, by their places. `compile` refuses them, `fit` takes models that read a part. @internal */
  readonly unread: readonly number[];

  private readonly values: Numbers;
  private readonly roots: readonly number[];
  private readonly leaves: { readonly parameters: readonly Value[]; readonly inputs: readonly Value[] };
  private readonly updater: ProgramUpdater;
  /** Where this program's own code reads parameters and writes gradients, if those it shows are of another. */
  private readonly copies: { readonly parameters: Numbers; readonly gradients: Numbers } | undefined;
  private machine: Machine | undefined;
  private readonly built: Omit<Built, "machine">;
  private readonly bytes: Machine["bytes"];

  /** @internal */
  constructor(
    roots: readonly Value[],
    { parameters, inputs = [], outputs = [], precision = "f64", backend = "wasm", shared }: CompileOptions,
  ) {
    const numeric = NUMERICS[precision];
    checkSize((parameters.length + inputs.length) * 2 * numeric.bytes);
    if (shared !== undefined) {
      checkSharing(
        { leaves: parameters, precision },
        {
          leaves: shared.leaves.parameters,
          precision: shared.built.plan.numeric.type,
          isDisposed: shared.machine === undefined,
        },
      );
    }
    const { machine, ...built } = build(roots, outputs, { parameters, inputs }, numeric, BACKENDS[backend]);
    [this.machine, this.built, this.bytes] = [machine, built, machine.bytes];
    const { flat, schedule } = built;
    this.unread = flat.unread;
    const { values, adjoints } = machine;
    const part = (first: number, count: number): Numbers => values.subarray(first, first + count);
    this.values = values;
    this.inputs = part(parameters.length, inputs.length);
    this.outputs = part(schedule.outputs, outputs.length);
    const own = {
      parameters: part(0, parameters.length),
      gradients: adjoints.subarray(0, parameters.length),
    };
    // Every program has numbers of its own, since one memory would have to grow and so detach the arrays handed out.
    this.copies = shared === undefined ? undefined : own;
    ({ parameters: this.parameters, gradients: this.gradients } = shared ?? own);
    this.updater = shared?.updater ?? new ProgramUpdater(machine, parameters.length);
    this.roots = schedule.roots;
    this.leaves = { parameters, inputs };
    take(inputs, this.inputs);
    if (shared === undefined) take(parameters, this.parameters);
  }

  private get running(): Machine {
    if (this.machine === undefined) throw disposed();
    return this.machine;
  }

  /** Forward and backward: returns the value of the root (of several, their sum) and sets `gradients`. */
  run(): number {
    const { running } = this;
    this.copies?.parameters.set(this.parameters);
    running.run();
    if (this.copies !== undefined) this.gradients.set(this.copies.gradients);
    return this.total();
  }

  /** Forward only: returns the value of the root and leaves `gradients` as they are. */
  forward(): number {
    const { running } = this;
    this.copies?.parameters.set(this.parameters);
    running.forward();
    return this.total();
  }

  private total(): number {
    const { roots, values } = this;
    if (roots.length === 0) return 0;
    // A sum that starts from 0 would make 0 of a root that is −0.
    let total = values[roots[0] as number] as number;
    for (let i = 1; i < roots.length; i++) total += values[roots[i] as number] as number;
    return total;
  }

  /**
   * Moves the parameters by one step of an update rule, as its backend runs it. The state of the rule is kept in the program, or
   * in the one it shares with, for one rule with state at a time. A rule may keep any number of numbers for each parameter; one that
   * keeps more than two works on copies of parameters and gradients.
   * @throws ChainruleError if another rule with state has been applied before, or the program has been disposed of.
   */
  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
    if (this.machine === undefined) throw disposed();
    this.updater.update(rule, settings);
  }

  /** The numbers that an update rule keeps from step to step: one per parameter for each name of its state, name by name. */
  stateOf(rule: UpdateRule): Float32Array | Float64Array {
    if (this.machine === undefined) throw disposed();
    return this.updater.stateOf(rule);
  }

  /** Copies the data of the Values into the program: those of parameters and of inputs. */
  pull(): void {
    take(this.leaves.parameters, this.parameters);
    take(this.leaves.inputs, this.inputs);
  }

  /**
   * Copies what the program has changed into the Values: parameters into their data, gradients into their grad. Inputs are
   * the caller's, so their Values stay as they are, and so do those of inner nodes.
   */
  push(): void {
    this.leaves.parameters.forEach((leaf, i) => {
      leaf.data = this.parameters[i] as number;
      leaf.grad = this.gradients[i] as number;
    });
  }

  /**
   * Lets the code and the memory go. `run`, `forward` and `update` throw from now on. The typed arrays stay readable: they are
   * replaced by copies. Arrays that you have kept hold the whole memory of the program, so let these go too.
   */
  dispose(): void {
    if (this.machine === undefined) return;
    this.machine.release?.();
    this.machine = undefined;
    const { parameters, inputs, gradients, outputs } = this;
    Object.assign(this, {
      parameters: parameters.slice(),
      inputs: inputs.slice(),
      gradients: gradients.slice(),
      outputs: outputs.slice(),
      values: this.values.subarray(0, 0).slice(),
      updater: undefined,
      copies: undefined,
    });
  }

  /** What the compiler made: counts, sizes, times, and the program as text. */
  describe(): Description {
    return describeProgram(this.built, this.bytes);
  }
}

function take(leaves: readonly Value[], into: Numbers): void {
  leaves.forEach((leaf, i) => (into[i] = leaf.data));
}

/** A list of Values, by what one of them is called. */
const values =
  (role: string): Check<readonly Value[]> =>
  (given, name) =>
    valuesOf(role, given, name);

const CHECKS = {
  parameters: values("parameter"),
  inputs: or(values("input"), []),
  outputs: or(values("output"), []),
  precision: or(oneOf(["f64", "f32"] as const), "f64" as const),
  backend: or(oneOf(["wasm", "reference"] as const), "wasm" as const),
  shared: optional(instance(Program, "a Program")),
} satisfies ChecksOf<CompileOptions>;

const disposed = (): ChainruleError => new ChainruleError("Program: it has been disposed of");

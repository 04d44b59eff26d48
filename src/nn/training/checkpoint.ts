/** A training run as bytes: all that a later run needs to go on as if it had not been interrupted. */
import { ChainruleError, describe } from "../../errors.js";
import type { EpochRecord } from "./fit-options.js";
import type { OptimizerState } from "../../optim/optimizer.js";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../numeric/safetensors.js";

export interface RunState {
  /** Parameters and buffers of the model. */
  readonly numbers: Float64Array;
  readonly optimizer: OptimizerState;
  readonly losses: number[];
  readonly epochs: EpochRecord[];
  /** The best epoch so far, where validation decides. */
  readonly best?: { readonly loss: number; readonly epoch: number; readonly numbers: Float64Array };
}

/** What must be the same for a run to be resumed. */
export type Fingerprint = Readonly<Record<string, number>>;

const list = (data: ArrayLike<number>): Tensor => ({ shape: [data.length], data: Float64Array.from(data) });

export function encodeCheckpoint(
  { numbers, optimizer, losses, epochs, best }: RunState,
  fingerprint: Fingerprint,
): Uint8Array {
  const tensors = new Map([
    ["numbers", list(numbers)],
    ["optimizer", list(optimizer.state)],
    ["losses", list(losses)],
    ...(best ? ([["best", list(best.numbers)]] as const) : []),
  ]);
  const run = {
    fingerprint,
    steps: optimizer.steps,
    epochs,
    ...(best && { best: { loss: best.loss, epoch: best.epoch } }),
  };
  return encodeSafetensors(tensors, { chainrule: JSON.stringify(run, asText) });
}

/** JSON has no infinities, which a loss on validation examples may be. */
const asText = (_: string, x: unknown): unknown => (x === Infinity || x === -Infinity ? String(x) : x);
const asNumber = (_: string, x: unknown): unknown => (x === "Infinity" || x === "-Infinity" ? Number(x) : x);

interface Run {
  readonly fingerprint: Fingerprint;
  readonly steps: number;
  readonly epochs: EpochRecord[];
  readonly best?: { readonly loss: number; readonly epoch: number };
}

/** @throws ChainruleError if the bytes are no checkpoint, or that of another run. */
export function decodeCheckpoint(bytes: Uint8Array, fingerprint: Fingerprint): RunState {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const tensor = (name: string): Float64Array => {
    const found = tensors.get(name);
    if (found === undefined) throw new ChainruleError(`checkpoint: there is no tensor ${name}`);
    const wrong = found.data.find((x) => !Number.isFinite(x));
    if (wrong === undefined) return found.data;
    throw new ChainruleError(`checkpoint: ${name} holds ${String(wrong)}, expected finite numbers`);
  };
  const run = parse(metadata.get("chainrule"));
  for (const [name, expected] of Object.entries(fingerprint)) {
    const found = run.fingerprint[name];
    if (found === expected) continue;
    throw new ChainruleError(
      `checkpoint: it belongs to a run with ${name} ${String(found)}, expected ${String(expected)}`,
    );
  }
  const numbers = (name: string): Float64Array => {
    const found = tensor(name);
    if (found.length === fingerprint.numbers) return found;
    throw new ChainruleError(
      `checkpoint: ${name} has ${String(found.length)} numbers, the model has ${String(fingerprint.numbers)}`,
    );
  };
  return {
    numbers: numbers("numbers"),
    optimizer: { steps: run.steps, state: tensor("optimizer") },
    losses: Array.from(tensor("losses")),
    epochs: run.epochs,
    ...(run.best && { best: { ...run.best, numbers: numbers("best") } }),
  };
}

const areNumbers = (record: unknown, ...names: string[]): boolean =>
  typeof record === "object" &&
  record !== null &&
  names.every((name) => typeof (record as Readonly<Record<string, unknown>>)[name] === "number");

function parse(text: string | undefined): Run {
  try {
    const run = JSON.parse(text ?? "", asNumber) as Partial<Run> | null;
    const isRun =
      Number.isSafeInteger(run?.steps) &&
      areNumbers(run?.fingerprint) &&
      (run?.best === undefined || areNumbers(run.best, "loss", "epoch")) &&
      Array.isArray(run?.epochs) &&
      run.epochs.every((epoch) => areNumbers(epoch, "epoch", "iteration", "loss"));
    if (isRun) return run as Run;
  } catch {
    // Said below, as for JSON of another form.
  }
  throw new ChainruleError(`checkpoint: its metadata is ${describe(text)}, expected that of a training run`);
}

/** What `fit` takes and gives: its options, checked, and the history. */
import {
  boolean,
  check,
  finite,
  fn,
  integer,
  notNegative,
  positive,
  positiveInteger,
  read,
  withMethods,
} from "../../arguments/checks.js";
import { options, optional, or, record } from "../../arguments/options.js";
import { ChainruleError } from "../../errors.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { checkLoss } from "../layers/model.js";
import type { Optimizer, Target } from "../../optim/optimizer.js";
import type { Evaluation, Loss } from "./runner.js";
import type { Schedule } from "../../optim/schedules.js";

/** One epoch, or the part of one at which the run ended. */
export interface EpochRecord {
  /** Epochs so far, with a fraction where the run ended inside one. */
  readonly epoch: number;
  /** Steps so far. */
  readonly iteration: number;
  /** The mean loss of the steps since the record before. */
  readonly loss: number;
  /** How the model did on the validation examples, where there are some. */
  readonly validation?: Evaluation;
}

/** What a run leaves behind: plain data, ready for JSON. */
export interface History {
  /** The loss of each step, before it moved the parameters. */
  readonly losses: number[];
  /** A record for each epoch, and one for the part of an epoch at which the run ended. */
  readonly epochs: EpochRecord[];
  /** Why the run ended: it was long enough, validation no longer improved, or the signal was given. */
  readonly stopped: "finished" | "early" | "aborted";
}

/** Where checkpoints are kept; `fileCheckpoint` of `chainrule/files` keeps them in a file. */
export interface CheckpointStore {
  /** Steps between two checkpoints. Default: one epoch. */
  readonly every?: number;
  /** The last checkpoint, if there is one: the run goes on from it. */
  load(): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Keeps a checkpoint in place of the last one. */
  save(bytes: Uint8Array): void | Promise<void>;
}

/** How `fit` trains. */
export interface FitOptions {
  /** How often to go through the examples. Either this or `iterations` must be given. */
  readonly epochs?: number;
  /** How many steps to make at most. */
  readonly iterations?: number;
  /** Examples in a step. Default 32. */
  readonly batchSize?: number;
  /** Where shuffling and noise start. Default 1. */
  readonly seed?: number;
  /** The mean loss of a batch. Default: softmax with cross-entropy. */
  readonly loss?: Loss;
  /** Makes the optimizer of a target. Default: Adam with its defaults. */
  readonly optimizer?: (target: Target) => Optimizer;
  /** The learning rate of each step, instead of the optimizer's own. */
  readonly schedule?: Schedule;
  /** Limits of each gradient, and of the norm of all together. */
  readonly clip?: { readonly value?: number; readonly norm?: number };
  /** Examples that are not trained on, to measure after each epoch. */
  readonly validation?: Dataset;
  /** Ends the run when the loss on the validation examples has not improved for `patience` epochs. */
  readonly earlyStopping?: {
    readonly patience: number;
    /** What counts as an improvement. Default 0: any. */
    readonly minimumImprovement?: number;
    /** Whether the model gets the numbers of its best epoch in the end. Default true. */
    readonly restoreBest?: boolean;
  };
  /** Where the run saves what it needs to go on, and where it goes on from. Default: nowhere. */
  readonly checkpoint?: CheckpointStore;
  /** Ends the run after the step at hand. */
  readonly signal?: AbortSignal;
  /** Called after each step: how many there have been, how many epochs these make, with a fraction, and the loss before the step. */
  readonly onStep?: (step: { readonly step: number; readonly epoch: number; readonly loss: number }) => void;
  /** Called after each epoch; `evaluate` measures the model on other examples. */
  readonly onEpoch?: (
    epoch: EpochRecord & { readonly evaluate: (data: Dataset) => Evaluation },
  ) => void | Promise<void>;
  /** Train on Values instead of a compiled program. Default false. */
  readonly eager?: boolean;
}

const signal = check("an AbortSignal", (given): given is AbortSignal => {
  if (typeof given !== "object" || given === null) return false;
  return typeof read("fit: signal", () => (given as Partial<AbortSignal>).aborted) === "boolean";
});

const CHECKS = {
  epochs: optional(positiveInteger),
  iterations: optional(integer(0)),
  batchSize: or(positiveInteger, 32),
  seed: or(finite, 1),
  loss: optional(checkLoss),
  optimizer: optional(
    fn<NonNullable<FitOptions["optimizer"]>>("a function that makes an optimizer of a target"),
  ),
  schedule: optional(fn<Schedule>("a function of the step")),
  clip: optional(record({ value: optional(positive), norm: optional(positive) })),
  validation: optional(checkDataset),
  earlyStopping: optional(
    record({
      patience: positiveInteger,
      minimumImprovement: or(notNegative, 0),
      restoreBest: or(boolean, true),
    }),
  ),
  checkpoint: optional(withMethods<CheckpointStore>("a store with load and save", ["load", "save"])),
  signal: optional(signal),
  onStep: optional(fn<NonNullable<FitOptions["onStep"]>>()),
  onEpoch: optional(fn<NonNullable<FitOptions["onEpoch"]>>()),
  eager: or(boolean, false),
};

/** What `fit` reads: its options, checked, with their defaults. */
export type FitSettings = { readonly [K in keyof typeof CHECKS]: ReturnType<(typeof CHECKS)[K]> };

/** @throws ChainruleError that names the option that is wrong, and what was expected. */
export function checkedOptions(given: FitOptions, data: Dataset): FitSettings {
  const settings = options("fit", given, CHECKS);
  const { validation, earlyStopping, iterations, epochs, checkpoint } = settings;
  if (epochs === undefined && iterations === undefined) {
    throw new ChainruleError("fit: neither epochs nor iterations is given, expected one of them");
  }
  const every = "fit: checkpoint.every";
  optional(positiveInteger)(
    read(every, () => checkpoint?.every),
    every,
  );
  if (earlyStopping !== undefined && validation === undefined) {
    throw new ChainruleError(
      "fit: earlyStopping is given without validation, expected examples to measure on",
    );
  }
  if (validation !== undefined) checkSizes(validation, data, "fit: validation");
  return settings;
}

/** @throws ChainruleError if a dataset is not of the sizes of the data that is trained on. */
export function checkSizes(other: Dataset, data: Dataset, name: string): void {
  if (other.inputSize === data.inputSize && other.targetSize === data.targetSize) return;
  const sizes = (of: Dataset): string =>
    `${String(of.inputSize)} inputs and ${String(of.targetSize)} targets`;
  throw new ChainruleError(`${name} has ${sizes(other)}, expected ${sizes(data)} as data`);
}

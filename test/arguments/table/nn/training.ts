/** How optimizers, schedules, data and training of `chainrule/nn` are called. */
import { Value } from "../../../../src/index.js";
import {
  Adam,
  AdaGrad,
  AdamW,
  BatchProgram,
  Dataset,
  meanSquaredError,
  Momentum,
  Nesterov,
  Optimizer,
  RmsProp,
  Sgd,
} from "../../../../src/nn/index.js";
import {
  allOptional,
  arg,
  call,
  callback,
  FINITE,
  methods,
  OMITTED,
  options,
  POSITIVE,
  type Argument,
  type Call,
} from "../../call.js";
import { INTERNAL, type ClassCalls, type Entry } from "../../entry.js";
import { rule } from "../rule.js";
import { data, dataset, index, model, modelFields, net, size } from "./arguments.js";

const target = arg(() => [new Value(1)], ["empty array"]);
const positive = arg(() => 0.1, POSITIVE);
const optionalPositive = arg(() => 0.1, POSITIVE, OMITTED);
const share = arg(() => 0.9, OMITTED);
const optimizer = (
  constructs: Call,
  type: new (target: readonly Value[], options: { learningRate: number }) => Optimizer,
  kept: number,
): ClassCalls => ({
  constructs,
  make: () => new type([new Value(1)], { learningRate: 0.1 }),
  methods: {
    step: call(),
    zeroGrad: call(),
    save: call(),
    restore: call(
      options({
        steps: index,
        state: arg(() => new Float64Array(kept), kept === 0 ? ["empty array"] : []),
      }),
    ),
    settings: INTERNAL,
  },
  sets: { learningRate: arg(() => 0.1, POSITIVE, ["negative zero"]) },
});
const momentum = allOptional({
  learningRate: optionalPositive,
  momentum: arg(() => 0.9, ["negative zero"], OMITTED),
});
const adam = { learningRate: optionalPositive, beta1: share, beta2: share, epsilon: optionalPositive };

/** For whoever writes one: a rule, and its numbers. */
class Mine extends Optimizer {
  constructor(of: readonly Value[], given: { learningRate: number }) {
    super(of, rule.make() as ConstructorParameters<typeof Optimizer>[1], given.learningRate);
  }
  protected settings(): Record<string, number> {
    return { rate: this.learningRate };
  }
}

const schedule = (...args: readonly Argument[]): Call => ({
  args,
  makes: [{ name: "at", of: (made: unknown) => made, call: call(arg(() => 3, POSITIVE, ["negative zero"])) }],
});
const decay = { rate: positive, end: positive, steps: positive };
const batch = arg(() => [0]);
const seed = arg(() => 1, FINITE, OMITTED);

/** One for all calls, since it takes time to compile. */
const program = new BatchProgram(net(), meanSquaredError, { rows: 1, inputSize: 1, targetSize: 2 });
const exampleOfTwo = (): Dataset => Dataset.from([[1]], [[1, 2]]);
const epochs = arg(() => 1, OMITTED);
const iterations = arg(() => 1, ["negative zero"], OMITTED);
const loss = callback(() => meanSquaredError, { gives: [], takes: [] });
const callbacks = callback(() => () => undefined, { takes: [...OMITTED, "function"] });

export const training: Entry = {
  Optimizer: { ...optimizer(call(target, rule, positive), Mine, 0) },
  Sgd: optimizer(call(target, options({ learningRate: positive })), Sgd, 0),
  Momentum: optimizer(call(target, momentum, { ...rule, takes: OMITTED }), Momentum, 1),
  Nesterov: optimizer(call(target, momentum), Nesterov, 1),
  AdaGrad: optimizer(call(target, allOptional({ learningRate: optionalPositive, epsilon: optionalPositive })), AdaGrad, 1), // prettier-ignore
  RmsProp: optimizer(call(target, allOptional({ learningRate: optionalPositive, decay: share, epsilon: optionalPositive })), RmsProp, 1), // prettier-ignore
  Adam: optimizer(call(target, allOptional(adam), { ...rule, takes: OMITTED }), Adam, 2),
  AdamW: optimizer(call(target, allOptional({ ...adam, weightDecay: arg(() => 0.1, POSITIVE, ["negative zero"], OMITTED) })), AdamW, 2), // prettier-ignore
  clipByNorm: call(target, positive),
  clipByValue: call(target, positive),
  stepDecay: schedule(options({ rate: positive, factor: positive, every: positive })),
  linearDecay: schedule(options(decay)),
  cosineDecay: schedule(options(decay)),
  warmUp: schedule(
    arg(() => 2, POSITIVE),
    callback(() => () => 0.1, { gives: [...POSITIVE, "negative zero"] }),
  ),
  Dataset: {
    constructs: INTERNAL,
    statics: {
      from: call(
        arg(() => [[1, 2], Float32Array.of(3, 4)]),
        arg(() => [[1], [2]]),
      ),
      ofClasses: call(
        arg(() => [[1, 2], Float32Array.of(3, 4)]),
        arg(() => [0, 1]),
        arg(() => 2, OMITTED),
      ),
    },
    make: data,
    methods: {
      classOf: call(index),
      pick: call(batch),
      copy: INTERNAL,
      slice: call(
        arg(() => 0, ["negative zero"]),
        arg(() => 2, OMITTED),
      ),
      split: call(
        arg(() => 0.5),
        seed,
      ),
      withInputs: INTERNAL,
      checkIndex: INTERNAL,
      checkIndices: INTERNAL,
    },
  },
  BatchProgram: {
    constructs: call(
      methods(modelFields),
      loss,
      options({
        rows: arg(() => 1),
        inputSize: size,
        targetSize: size,
        hasClasses: arg(() => false, ["true"], OMITTED),
      }),
      arg(() => false, ["true"], OMITTED),
    ),
    make: () => program,
    methods: {
      checkRead: INTERNAL,
      load: call(dataset, batch, seed),
      run: call(dataset, batch, seed),
      scores: call(arg(() => 1)),
    },
  },
  fit: [
    call(arg(net), dataset, options({ epochs, iterations: iterations })),
    call(
      model,
      arg(exampleOfTwo),
      options({
        epochs,
        iterations,
        batchSize: arg(() => 1, OMITTED),
        seed,
        loss: { ...loss, takes: OMITTED },
        optimizer: callback(() => (of: readonly Value[]) => new Sgd(of, { learningRate: 0.1 }), {
          gives: [],
          takes: OMITTED,
        }),
        schedule: callback(() => () => 0.1, {
          gives: [...POSITIVE, "negative zero"],
          takes: [...OMITTED, "function"],
        }),
        clip: allOptional({ norm: optionalPositive, value: optionalPositive }),
        validation: arg(exampleOfTwo),
        earlyStopping: options(
          {
            patience: arg(() => 1),
            minimumImprovement: arg(() => 0.1, POSITIVE, ["negative zero"], OMITTED),
            restoreBest: arg(() => false, ["true"], OMITTED),
          },
          OMITTED,
        ),
        signal: arg(() => new AbortController().signal, OMITTED),
        onStep: callbacks,
        onEpoch: callbacks,
        eager: arg(() => false, OMITTED, ["true"]),
      }),
    ),
    call(
      arg(net),
      dataset,
      options({
        iterations: arg(() => 1, ["negative zero"]),
        checkpoint: {
          ...methods({
            load: callback(() => () => undefined, { gives: OMITTED, takes: [] }),
            save: callback(() => () => undefined),
            every: arg(() => 1, OMITTED),
          }),
          takes: OMITTED,
        },
      }),
    ),
  ],
};

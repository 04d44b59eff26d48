/** How what `chainrule/models` exports is called. */
import {
  Characters,
  CompiledGptTrainer,
  EagerGptTrainer,
  encodeMicroGpt,
  MicroGpt,
} from "../../../src/models/index.js";
import { constant } from "../../../src/index.js";
import { arg, call, callback, methods, NUMBER, OMITTED, options, POSITIVE } from "../call.js";
import { INTERNAL, type ClassCalls, type Entry } from "../entry.js";

const shape = { vocabulary: 3, block: 2, width: 2, heads: 1 };
const draw = (): number => 0.5;
const microgpt = (): MicroGpt => new MicroGpt(shape, draw);
const characters = (): Characters => Characters.of(["ab"]);

const model = arg(microgpt);
const document = arg(() => Int32Array.of(2, 0, 2));
const token = arg(() => 1, ["negative zero"]);
const oneHot = [0, 1, 0].map((x) => constant(x));

const trainer = (type: new (model: MicroGpt) => EagerGptTrainer | CompiledGptTrainer): ClassCalls => {
  const shared = new type(microgpt());
  return {
    constructs: call(model),
    make: () => shared,
    methods: {
      step: call(
        document,
        arg(() => 0.1, POSITIVE, ["negative zero"]),
      ),
      scores: call(arg(() => [2])),
      push: call(),
      ...(type === CompiledGptTrainer && { programOf: INTERNAL, compiledReader: INTERNAL }),
    },
  };
};

export const models: Entry = {
  Characters: {
    constructs: call(arg(() => ["a", "b"], ["empty array", "array of texts"])),
    statics: { of: call(arg(() => ["ab"], ["empty array", "array of texts"])) },
    make: characters,
    methods: {
      encode: call(arg(() => "ab")),
      decode: call(arg(() => [0, 1, 2], ["empty array"])),
    },
  },
  documentsOf: call(arg(() => "a\nb", ["text"])),
  invent: call(
    methods({ scores: callback(() => () => [0, 0, 1], { gives: [], takes: [] }) }),
    methods({ uniform: callback(() => () => 0.5, { gives: ["fraction", "negative", "negative zero"] }) }),
    options({ boundary: token, block: arg(() => 2), temperature: arg(() => 1, POSITIVE) }),
  ),
  MicroGpt: {
    constructs: call(
      options({ vocabulary: arg(() => 3), block: arg(() => 2), width: arg(() => 2), heads: arg(() => 1) }),
      callback(() => draw, { gives: NUMBER }),
    ),
    make: microgpt,
    methods: {
      parameters: call(),
      namedParameters: call(),
      document: call(arg(() => 1)),
      loss: call(document),
      checkTokens: INTERNAL,
      checkContext: INTERNAL,
      blanks: call(token),
      oneHot: call(token),
      logits: call(arg(() => [oneHot])),
      vectors: INTERNAL,
      attention: INTERNAL,
    },
  },
  microGptShape: call(arg(() => 3)),
  encodeMicroGpt: call(
    options({ model, characters: arg(characters) }),
    arg(() => "json", OMITTED),
  ),
  decodeMicroGpt: call(arg(() => encodeMicroGpt({ model: microgpt(), characters: characters() }))),
  EagerGptTrainer: trainer(EagerGptTrainer),
  CompiledGptTrainer: trainer(CompiledGptTrainer),
};

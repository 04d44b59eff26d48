/** microgpt against its forward pass in plain numbers, and both ways of training it against each other. */
import { describe, expect, test } from "@jest/globals";
import { compile } from "chainrule/compile";
import {
  Characters,
  CompiledGptTrainer,
  decodeMicroGpt,
  EagerGptTrainer,
  encodeMicroGpt,
  invent,
  MicroGpt,
  microGptShape,
  type GptTrainer,
} from "chainrule/models";
import { TwoLayerNet } from "chainrule/book";
import { encodeWeights, random, Sequential } from "chainrule/nn";
import { centralDifference } from "../differences.js";
import { relativeError, tolerances } from "../tolerances.js";
import { lossInNumbers } from "./microgpt-numbers.js";

/** Large enough weights that attention and the network matter. */
function model(shape = microGptShape(27), spread = 0.4): MicroGpt {
  const { normal } = random(5);
  return new MicroGpt(shape, () => spread * normal());
}
const SMALL = { vocabulary: 5, block: 4, width: 8, heads: 2 };
const numbersOf = (gpt: MicroGpt): number[] => gpt.parameters().map(({ data }) => data);

describe("the model", () => {
  test("has the parameters of the original", () => {
    // 27·16 twice, 16·16 of positions, 4·16² of attention, 2·4·16² of the network
    expect(model().parameters()).toHaveLength(2 * 27 * 16 + 16 * 16 + 4 * 256 + 8 * 256);
    expect(model().parameters()).toHaveLength(4192);
  });

  test.each([1, 2, 7, 16])(
    "loss of %i predictions, on Values and compiled, as in plain numbers",
    (length) => {
      const gpt = model();
      const { integer } = random(length);
      const document = Array.from({ length: length + 1 }, () => integer(27));
      const expected = lossInNumbers(numbersOf(gpt), gpt.shape, document);
      expect(relativeError(gpt.loss(document).data, expected)).toBeLessThan(tolerances.closedForm);
      const { loss, inputs } = gpt.document(length);
      const program = compile(loss, { parameters: gpt.parameters(), inputs });
      program.inputs.fill(0);
      document.slice(0, -1).forEach((token, i) => (program.inputs[27 * i + token] = 1));
      document.slice(1).forEach((token, i) => (program.inputs[27 * (length + i) + token] = 1));
      expect(relativeError(program.run(), expected)).toBeLessThan(tolerances.closedForm);
    },
  );

  test("gradients of all parameters of a small one, against central differences in plain numbers", () => {
    const gpt = model(SMALL, 0.5);
    const document = [4, 0, 3, 3, 1];
    const start = numbersOf(gpt);
    gpt.loss(document).backward();
    gpt.parameters().forEach(({ grad }, i) => {
      const along = (x: number): number => lossInNumbers(start.with(i, x), SMALL, document);
      const expected = centralDifference(along, start[i] as number);
      expect(relativeError(grad, expected)).toBeLessThan(tolerances.firstDifference);
    });
  });

  test("knows nothing at first: its loss is about ln(vocabulary)", () => {
    const { integer } = random(3);
    const gpt = model(microGptShape(27), 0.08);
    const losses = Array.from({ length: 20 }, () => {
      const document = Array.from({ length: 9 }, () => integer(27));
      return gpt.loss(document).data;
    });
    const mean = losses.reduce((a, b) => a + b) / losses.length;
    expect(Math.abs(mean - Math.log(27))).toBeLessThan(0.1);
  });

  test("no score looks ahead", () => {
    const gpt = model(SMALL);
    const scores = (...tokens: number[]): number[] =>
      (gpt.logits(tokens.map((token) => gpt.oneHot(token)))[1] ?? []).map(({ data }) => data);
    expect(scores(4, 2, 0, 1)).toEqual(scores(4, 2, 3, 3));
    expect(scores(4, 2, 0, 1)).not.toEqual(scores(1, 2, 0, 1));
  });
});

test.each<[string, () => unknown, string]>([
  [
    "a vocabulary of none",
    () => model({ ...SMALL, vocabulary: 0 }),
    "vocabulary is the number 0, expected a positive integer",
  ],
  ["half a token of width", () => model({ ...SMALL, width: 1.5 }), "width is the number 1.5"],
  [
    "heads that do not fit",
    () => model({ ...SMALL, heads: 3 }),
    "MicroGpt: 3 heads do not share a width of 8 evenly",
  ],
  [
    "a document of one token",
    () => model(SMALL).loss([4]),
    "MicroGpt: the document has 1 tokens, expected at least 2",
  ],
  [
    "a document beyond the block",
    () => model(SMALL).loss([4, 0, 0, 0, 0, 0]),
    "the context has 5 tokens, expected 1 to the block of 4",
  ],
  [
    "a token that is none",
    () => model(SMALL).loss([4, 5]),
    "MicroGpt: token 1 is the number 5, expected an integer from 0 to 4",
  ],
  ["a graph of no tokens", () => model(SMALL).document(0), "the context has 0 tokens"],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});

describe("the trainers", () => {
  test.each([
    ["on Values", EagerGptTrainer],
    ["compiled", CompiledGptTrainer],
  ] as const)("%s: what they refuse", (_, Trainer) => {
    const trainer = new Trainer(model(SMALL));
    expect(() => trainer.step(Int32Array.of(4), 0.01)).toThrow(
      "the document has 1 tokens, expected at least 2",
    );
    expect(() => trainer.step(Int32Array.of(4, -1), 0.01)).toThrow("token 1 is the number -1");
    expect(() => trainer.scores([])).toThrow("the document has 0 tokens, expected at least 1");
    expect(() => trainer.scores([4, 7])).toThrow("token 1 is the number 7");
    expect(() => trainer.scores([4, 0, 0, 0, 0])).toThrow(
      "the context has 5 tokens, expected 1 to the block of 4",
    );
  });

  const documents = [
    [4, 0, 1, 4],
    [4, 3, 4],
    [4, 0, 4],
    [4, 2, 2, 1, 4],
    [4, 0, 1, 2, 3, 1, 0, 4],
    [4, 1, 4],
  ].map((document) => Int32Array.from(document));

  test("Values and programs see the same losses, within 1e-9, and give the same scores", () => {
    const [eager, compiled] = [new EagerGptTrainer(model(SMALL)), new CompiledGptTrainer(model(SMALL))];
    // Scores may be asked for before the first step.
    expect(compiled.scores([4])).toHaveLength(5);
    for (let i = 0; i < 60; i++) {
      const document = documents[i % documents.length] as Int32Array;
      const rate = 0.02 * (1 - i / 60);
      expect(Math.abs(compiled.step(document, rate) - eager.step(document, rate))).toBeLessThan(1e-9);
    }
    // The fifth document is as long as the block allows, as is the fourth.
    expect(compiled.lengths.sort()).toEqual([2, 3, 4]);
    for (const tokens of [[4], [4, 0], [4, 2, 2, 1]]) {
      const expected = Array.from(eager.scores(tokens));
      Array.from(compiled.scores(tokens)).forEach((score, i) => {
        expect(Math.abs(score - (expected[i] as number))).toBeLessThan(1e-9);
      });
    }
  });

  test("a document beyond the block counts up to the block's end", () => {
    const long = Int32Array.from([4, 0, 1, 2, 3, 1, 0, 4]);
    const trainers = [new EagerGptTrainer(model(SMALL)), new CompiledGptTrainer(model(SMALL))];
    const expected = lossInNumbers(numbersOf(model(SMALL)), SMALL, Array.from(long.subarray(0, 5)));
    for (const trainer of trainers) {
      expect(relativeError(trainer.step(long, 0.01), expected)).toBeLessThan(tolerances.closedForm);
    }
  });

  test("learns one document by heart and then invents it", () => {
    const trainer = new CompiledGptTrainer(model(SMALL, 0.08));
    const document = Int32Array.from([4, 2, 0, 3, 4]);
    for (let i = 0; i < 200; i++) trainer.step(document, 0.02);
    expect(trainer.step(document, 0.02)).toBeLessThan(0.05);
    const asked = { boundary: 4, block: 4, temperature: 0.2 };
    expect(invent(trainer, random(1), asked)).toEqual([2, 0, 3]);
  });
});

describe("files", () => {
  const text = { model: model(SMALL), characters: new Characters(["a", "b", "c", "d"]) };
  const change = (change: object): Uint8Array =>
    encodeWeights({
      namedParameters: () => text.model.namedParameters(),
      architecture: { model: "microgpt", ...SMALL, characters: ["a", "b", "c", "d"], ...change },
    });

  test.each(["safetensors", "json"] as const)(
    "%s: a trained model comes back with its characters and numbers",
    (format) => {
      const trained = model(SMALL);
      const trainer = new CompiledGptTrainer(trained);
      for (let i = 0; i < 5; i++) trainer.step(Int32Array.of(4, 0, 1, 4), 0.01);
      trainer.push();
      expect(numbersOf(trained)).not.toEqual(numbersOf(model(SMALL)));
      const again = decodeMicroGpt(encodeMicroGpt({ ...text, model: trained }, format));
      expect(again.characters.list).toEqual(["a", "b", "c", "d"]);
      expect(again.model.shape).toEqual(SMALL);
      expect(numbersOf(again.model)).toEqual(numbersOf(trained));
      expect(Array.from(new CompiledGptTrainer(again.model).scores([4, 0]))).toEqual(
        Array.from(trainer.scores([4, 0])),
      );
    },
  );

  test.each<[string, () => Uint8Array, string]>([
    [
      "weights without an architecture",
      () => encodeWeights(new TwoLayerNet({ inputSize: 1, hiddenSize: 1, outputSize: 1 })),
      "weights: the file has no architecture",
    ],
    [
      "a net of layers",
      () => encodeWeights(new Sequential([{ layer: "affine", inputs: 1, outputs: 1 }])),
      "decodeMicroGpt: the file holds undefined, expected a microgpt",
    ],
    [
      "characters that are no texts",
      () => change({ characters: [1, 2, 3, 4] }),
      "characters is an array of 4, expected a list of texts",
    ],
    [
      "a character twice",
      () => change({ characters: ["a", "a", "b", "c"] }),
      "Characters: there are 4 characters, of which 3 differ",
    ],
    [
      "a character too few",
      () => change({ characters: ["a"] }),
      "vocabulary is the number 5, expected 2: the characters and the boundary",
    ],
    [
      "a width larger than the file",
      () => change({ width: 2 ** 30 }),
      "a width of the number 1073741824 are larger than the file",
    ],
    [
      "a width that is no number",
      () => change({ width: "8" }),
      'width is the string "8", expected a positive integer',
    ],
    ["a block of other size", () => change({ block: 3 }), "loadWeights: wpe is 4×8, expected 3×8"],
    ["a file cut off", () => encodeMicroGpt(text).subarray(0, 500), "safetensors: "],
  ])("refuses %s", (_, make, message) => {
    const bytes = make();
    expect(() => decodeMicroGpt(bytes)).toThrow(message);
  });

  test("refuses to write a model with characters of another", () => {
    expect(() => encodeMicroGpt({ ...text, characters: new Characters(["a"]) })).toThrow(
      "vocabulary is the number 5, expected 2",
    );
  });
});

describe("invent", () => {
  const fixed = (...scores: number[]): Pick<GptTrainer, "scores"> => ({ scores: () => scores });
  const asked = { boundary: 2, block: 16, temperature: 0.5 };

  test("draws tokens in proportion to exp(score / temperature)", () => {
    // p = 4 : 1 : 0 at temperature 1, 16 : 1 : 0 at one half
    const trainer = fixed(Math.log(4), 0, -Infinity);
    const generator = random(9);
    const tokens = Array.from({ length: 1000 }, () => invent(trainer, generator, asked)).flat();
    expect(tokens).toHaveLength(16_000);
    const share = tokens.filter((token) => token === 0).length / tokens.length;
    // The standard deviation of the share is √(16/17 · 1/17 / 16000) = 0.0019.
    expect(Math.abs(share - 16 / 17)).toBeLessThan(5 * 0.0019);
  });

  test("refuses a temperature of 0", () => {
    expect(() => invent(fixed(0), random(1), { ...asked, temperature: 0 })).toThrow(
      "invent: temperature is the number 0, expected a positive number",
    );
  });

  test("ends at the boundary, and refuses a score that is no number", () => {
    expect(invent(fixed(-Infinity, -Infinity, 0), random(1), asked)).toEqual([]);
    expect(() => invent(fixed(NaN, 0, 0), random(1), asked)).toThrow(
      "invent: the score of token 0 is NaN, expected a finite number: the model has diverged",
    );
  });
});

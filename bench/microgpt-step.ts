/** microgpt: one training step, its parts, and the same by hand in C, in one run. */
import type { Program } from "chainrule/compile";
import { Adam } from "chainrule/nn";
import { MicrogptInC, VARIANTS, type Variant } from "./c.js";
import { median, micro, mustAgree, once, sideBySide, type Row, type Timing } from "./harness.js";
import { documentProgram, load, newModel, newPass, readCorpus } from "./microgpt.js";

/** How many documents are stepped through: the first of the file, with the lengths that names have. */
export const DOCUMENTS = 1000;

export async function microgptStep(
  file: string,
): Promise<{ rows: Row[]; difference: Record<string, number> }> {
  const corpus = readCorpus(file, DOCUMENTS);
  const model = newModel(corpus.vocabulary);
  const parameters = Float64Array.from(model.parameters(), (parameter) => parameter.data);
  const eight = documentProgram(model, 8);
  const document = corpus.documents.find(({ length }) => length === 9) ?? corpus.documents[0];
  if (document === undefined) throw new Error(`${file}: there is no name in it`);
  load(eight, document, corpus.vocabulary);
  const pass = newPass(corpus, model);
  const adam = new Adam(documentProgram(model, 8));
  const timings = await sideBySide([
    { name: "step, mean over documents", run: pass },
    { name: "8 positions, forward and backward", run: () => eight.run() },
    { name: "8 positions, value only", run: () => eight.forward() },
    { name: "Adam alone", run: () => { adam.step(); } }, // prettier-ignore
  ]);
  const [step, run, forward, update] = timings as [Timing, Timing, Timing, Timing];
  const row = ({ name, median, best }: Timing, calls = 1): Row => ({
    what: name,
    µs: micro(median / calls),
    "best µs": micro(best / calls),
  });
  const rows: Row[] = [
    row(step, corpus.documents.length),
    { ...row(run), "gradient ÷ value": run.median / forward.median },
    row(forward),
    row(update),
  ];
  const difference: Record<string, number> = {};
  let inC: MicrogptInC;
  try {
    inC = new MicrogptInC(corpus, parameters);
  } catch (error) {
    console.log(`no C to compare with: ${String(error)}`);
    return { rows, difference };
  }
  const programs = new Map<number, Program>();
  for (const variant of Object.keys(VARIANTS) as Variant[]) {
    const checked = inC.check(variant).map((theirs, i) => {
      const own = corpus.documents[i] as Int32Array;
      const length = own.length - 1;
      const program = programs.get(length) ?? documentProgram(model, length);
      programs.set(length, program);
      load(program, own, corpus.vocabulary);
      return mustAgree(
        variant,
        [program.run(), ...program.gradients],
        [theirs.loss, ...theirs.gradients],
        1e-9,
      );
    });
    difference[variant] = Math.max(...checked);
  }
  const turns = Array.from({ length: 5 }, () => {
    const c = (Object.keys(VARIANTS) as Variant[]).map((variant) => median(inC.time(variant, 20).slice(5)));
    for (let i = 0; i < 3; i++) pass();
    const own = Array.from({ length: 15 }, () => once(pass) * 1e6);
    return { own: median(own) / corpus.documents.length, c };
  });
  inC.dispose();
  const own = median(turns.map((turn) => turn.own));
  rows.push({
    what: "step, in turns with C",
    µs: micro(own),
    "best µs": micro(Math.min(...turns.map((turn) => turn.own))),
  });
  Object.keys(VARIANTS).forEach((variant, i) => {
    const theirs = median(turns.map((turn) => turn.c[i] as number));
    const best = Math.min(...turns.map((turn) => turn.c[i] as number));
    rows.push({
      what: `C, ${variant}`,
      µs: micro(theirs),
      "best µs": micro(best),
      "ours ÷ C": own / theirs,
    });
  });
  return { rows, difference };
}

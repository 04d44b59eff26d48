// Karpathy's microgpt on first names: train it, keep it in a file, let it invent names. node examples/microgpt.js [steps] [file]
import { readFileSync, writeFileSync } from "node:fs";
import { loadNames } from "chainrule/datasets";
import {
  Characters,
  CompiledGptTrainer,
  decodeMicroGpt,
  encodeMicroGpt,
  invent,
  MicroGpt,
  microGptShape,
} from "chainrule/models";
import { parameterCount, random } from "chainrule/nn";

const [steps, file] = [Number(process.argv[2] ?? 1000), process.argv[3] ?? "microgpt.safetensors"];
const names = loadNames();
const characters = Characters.of(names);
const { normal, integer } = random(1);
const model = new MicroGpt(microGptShape(characters.vocabulary), () => 0.08 * normal());
console.log(
  `${names.length} names of ${characters.list.length} letters, ${parameterCount(model)} parameters`,
);

const trainer = new CompiledGptTrainer(model);
let recent = 0;
for (let step = 1; step <= steps; step++) {
  // One name a step, at a rate that falls to 0 in a line.
  const name = characters.encode(names[integer(names.length)]);
  recent += trainer.step(name, 0.01 * (1 - (step - 1) / steps));
  if (step % 100 === 0) {
    console.log(`step ${step}: loss ${(recent / 100).toFixed(3)}`);
    recent = 0;
  }
}
trainer.push();
writeFileSync(file, encodeMicroGpt({ model, characters }));

const saved = decodeMicroGpt(readFileSync(file));
const scorer = new CompiledGptTrainer(saved.model);
const { boundary } = saved.characters;
const { block } = saved.model.shape;
const dice = random(2);
for (let i = 0; i < 10; i++) {
  console.log(`  ${saved.characters.decode(invent(scorer, dice, { boundary, block, temperature: 0.5 }))}`);
}

/** Models put together from the floors below: microgpt with its text, its trainers and its files. */
export { Characters, documentsOf } from "./characters.js";
export { invent, type InventOptions } from "./invent.js";
export { MicroGpt, microGptShape, type DocumentGraph, type MicroGptShape } from "./microgpt.js";
export { decodeMicroGpt, encodeMicroGpt, type TextModel } from "./microgpt-file.js";
export { CompiledGptTrainer, EagerGptTrainer, type GptTrainer } from "./microgpt-trainer.js";

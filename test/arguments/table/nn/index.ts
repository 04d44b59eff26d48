/** How what `chainrule/nn` exports is called. */
import type { Entry } from "../../entry.js";
import { layers } from "./layers.js";
import { models } from "./models.js";
import { training } from "./training.js";

export const nn: Entry = { ...layers, ...training, ...models };

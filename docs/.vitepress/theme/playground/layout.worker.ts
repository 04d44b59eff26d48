/** Draws on a thread of its own, so that the page stays free for typing: an expression and its values come in, a picture goes out. */
import { expression } from "chainrule/parse";
import { evaluated } from "./evaluated.js";
import type { Answer, Wanted } from "./layout.js";
import { fileOf, pictureOf } from "./picture.js";

async function answer({ text, values, scheme, mostNodes }: Wanted): Promise<Answer> {
  try {
    const at = evaluated(expression(text), values);
    return { picture: await (scheme === "file" ? fileOf(at, mostNodes) : pictureOf(at, scheme, mostNodes)) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

addEventListener("message", ({ data }: MessageEvent<Wanted>) => {
  void answer(data).then((result) => {
    postMessage(result);
  });
});
postMessage("ready");

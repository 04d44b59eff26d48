/** How what `chainrule/datasets` exports is called. */
import {
  allOptional,
  arg,
  call,
  FINITE,
  NOTHING_GIVEN,
  OMITTED,
  options,
  POSITIVE,
  untried,
} from "../call.js";
import type { Entry } from "../entry.js";
import { directory, file } from "./temporary.js";

const generated = allOptional({
  noise: arg(() => 0.1, POSITIVE, ["negative zero"], OMITTED),
  seed: arg(() => 1, FINITE, OMITTED),
});

// One digit to train on, and one to test with.
for (const part of ["train", "t10k"]) {
  file(`${part}-images-idx3-ubyte`, Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9));
  file(`${part}-labels-idx1-ubyte`, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7));
}

export const datasets: Entry = {
  parseCsv: call(
    arg(() => "width,height,kind\n1,2,a\n2,3,b\n"),
    options({
      target: arg(() => "kind"),
      inputs: arg(() => ["width"], OMITTED),
      hasClasses: arg(() => true, OMITTED, ["true"]),
      delimiter: arg(() => ",", OMITTED),
    }),
  ),
  moons: call(
    arg(() => 4, OMITTED),
    generated,
  ),
  spirals: call(
    arg(() => 2, OMITTED),
    arg(() => 2, OMITTED),
    generated,
  ),
  parseIdx: call(
    arg(() => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 30, 40)),
    arg(() => 1),
    arg(() => "a file", OMITTED, ["text"]),
  ),
  loadIris: call(),
  // Without a directory it reads all 70,000 digits, which takes too long to be tried here.
  loadMnist: call(
    untried(
      options({
        directory: untried(
          arg(() => directory),
          OMITTED,
        ),
      }),
      [...OMITTED, ...NOTHING_GIVEN],
    ),
  ),
  loadNames: call(),
};

/** How what `chainrule/draw` exports is called. */
import { explain, toDot, type Explanation } from "../../../src/draw/index.js";
import { themes } from "../../../src/draw/picture/theme.js";
import { Value } from "../../../src/index.js";
import { allOptional, arg, call, callback, NOTHING_GIVEN, OMITTED, options, type Call } from "../call.js";
import { DATA, type Entry } from "../entry.js";

const x = new Value(3, "x");
const z = x.square();
const explained = (): Explanation => explain(z, { input: x });

const root = arg(() => z);
const flag = arg(() => false, OMITTED, ["true"]);
const colour = arg(() => "black", ["text"]);
const colours = Object.fromEntries(Object.keys(themes.light).map((name) => [name, colour]));

const looks = {
  style: arg(() => "record", OMITTED),
  values: flag,
  localDerivatives: flag,
  direction: arg(() => "TB", OMITTED),
  digits: arg(() => 3, OMITTED),
  format: callback(() => (number: number) => String(number), { gives: ["text"], takes: OMITTED }),
  theme: options(colours, OMITTED),
  clusters: arg(() => ({ input: [x] }), OMITTED, NOTHING_GIVEN),
  maxNodes: arg(() => 50, OMITTED),
};
const picture = call(
  root,
  allOptional({
    ...looks,
    values: { ...flag, make: () => true },
    gradients: flag,
    highlight: arg(() => x, OMITTED),
  }),
);
/** Each takes the time of Graphviz. */
const rendered = call(root, allOptional({ style: looks.style, highlight: arg(() => [x, z], OMITTED) }));
const withName: Call["makes"] = [
  { name: "nameOf", of: ({ nameOf }: Explanation) => nameOf, call: call(root) },
];

export const draw: Entry = {
  toDot: picture,
  toGraph: picture,
  toSvg: rendered,
  dotToSvg: call(arg(() => toDot(z))),
  frames: call(root, allOptional({ ...looks, values: { ...flag, make: () => true } })),
  explain: {
    args: [root, allOptional({ input: arg(() => x, OMITTED), digits: arg(() => 3, OMITTED) })],
    makes: withName,
  },
  toTex: call(
    arg(explained),
    arg(() => explained().steps, OMITTED, ["empty array"]),
  ),
  toText: call(arg(explained)),
  themes: DATA,
};

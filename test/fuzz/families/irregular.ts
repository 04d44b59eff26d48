/** Graphs without a plan: any operation of anything made before, on its own or on lists. The recipes of test/graphs.ts, and wilder ones. */
import fc from "fast-check";
import { dot, logSumExp, sum, type Value } from "chainrule";
import { anyRecipes, build } from "../../graphs.js";
import type { Draw, Family } from "../draw.js";
import { binary, unary } from "./pieces.js";

function anything(draw: Draw, count: number): Value[] {
  const made = draw.leaves(draw.length(1, 8));
  const pick = (): Value =>
    draw.chance(0.05) ? draw.constant() : draw.pick(made.slice(draw.chance(0.5) ? -6 : 0));
  const list = (): Value[] => draw.list(draw.length(0, 6), pick);
  for (let i = 0; i < count; i++) {
    const form = draw.integer(0, 11);
    if (form < 5) made.push(binary(draw)(pick(), pick()));
    else if (form < 8) made.push(unary(draw)(pick()));
    else if (form === 8) made.push(pick().where(pick(), pick()));
    else if (form === 9) made.push(sum(list()));
    else if (form === 10) made.push(logSumExp(list()));
    else {
      const xs = list();
      made.push(dot(xs, xs.map(pick)));
    }
  }
  return made;
}

export const irregular: Readonly<Record<string, Family>> = {
  anything: (draw) => anything(draw, draw.length(1, 60)),

  "short graphs": (draw) => anything(draw, draw.integer(1, 5)),

  "the recipes of the property tests"(draw) {
    const [recipe] = fc.sample(anyRecipes(30), { seed: draw.integer(0, 2 ** 30), numRuns: 1 });
    if (recipe === undefined) throw new Error("fast-check gave no recipe");
    return [build(recipe, draw.weights(recipe.leaves.length))];
  },

  "one irregular unit among regular ones"(draw) {
    const n = draw.length(4);
    const [x, y, f] = [draw.leaves(n), draw.leaves(n), unary(draw)];
    const odd = draw.integer(0, n - 1);
    return x.map((each, i) => f(each.mul(y[i === odd ? draw.integer(0, n - 1) : i] as Value)));
  },
};

/** Recursions over tables: shortest paths, alignments and decoders with min, max and logSumExp. Their ties split gradients. */
import { constant, logSumExp, max, min, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { adder, reducer } from "./pieces.js";

type Best = (xs: readonly Value[]) => Value;

/** The least or greatest of a list, hard or soft. */
const best = (draw: Draw): Best =>
  draw.pick<Best>([
    (xs) => min(xs),
    (xs) => max(xs),
    (xs) => xs.reduce((x, y) => x.min(y)),
    (xs) => xs.reduceRight((x, y) => x.max(y)),
    (xs) => logSumExp(xs),
    (xs) => logSumExp(xs.map((x) => x.neg())).neg(),
  ]);

export const recursions: Readonly<Record<string, Family>> = {
  "dynamic time warping"(draw) {
    const [x, y, choose] = [draw.leaves(draw.length(1, 8)), draw.leaves(draw.length(1, 8)), best(draw)];
    const far = draw.pick([constant(Infinity), constant(1e6)]);
    let above: Value[] = [constant(0), ...y.map(() => far)];
    const distance = draw.pick<(a: Value, b: Value) => Value>([
      (a, b) => a.sub(b).abs(),
      (a, b) => a.sub(b).square(),
    ]);
    for (const a of x) {
      const row: Value[] = [far];
      y.forEach((b, j) => {
        row.push(distance(a, b).add(choose([above[j] as Value, above[j + 1] as Value, row[j] as Value])));
      });
      above = row;
    }
    return draw.chance(0.5) ? above.slice(1) : [above.at(-1) as Value];
  },

  Viterbi(draw) {
    const [states, steps, choose] = [draw.length(1, 6), draw.length(1, 6), best(draw)];
    const transition = draw.matrix(states, states);
    let score = draw.leaves(states);
    for (let t = 0; t < steps; t++) {
      const [emission, before] = [draw.leaves(states), score];
      score = emission.map((e, j) => choose(before.map((s, i) => s.add(transition[i]?.[j] as Value))).add(e));
    }
    return draw.chance(0.5) ? score : [choose(score)];
  },

  "Bellman–Ford"(draw) {
    const n = draw.length(2, 6);
    const edges = Array.from({ length: draw.length(1, 12) }, () => ({
      from: draw.integer(0, n - 1),
      to: draw.integer(0, n - 1),
      cost: draw.leaf(),
    }));
    const source = draw.parameter();
    let reached: Value[] = Array.from({ length: n }, (_, i) => (i === 0 ? source : constant(1e3)));
    for (let t = draw.integer(1, n - 1); t > 0; t--) {
      const next = [...reached];
      for (const { from, to, cost } of edges) {
        next[to] = (next[to] as Value).min((reached[from] as Value).add(cost));
      }
      reached = next;
    }
    return reached;
  },

  "value iteration"(draw) {
    const [states, actions, add] = [draw.length(1, 5), draw.integer(1, 4), adder(draw)];
    const choices = Array.from({ length: states }, () =>
      Array.from({ length: actions }, () => ({
        reward: draw.leaf(),
        to: draw.matrix(1, states)[0] as Value[],
      })),
    );
    let value: Value[] = draw.list(states, () => constant(0));
    for (let t = draw.integer(1, 3); t > 0; t--) {
      const before = value;
      value = choices.map((all) =>
        max(
          all.map(({ reward, to }) => reward.add(add(to.map((p, s) => p.mul(before[s] as Value))).mul(0.9))),
        ),
      );
    }
    return value;
  },

  "forward algorithm"(draw) {
    const [states, steps] = [draw.length(1, 6), draw.length(1, 6)];
    const a = draw.matrix(states, states);
    let alpha = draw.leaves(states);
    for (let t = 0; t < steps; t++) {
      const [before, emission] = [alpha, draw.leaves(states)];
      alpha = emission.map((e, j) => logSumExp(before.map((x, i) => x.add(a[i]?.[j] as Value))).add(e));
    }
    return [logSumExp(alpha)];
  },

  "a path through a grid"(draw) {
    const [rows, columns, choose] = [draw.length(1, 8), draw.length(1, 8), best(draw)];
    let above: Value[] = [];
    for (const costs of draw.matrix(rows, columns)) {
      const row: Value[] = [];
      costs.forEach((cost, j) => {
        const from = [above[j], row[j - 1]].filter((x) => x !== undefined);
        row.push(from.length === 0 ? cost : cost.add(choose(from)));
      });
      above = row;
    }
    return above;
  },

  "greatest sum of neighbours"(draw) {
    let [here, all]: [Value, Value] = [constant(0), constant(-Infinity)];
    for (const x of draw.leaves(draw.length(1, 24))) {
      here = here.add(x).max(x);
      all = all.max(here);
    }
    return [all, here];
  },

  "a knapsack"(draw) {
    const capacity = draw.length(1, 9);
    let table: Value[] = draw.list(capacity + 1, () => constant(0));
    for (const value of draw.leaves(draw.length(1, 6))) {
      const [weight, before] = [draw.integer(1, 4), table];
      table = before.map((x, c) => (c < weight ? x : x.max((before[c - weight] as Value).add(value))));
    }
    return [reducer(draw)(table), table.at(-1) as Value];
  },

  "ties everywhere"(draw) {
    const xs = draw.leaves(draw.length());
    const doubled = [...xs, ...draw.shuffled(xs)];
    const same = xs.map((x) => x.add(0));
    return [max(doubled), min(doubled), ...xs.map((x, i) => x.max(same[i] as Value).min(x))];
  },
};

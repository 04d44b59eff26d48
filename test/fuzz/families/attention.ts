/** Attention: heads, masks in every form (lists that grow, −∞ added, a choice, factors of 0), and rows that see one element only. */
import { constant, dot, logSumExp, softmax, sum, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { affine } from "./pieces.js";

type Rows = readonly (readonly Value[])[];

/** A softmax as people write it. */
function weightsOf(draw: Draw): (scores: readonly Value[]) => Value[] {
  return draw.pick<(scores: readonly Value[]) => Value[]>([
    (scores) => softmax(scores),
    (scores) => softmax(scores),
    (scores) => {
      const total = logSumExp(scores);
      return scores.map((score) => score.sub(total).exp());
    },
    (scores) => {
      const parts = scores.map((score) => score.exp());
      const total = sum(parts);
      return parts.map((part) => part.div(total));
    },
    (scores) => scores.map((score) => score.sigmoid()),
  ]);
}

/** Scores of one row with those that it must not see masked; the mask is of constants. */
function masked(draw: Draw): (scores: readonly Value[], isSeen: (i: number) => boolean) => Value[] {
  const form = draw.integer(0, 4);
  const far = form === 1 ? -Infinity : draw.pick([-1e9, -1000, -50]);
  return (scores, isSeen) => {
    switch (form) {
      case 0:
        return scores.filter((_, i) => isSeen(i));
      case 1:
      case 2:
        return scores.map((score, i) => score.add(isSeen(i) ? 0 : far));
      case 3:
        return scores.map((score, i) => constant(isSeen(i) ? 1 : 0).where(score, far));
      default:
        return scores.map((score, i) => score.mul(isSeen(i) ? 1 : 0));
    }
  };
}

function maskOf(draw: Draw): (t: number) => (i: number) => boolean {
  return draw.pick<(t: number) => (i: number) => boolean>([
    () => () => true,
    (t) => (i) => i <= t,
    (t) => (i) => i === t,
    (t) => (i) => Math.abs(i - t) < 3,
    (t) => (i) => i % 2 === t % 2,
  ]);
}

export const attention: Readonly<Record<string, Family>> = {
  heads(draw) {
    const [length, heads, width] = [draw.length(1, 6), draw.integer(1, 9), draw.integer(1, 3)];
    const [soften, mask, sees] = [weightsOf(draw), masked(draw), maskOf(draw)];
    const all = (): Rows => draw.matrix(length, heads * width);
    const [q, k, v] = [all(), all(), all()];
    const scale = draw.pick([1, 0.5, 1 / Math.sqrt(width)]);
    return Array.from({ length: heads }, (_, h) => {
      const part = (row: readonly Value[]): readonly Value[] => row.slice(h * width, (h + 1) * width);
      return q.flatMap((query, t) => {
        const scores = mask(
          k.map((key) => dot(part(query), part(key)).mul(scale)),
          sees(t),
        );
        const weights = soften(scores);
        // Where a mask leaves elements out, the values are left out alike.
        const seen = scores.length === length ? v : v.filter((__, i) => sees(t)(i));
        return Array.from({ length: width }, (__, j) =>
          dot(
            weights,
            seen.map((row) => part(row)[j] as Value),
          ),
        );
      });
    }).flat();
  },

  "projected first"(draw) {
    const [length, width] = [draw.length(1, 5), draw.integer(1, 4)];
    const [x, form, soften] = [draw.matrix(length, width), affine(draw), weightsOf(draw)];
    const project = (): Rows => {
      const w = Array.from({ length: width }, () => draw.weights(width));
      return x.map((row) => w.map((column) => form(column, row)));
    };
    const [q, k, v] = [project(), project(), project()];
    return q.flatMap((query, t) => {
      const weights = soften(k.slice(0, t + 1).map((key) => dot(query, key)));
      return Array.from({ length: width }, (_, j) =>
        weights
          .map((w, s) => w.mul(v[s]?.[j] as Value))
          .reduce((a, b) => a.add(b))
          .add(x[t]?.[j] as Value),
      );
    });
  },

  "many rows of one element"(draw) {
    const all = draw.leaves(draw.length());
    return all.flatMap((x) => [logSumExp([x]), ...softmax([x])]);
  },

  "cross-entropy of rows"(draw) {
    const [rows, classes] = [draw.length(1, 9), draw.length()];
    const logits = draw.matrix(rows, classes);
    const form = draw.integer(0, 2);
    return logits.map((row) => {
      const target = draw.integer(0, classes - 1);
      if (form === 0) return logSumExp(row).sub(row[target] as Value);
      if (form === 1) return (softmax(row)[target] as Value).log().neg();
      return dot(
        softmax(row).map((p) => p.log()),
        row.map((_, i) => (i === target ? -1 : 0)),
      );
    });
  },

  /** The same through a running maximum and total, as in FlashAttention. */
  "one element after another"(draw) {
    const [length, width] = [draw.length(1, 8), draw.integer(1, 3)];
    const [scores, v] = [draw.leaves(length), draw.matrix(length, width)];
    let [top, total] = [scores[0] as Value, constant(1)];
    let out: readonly Value[] = v[0] as Value[];
    for (let i = 1; i < length; i++) {
      const score = scores[i] as Value;
      const higher = top.max(score);
      const [kept, fresh] = [top.sub(higher).exp(), score.sub(higher).exp()];
      total = total.mul(kept).add(fresh);
      out = out.map((each, j) => each.mul(kept).add((v[i]?.[j] as Value).mul(fresh)));
      top = higher;
    }
    return out.map((each) => each.div(total));
  },
};

/** Normalisations of rows and columns, losses, and the small nets that they stand in. */
import { dot, logSumExp, mean, softmax, sum, type Value } from "chainrule";
import { LayerNorm, Matrix, RmsNorm } from "chainrule/nn";
import type { Family } from "../draw.js";
import { activation, adder, affine } from "./pieces.js";

export const normalisation: Readonly<Record<string, Family>> = {
  "of rows"(draw) {
    const [rows, add] = [draw.matrix(draw.length(1, 8), draw.length()), adder(draw)];
    const width = rows[0]?.length ?? 1;
    const [gain, shift, form] = [draw.leaves(width), draw.leaves(width), draw.integer(0, 3)];
    return rows.flatMap((row) => {
      const middle = add(row).div(width);
      const centred = form === 0 ? row : row.map((x) => x.sub(middle));
      const variance = (form === 1 ? add(centred.map((x) => x.square())) : dot(centred, centred)).div(width);
      const scale = form === 2 ? variance.add(1e-5).pow(-0.5) : variance.add(1e-5).sqrt().reciprocal();
      return centred.map((x, j) =>
        x
          .mul(scale)
          .mul(gain[j] as Value)
          .add(shift[j] as Value),
      );
    });
  },

  "of columns, as a batch"(draw) {
    const rows = draw.matrix(draw.length(), draw.length(1, 7));
    const width = rows[0]?.length ?? 1;
    const columns = Array.from({ length: width }, (_, j) => rows.map((row) => row[j] as Value));
    return columns.flatMap((column) => {
      const middle = mean(column);
      const variance = mean(column.map((x) => x.sub(middle).square()));
      return column.map((x) => x.sub(middle).div(variance.add(0.001).sqrt()));
    });
  },

  "layers of chainrule/nn"(draw) {
    const [n, width] = [draw.length(1, 5), draw.length(1, 8)];
    const x = Matrix.from(draw.matrix(n, width));
    const layer = new (draw.pick([LayerNorm, RmsNorm]))(width);
    for (const matrix of Object.values(layer.namedParameters())) draw.adopt(matrix.values());
    const out = layer.forward(x);
    return Array.from({ length: n }, (_, i) => [...out.row(i)]).flat();
  },

  "softmax of rows"(draw) {
    const rows = draw.matrix(draw.length(1, 8), draw.length());
    const act = activation(draw);
    const parts = rows.flatMap((row) => softmax(row.map((x) => act(x))));
    return draw.chance(0.5) ? parts : [sum(parts.map((p) => p.mul(p.log()))).neg(), ...parts.slice(0, 3)];
  },

  "logSumExp of rows and columns"(draw) {
    const rows = draw.matrix(draw.length(1, 9), draw.length(1, 9));
    const columns = (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as Value));
    return [...rows.map((row) => logSumExp(row)), ...columns.map((column) => logSumExp(column))];
  },

  "log-softmax, as Sinkhorn alternates it"(draw) {
    let rows = draw.matrix(draw.length(1, 5), draw.length(1, 5));
    for (let t = draw.integer(1, 3); t > 0; t--) {
      const before = rows.map((row) => {
        const total = logSumExp(row);
        return row.map((x) => x.sub(total));
      });
      const totals = (before[0] ?? []).map((_, j) => logSumExp(before.map((row) => row[j] as Value)));
      rows = before.map((row) => row.map((x, j) => x.sub(totals[j] as Value)));
    }
    return rows.flat().map((x) => x.exp());
  },

  "unit vectors and their cosines"(draw) {
    const rows = draw.matrix(draw.length(1, 7), draw.length());
    const units = rows.map((row) => {
      const length = dot(row, row).sqrt();
      return row.map((x) => x.div(length));
    });
    return units.flatMap((a, i) => units.slice(0, i + 1).map((b) => dot(a, b)));
  },

  losses(draw) {
    const n = draw.length();
    const [x, y, form] = [draw.leaves(n), draw.leaves(n), affine(draw)];
    const loss = draw.pick<(a: Value, b: Value) => Value>([
      (a, b) => a.sub(b).square(),
      (a, b) => a.sub(b).abs(),
      (a, b) => a.sub(b).abs().greater(1).where(a.sub(b).abs().sub(0.5), a.sub(b).square().mul(0.5)),
      (a, b) => a.softplus().sub(a.mul(b)),
      (a, b) => a.mul(b).neg().add(1).relu(),
    ]);
    return [
      mean(x.map((a, i) => loss(a, y[i] as Value))),
      form(x, y),
      ...x.map((a, i) => loss(a, y[i] as Value)),
    ];
  },
};

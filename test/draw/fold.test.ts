/** Large graphs: folded to a few boxes that account for every node, with like nodes together. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sum, topologicalOrder, Value } from "chainrule";
import { toDot } from "chainrule/draw";
import { TwoLayerNet } from "chainrule/book";
import { Matrix, random } from "chainrule/nn";
import { MicroGpt } from "../../src/models/microgpt.js";
import { anyRecipes, build, leavesOf } from "../graphs.js";
import { parsed } from "./graphviz.js";

interface Overview {
  /** `dot, 100 nodes` and the like: the first line of every box. */
  readonly boxes: string[];
  readonly nodes: number;
  readonly note: string;
}

async function overview(root: Value, maxNodes?: number): Promise<Overview> {
  const dot = toDot(root, maxNodes === undefined ? {} : { maxNodes });
  const { objects } = await parsed(dot);
  const boxes = objects.map(({ label }) => String(label).split("\\n")[0] ?? "");
  const nodes = boxes.reduce((total, box) => total + Number(/, ([\d,]+) nodes/.exec(box)?.[1]?.replaceAll(",", "") ?? 1), 0); // prettier-ignore
  return { boxes, nodes, note: /label = "(folded: .*?)"/.exec(dot)?.[1] ?? "" };
}

describe("TwoLayerNet 784-50-10, a batch of 5", () => {
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1 });
  const { uniform } = random(2);
  const pixels = Array.from({ length: 5 }, () => Float64Array.from({ length: 784 }, uniform));
  const loss = net.loss(Matrix.from(pixels), [3, 1, 4, 1, 5]);

  test("a layer is one box: products, biases, activations, weights, pixels", async () => {
    const { boxes, nodes, note } = await overview(loss);
    const total = topologicalOrder(loss).length;
    expect(nodes).toBe(total);
    expect(note).toContain(`${total.toLocaleString("en")} nodes in ${String(boxes.length)} boxes`);
    expect(boxes.length).toBeLessThan(25);
    for (const box of [
      "dot, 250 nodes",
      "+, 250 nodes",
      "relu, 250 nodes",
      "leaf, 39,200 nodes",
      "leaf, 50 nodes",
      "leaf, 500 nodes",
      "leaf, 10 nodes",
      "constant, 3,920 nodes",
      "crossEntropy, 5 nodes",
    ]) {
      expect(boxes).toContain(box);
    }
  });
});

test("microgpt, 4 positions: every node accounted for, weights apart from one another", async () => {
  const { normal } = random(1);
  const gpt = new MicroGpt({ vocabulary: 27, block: 16, width: 16, heads: 4 }, () => 0.08 * normal());
  const { loss } = gpt.document(4);
  const { boxes, nodes } = await overview(loss);
  expect(nodes).toBe(topologicalOrder(loss).length);
  expect(boxes.length).toBeLessThanOrEqual(100);
  expect(boxes.filter((box) => box === "leaf, 1,024 nodes")).toHaveLength(2);
  expect(boxes.filter((box) => box.startsWith("relu"))).toEqual(["relu, 256 nodes"]);
});

test("random graphs: never more boxes than allowed, and no node lost", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecipes(60), fc.integer({ min: 4, max: 30 }), async (recipe, maxNodes) => {
      const root = build(recipe, leavesOf(recipe));
      const count = topologicalOrder(root).length;
      if (count <= maxNodes) return;
      const { boxes, nodes } = await overview(root, maxNodes);
      expect(boxes.length).toBeLessThanOrEqual(maxNodes);
      expect(nodes).toBe(count);
    }),
    { numRuns: 40, seed: 3 },
  );
});

test("a chain of a hundred thousand shows its ends, and the middle as a loop", async () => {
  let value = new Value(1, "x");
  const w = new Value(0.5, "w");
  for (let i = 0; i < 50_000; i++) value = value.mul(w).add(1);
  const { boxes, nodes } = await overview(value, 30);
  expect(nodes).toBe(150_002);
  expect(boxes.filter((box) => /^×, 49,9\d\d nodes/.test(box))).toHaveLength(1);
});

test("few nodes with very many edges are folded too", async () => {
  const x = new Value(1, "x");
  const { boxes } = await overview(sum(Array.from({ length: 5000 }, () => x)));
  expect(boxes).toHaveLength(2);
});

/** Graphs whose arrows cross far and wide: a simpler layout, then boxes, so that a picture comes in seconds and not in minutes. */
import { expect, test } from "@jest/globals";
import { Value } from "chainrule";
import { toDot, toSvg } from "chainrule/draw";

/** A chain in which each operation also reads a node from anywhere before it. */
function tangled(operations: number): Value {
  const nodes = [new Value(1, "a"), new Value(2, "b")];
  let state = 1;
  const anywhere = (): Value => {
    state = (state * 48_271) % 2_147_483_647;
    return nodes[state % nodes.length] as Value;
  };
  for (let i = 0; i < operations; i++) {
    const last = nodes.at(-1) as Value;
    nodes.push(i % 2 === 0 ? last.add(anywhere()) : last.mul(anywhere()).sin());
  }
  return nodes.at(-1) as Value;
}

test("few arrows that reach far are curves round what is in their way", () => {
  expect(toDot(tangled(20))).not.toContain("splines");
});

test("many of them are straight, and the picture has every node", async () => {
  const root = tangled(100);
  expect(toDot(root, { maxNodes: 1000 })).toMatch(/splines = "line"/);
  const svg = await toSvg(root, { maxNodes: 1000 });
  expect(svg.match(/<ellipse/g)?.length).toBe(150);
});

test("with more of them than Graphviz can place in seconds the graph is folded, however many nodes are allowed", () => {
  const dot = toDot(tangled(600), { maxNodes: 1000 });
  expect(dot).toMatch(/folded: 902 nodes in \d+ boxes/);
});

test("a long chain is no tangle", () => {
  let x = new Value(1, "x");
  for (let i = 0; i < 900; i++) x = x.sin();
  const dot = toDot(x, { maxNodes: 1000 });
  expect(dot).not.toContain("splines");
  expect(dot).not.toContain("folded");
});

/**
 * Compiled programs against other libraries and hand-written C, all in one run: MNIST, microgpt, and graphs without loops.
 * `npm run bench:compile -- --names FILE`, FILE with one name a line; without it microgpt is left out.
 */
import { parseArgs } from "node:util";
import type { Value } from "chainrule";
import { compile } from "chainrule/compile";
import {
  median,
  micro,
  mustAgree,
  once,
  printTable,
  sideBySide,
  writeResults,
  type Candidate,
  type Row,
} from "./harness.js";
import { arithmeticGraph, chain, lorenz, randomGraph, type Graph } from "./irregular.js";
import { DOCUMENTS, microgptStep } from "./microgpt-step.js";
import { newModel, readCorpus } from "./microgpt.js";
import { denseNoise, lossOf, mnistProgram, newNet, realDigits, type Batch } from "./mnist.js";
import { peers } from "./peer.js";

async function mnist(): Promise<Row[]> {
  const rows: Row[] = [];
  const batches: [string, Batch][] = [
    ["real digits", realDigits()],
    ["dense noise", denseNoise()],
  ];
  for (const [kind, batch] of batches) {
    const { W1, b1, W2, b2 } = newNet();
    const weights = { W1: W1.data, b1: b1.data, W2: W2.data, b2: b2.data };
    const [f64, f32] = [mnistProgram("f64", batch), mnistProgram("f32", batch)];
    const expected = [f64.run(), ...f64.gradients];
    mustAgree("f32", expected, [f32.run(), ...f32.gradients], 1e-4);
    const others = await peers(weights, batch);
    for (const peer of others) {
      await peer.select();
      const { loss, gradients } = peer.run();
      mustAgree(peer.name, expected, [loss, ...gradients.flatMap((gradient) => Array.from(gradient))], 1e-4);
    }
    const candidates: Candidate[] = [
      { name: "chainrule f64", run: () => f64.run() },
      { name: "chainrule f32", run: () => f32.run() },
      { name: "chainrule f64, value only", run: () => f64.forward() },
      { name: "chainrule f32, value only", run: () => f32.forward() },
      ...others,
    ];
    const timings = await sideBySide(candidates, { rounds: 11, slice: 40 });
    const at = (name: string): number => timings.find((timing) => timing.name === name)?.median ?? NaN;
    for (const { name, median, best } of timings) {
      const value = at(`${name}, value only`);
      rows.push({
        input: kind,
        what: name,
        µs: micro(median),
        "best µs": micro(best),
        "÷ chainrule f32": median / at("chainrule f32"),
        "÷ chainrule f64": median / at("chainrule f64"),
        "gradient ÷ value": Number.isNaN(value) ? "" : median / value,
      });
    }
  }
  return rows;
}

function compileTimes(file: string | undefined): Row[] {
  const rows: Row[] = [];
  const add = (what: string, graph: () => { root: Value; parameters: Value[]; inputs: Value[] }): void => {
    const times = Array.from({ length: 9 }, () => {
      const { root, parameters, inputs } = graph();
      return once(() => compile(root, { parameters, inputs }));
    });
    rows.push({
      what,
      "median ms": median(times),
      "best ms": Math.min(...times),
      "first ms": times[0] ?? NaN,
    });
  };
  if (file !== undefined) {
    const model = newModel(readCorpus(file, DOCUMENTS).vocabulary);
    add("microgpt, 8 positions", () => {
      const { loss: root, inputs } = model.document(8);
      return { root, parameters: model.parameters(), inputs: [...inputs] };
    });
  }
  const batch = realDigits();
  add("MNIST, batch 100", () => {
    const net = newNet();
    const { loss: root, inputs } = lossOf(net, batch);
    return { root, parameters: net.parameters(), inputs };
  });
  return rows;
}

async function irregular(): Promise<Row[]> {
  const graphs: [string, () => Graph][] = [
    ["100,000 random operations, tanh and sin among them", () => randomGraph(100_000)],
    ["100,000 random operations, arithmetic only", () => arithmeticGraph(100_000)],
    ["a chain of 1,000,000", () => chain(1_000_000)],
    ["Lorenz, Runge–Kutta, 2,000 steps", () => lorenz(2000)],
  ];
  const rows: Row[] = [];
  for (const [what, make] of graphs) {
    const { root, parameters } = make();
    const options = { parameters: [...parameters] };
    const times = Array.from({ length: 3 }, () => once(() => compile(root, options)));
    const program = compile(root, options);
    const { nodes, bytes } = program.describe();
    program.run();
    for (const parameter of parameters) parameter.grad = 0;
    root.backward();
    mustAgree(
      what,
      [root.data, ...parameters.map(({ grad }) => grad)],
      [program.run(), ...program.gradients],
      1e-9,
    );
    const effort = { rounds: 9, warmup: 300 };
    const [run, forward] = await sideBySide(
      [
        { name: "run", run: () => program.run() },
        { name: "forward", run: () => program.forward() },
      ],
      effort,
    );
    const [both, value, best] = [run?.median ?? NaN, forward?.median ?? NaN, run?.best ?? NaN];
    rows.push({
      what,
      operations: nodes,
      "compile ms": median(times),
      "best compile ms": Math.min(...times),
      "bytes/op": (bytes.code + bytes.memory) / nodes,
      µs: micro(both),
      "ns/op": both / nodes,
      "best ns/op": best / nodes,
      "gradient ÷ value": both / value,
    });
  }
  return rows;
}

const { names } = parseArgs({ options: { names: { type: "string" } } }).values;
const results: Record<string, unknown> = {};
const show = (key: string, title: string, rows: Row[]): void => {
  printTable(title, rows);
  results[key] = rows;
};
show("compileTimes", "Compile", compileTimes(names));
show("mnist", "MNIST 784-50-10, batch 100, forward and backward", await mnist());
if (names !== undefined) {
  const { rows, difference } = await microgptStep(names);
  show("microgpt", "microgpt, f64", rows);
  results.differenceFromC = difference;
  console.log("\nLargest difference from C, relative:", difference);
}
show("irregular", "Graphs without layers, f64, forward and backward", await irregular());
writeResults("compile", results);

/** Models and checkpoints in files: there and back, exact resumption, and a process that is killed at random moments. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fileCheckpoint, readModel, readWeights, writeModel } from "chainrule/files";
import { moons } from "chainrule/datasets";
import { Adam, fit, Matrix, random, Sequential, Sgd, type FitOptions, type LayerSpec } from "chainrule/nn";
import { projectRoot } from "../child.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "chainrule-files-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const LAYERS: readonly LayerSpec[] = [
  { layer: "affine", inputs: 2, outputs: 5 },
  { layer: "batchNorm", features: 5 },
  { layer: "dropout", rate: 0.3 },
  { layer: "affine", inputs: 5, outputs: 2 },
];
const numbersOf = (net: Sequential): number[] =>
  [...net.parameters(), ...net.buffers()].map(({ data }) => data);

describe("models", () => {
  test.each(["model.safetensors", "model.json"])("%s comes back as it was", (name) => {
    const net = new Sequential(LAYERS, { seed: 9 });
    const path = join(directory, name);
    writeModel(path, net);
    const x = Matrix.from([[0.5, -0.25]]);
    expect(readModel(path).predict(x).data).toEqual(net.predict(x).data);
    const other = new Sequential(LAYERS, { seed: 10 });
    readWeights(path, other);
    expect(numbersOf(other)).toEqual(numbersOf(net));
  });

  test("errors name the file", () => {
    const broken = join(directory, "broken.safetensors");
    writeFileSync(broken, "12345");
    expect(() => readModel(broken)).toThrow(`${broken}: safetensors: the file is cut off at 5 bytes`);
    expect(() => readModel(join(directory, "none"))).toThrow("none: there is no such file");
    expect(() => {
      writeModel(join(broken, "model.json"), new Sequential(LAYERS));
    }).toThrow("the file cannot be written");
  });
});

describe("checkpoints", () => {
  const data = moons(30, { seed: 2 });
  const settings: FitOptions = {
    batchSize: 8,
    optimizer: (target) => new Adam(target, { learningRate: 0.05 }),
    validation: moons(10, { seed: 3 }),
    earlyStopping: { patience: 50 },
  };

  test.each([false, true])("a run in two parts gives the numbers of one (eager: %s)", async (eager) => {
    const whole = new Sequential(LAYERS);
    const expected = await fit(whole, data, { ...settings, eager, iterations: 20 });
    const path = join(directory, `parts-${String(eager)}.ckpt`);
    await fit(new Sequential(LAYERS), data, {
      ...settings,
      eager,
      iterations: 8,
      checkpoint: fileCheckpoint(path),
    });
    // A net of other weights: all of them come from the checkpoint.
    const resumed = new Sequential(LAYERS, { seed: 77 });
    const history = await fit(resumed, data, {
      ...settings,
      eager,
      iterations: 20,
      checkpoint: fileCheckpoint(path, 3),
    });
    expect(history).toEqual(expected);
    expect(numbersOf(resumed)).toEqual(numbersOf(whole));
  });

  test.each([false, true])(
    "defect 21: a run that diverges leaves the last good checkpoint (eager: %s)",
    async (eager) => {
      const path = join(directory, `diverged-${String(eager)}.ckpt`);
      const checkpoint = fileCheckpoint(path, 1);
      const net = (): Sequential => new Sequential([{ layer: "affine", inputs: 2, outputs: 3 }, { layer: "relu" }, { layer: "affine", inputs: 3, outputs: 2 }]); // prettier-ignore
      const run = (iterations: number, learningRate: number): Promise<unknown> =>
      fit(net(), data, { batchSize: 8, eager, iterations, checkpoint, optimizer: (target) => new Sgd(target, { learningRate }) }); // prettier-ignore
      await run(3, 0.1);
      const good = readFileSync(path);
      // The numbers are finite after one step of such a length, and the loss with them is not.
      await expect(run(9, 1e300)).rejects.toThrow(/^fit: after 4 steps, [^]*try a smaller learning rate/);
      expect(readFileSync(path)).toEqual(good);
      await run(6, 0.1);
      expect(readFileSync(path)).not.toEqual(good);
    },
  );

  test("that of another run is refused", async () => {
    const path = join(directory, "other.ckpt");
    const checkpoint = fileCheckpoint(path);
    await fit(new Sequential(LAYERS), data, { ...settings, iterations: 2, checkpoint });
    await expect(
      fit(new Sequential(LAYERS), data, { ...settings, iterations: 4, seed: 5, checkpoint }),
    ).rejects.toThrow("checkpoint: it belongs to a run with seed 1, expected 5");
    const smaller = new Sequential([{ layer: "affine", inputs: 2, outputs: 2 }]);
    await expect(fit(smaller, data, { ...settings, iterations: 4, checkpoint })).rejects.toThrow(
      "checkpoint: it belongs to a run with numbers 47, expected 6",
    );
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    await expect(
      fit(new Sequential(LAYERS), data, { ...settings, iterations: 4, checkpoint }),
    ).rejects.toThrow("safetensors: ");
  });

  /** Runs the trainer; ends it with SIGKILL some time after its first step. */
  function run(path: string, steps: number, killAfter?: number): Promise<string> {
    const child = spawn(
      process.execPath,
      [join(projectRoot, "test/files/trainer.mjs"), path, String(steps)],
      {
        cwd: projectRoot,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (out === "" && killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
      out += chunk.toString();
    });
    return new Promise((resolve) => {
      child.on("close", () => {
        resolve(out);
      });
    });
  }

  test("killed 50 times at random moments, a run loses nothing", async () => {
    const STEPS = 20_000;
    const { uniform } = random(6);
    // Five runs side by side, each killed ten times.
    const runs = Array.from({ length: 5 }, async (_, i) => {
      const path = join(directory, `killed-${String(i)}.ckpt`);
      let reached = 0;
      for (let kill = 0; kill < 10; kill++) {
        const printed = (await run(path, STEPS, 10 * uniform())).trim().split("\n").map(Number);
        // The step that was being saved when the process ended may be gone, and no other.
        expect(printed[0]).toBeGreaterThanOrEqual(reached);
        expect(printed[0]).toBeLessThanOrEqual(reached + 1);
        reached = printed.at(-1) ?? NaN;
        expect(reached).toBeLessThan(STEPS);
      }
      const end = reached + 5;
      const last = (await run(path, end)).trim().split("\n").at(-1);
      return { end, last };
    });
    const ended = await Promise.all(runs);
    // What the killed processes had begun to write has been cleared away by those that came after.
    expect(
      readdirSync(directory)
        .filter((name) => name.startsWith("killed-"))
        .sort(),
    ).toEqual([0, 1, 2, 3, 4].map((i) => `killed-${String(i)}.ckpt`));
    for (const { end, last } of ended) {
      const whole = (await run("", end)).trim();
      expect(last).toBe(whole);
      expect((JSON.parse(whole.split("\n").at(-1) ?? "") as { losses: number[] }).losses).toHaveLength(end);
    }
  });
});

/**
 * Runs the tests for Stryker, many times as fast as jest does: one process, and for every mutant the modules of a test file anew, until a test
 * fails. What failed last is tried first, and quick tests before slow ones. So that a test cannot fail for the order alone, the first run, which
 * has to pass, takes the tests of a file from the last to the first.
 *
 * To Stryker a test is a file. Since a file has its own modules, what it covers includes all that is computed when they are loaded.
 */
import { readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from "@stryker-mutator/api/test-runner";
import { expect } from "expect";
import { isTimeout, within } from "./limit.js";
import { Modules } from "./modules.js";
import { Suite, type Test } from "./suite.js";

const FOLDERS = ["test/ops", "test/engine"];
/** Tests of the update rules, which the engine applies. */
const OPTIMIZERS = "test/nn/optimizers.test.ts";
/** What rows say to the compiler. It takes long, so only mutants of rows are tested against it. */
const COMPILED = "test/compile/operations.test.ts";
/** What runs the built package in a process of its own, and tests of sheer size or number. */
const LEFT_OUT = /^test\/engine\/scale|a million deep|nothing recurses/;

const FILES = [
  ...FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
  OPTIMIZERS,
  COMPILED,
].filter((path) => path.endsWith(".test.ts") && !LEFT_OUT.test(path));

/** Milliseconds that any test may take, besides five times what it took before. */
const MOMENT = 5000;

/** What earlier runs have shown of a test or a file: the run in which it failed last, and the milliseconds it took. */
interface Known {
  failed: number;
  time: number;
}

const context: InstrumenterContext = ((globalThis as Record<string, unknown>)[
  INSTRUMENTER_CONSTANTS.NAMESPACE
] ??= {});

class Runner implements TestRunner {
  private readonly known = new Map<string, Known>();
  private run = 0;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const file of FILES) {
      context.currentTestId = file;
      tests.push(await this.file(file, (all) => all.reverse()));
    }
    delete context.currentTestId;
    const { mutantCoverage } = context;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({
    activeMutant,
    testFilter = FILES,
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    this.run++;
    Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    const isRow = activeMutant.fileName.includes("src/ops/");
    const files = FILES.filter((file) => testFilter.includes(file) && (isRow || file !== COMPILED));
    const tests: TestResult[] = [];
    for (const file of this.promisingFirst(files, (name) => name)) {
      const result = await this.file(file, (all) => this.promisingFirst(all, ({ id }) => id));
      tests.push(result);
      if (result.status !== TestStatus.Failed) continue;
      if (isTimeout(result.failureMessage))
        return { status: MutantRunStatus.Timeout, reason: result.failureMessage };
      break;
    }
    return toMutantRunResult(
      determineHitLimitReached(context.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
    );
  }

  /** Runs the tests of a file on modules of their own, until one fails. A file that cannot be loaded has failed. */
  private async file(path: string, order: (tests: Test[]) => Test[]): Promise<TestResult> {
    const suite = new Suite(path);
    const { describe, test } = suite;
    const modules = new Modules({ "@jest/globals": { describe, test, expect } });
    const before = this.known.get(path);
    const start = performance.now();
    let failure = await modules.evaluate(path, 4 * MOMENT).then(
      () => undefined,
      (error: unknown) => `${path} cannot be loaded: ${String(error)}`,
    );
    for (const test of order(suite.tests.filter(({ id }) => !LEFT_OUT.test(id))))
      failure ??= await this.failureOf(test);
    const time = performance.now() - start;
    const file = { id: path, name: path, fileName: path, timeSpentMs: time };
    if (failure === undefined) {
      this.known.set(path, { failed: before?.failed ?? 0, time });
      return { ...file, status: TestStatus.Success };
    }
    this.known.set(path, { failed: this.run, time: before?.time ?? time });
    return { ...file, status: TestStatus.Failed, failureMessage: failure };
  }

  private async failureOf({ id, run }: Test): Promise<string | undefined> {
    const { failed, time } = this.known.get(id) ?? { failed: 0, time: 0 };
    const start = performance.now();
    try {
      await within(MOMENT + 5 * time, run);
    } catch (error) {
      this.known.set(id, { failed: this.run, time });
      return `${id}: ${String(error)}`;
    }
    this.known.set(id, { failed, time: performance.now() - start });
    return undefined;
  }

  private promisingFirst<T>(all: readonly T[], id: (one: T) => string): T[] {
    const known = (one: T): Known => this.known.get(id(one)) ?? { failed: 0, time: 0 };
    return [...all].sort((a, b) => known(b).failed - known(a).failed || known(a).time - known(b).time);
  }
}

const factory = (): Runner => new Runner();
factory.inject = [] as const;
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "modules", factory)];

/**
 * Modules of the project in their own copies: each `Modules` evaluates every file anew, so that what a file computes when it is loaded (the
 * whole table of operations) is computed under the mutant at hand. Sources are compiled once per process.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm, { type Module } from "node:vm";
import ts from "typescript";

const compiled = new Map<string, string>();

const { options } = ts.convertCompilerOptionsFromJson(
  (ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path)).config as { compilerOptions: unknown })
    .compilerOptions,
  process.cwd(),
);

function compile(path: string): string {
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false },
  });
  compiled.set(path, outputText);
  return outputText;
}

/** The file behind a specifier, or undefined for a package. */
function fileOf(specifier: string, from: string): string | undefined {
  const own = /^chainrule(?:\/(.*))?$/.exec(specifier);
  if (own) return resolve("src", own[1] ?? "", "index.ts");
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier.replace(/\.js$/, ".ts"));
  return undefined;
}

export class Modules {
  private readonly made = new Map<string, Module>();

  /** `provided` stands in for the packages that it names. */
  constructor(private readonly provided: Readonly<Record<string, object>>) {}

  /** Loads a file; its own code may run for some milliseconds. */
  async evaluate(path: string, timeout: number): Promise<void> {
    const module = this.source(resolve(path));
    await module.link(async (specifier, from) => {
      const file = fileOf(specifier, from.identifier);
      return file === undefined ? this.external(specifier) : this.source(file);
    });
    await module.evaluate({ timeout });
  }

  private source(path: string): Module {
    const before = this.made.get(path);
    if (before) return before;
    const module = new vm.SourceTextModule(compiled.get(path) ?? compile(path), {
      identifier: path,
      initializeImportMeta: (meta) => (meta.url = pathToFileURL(path).href),
      importModuleDynamically: (specifier) => import(specifier),
    });
    this.made.set(path, module);
    return module;
  }

  private async external(specifier: string): Promise<Module> {
    const before = this.made.get(specifier);
    if (before) return before;
    const exports = (this.provided[specifier] ?? (await import(specifier))) as Record<string, unknown>;
    const module = new vm.SyntheticModule(Object.keys(exports), function () {
      for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
    });
    const raced = this.made.get(specifier);
    if (raced) return raced;
    this.made.set(specifier, module);
    return module;
  }
}

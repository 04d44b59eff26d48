/**
 * Node's own modules, asked for at the moment they are needed and never imported: so the rest of `chainrule/datasets` goes into bundles
 * for browsers.
 */
import { ChainruleError } from "../errors.js";

/**
 * @param asked what the error says needs Node.
 * @throws ChainruleError where there is no Node.
 */
type Builtins = {
  [Name in "node:fs" | "node:module" | "node:path" | "node:zlib"]: ReturnType<
    typeof process.getBuiltinModule<Name>
  >;
};
export function builtin<Name extends keyof Builtins>(name: Name, asked: string): Builtins[Name] {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  if (process?.getBuiltinModule !== undefined) return process.getBuiltinModule(name);
  throw new ChainruleError(`${asked} needs ${name}, expected to run in Node`);
}

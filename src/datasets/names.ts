/** English first names, from the npm package `gender-detection-from-name`: something small for a character model to learn from. */
import { createRequire } from "node:module";
import { ChainruleError } from "../errors.js";

/**
 * Some 32,000 first names in small letters, each once, in the order of the package.
 * @throws ChainruleError if the package is not installed.
 * @example
 * loadNames().includes("emma"); // true
 */
export function loadNames(): string[] {
  try {
    const file: unknown = createRequire(import.meta.url)("gender-detection-from-name/names/en.js");
    return [...(file as ReadonlyMap<string, string>).keys()];
  } catch (cause) {
    throw new ChainruleError("loadNames: the npm package gender-detection-from-name cannot be read", {
      cause,
    });
  }
}

/** English first names, from the npm package `gender-detection-from-name`: something small for a character model to learn from. */
import { createRequire } from "node:module";
import { ChainruleError } from "../errors.js";

/**
 * Some 32,000 first names in small letters, in alphabetical order.
 * @throws ChainruleError if the package is not installed.
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

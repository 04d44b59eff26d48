/**
 * The one error class of the package. Everything that a caller can get wrong (a type, a shape, an arity, a file)
 * ends here, with a message that names the operation, the operand and what was expected.
 */
export class ChainruleError extends Error {
  override name = "ChainruleError";
}

/** Names a wrong operand in a message: `"3" (a string)`, `undefined`, `an array of 4`. */
export function describe(wrong: unknown): string {
  if (wrong === null || wrong === undefined || typeof wrong === "boolean") return String(wrong);
  if (typeof wrong === "number") return `the number ${String(wrong)}`;
  if (typeof wrong === "string") return `the string ${JSON.stringify(wrong)}`;
  if (Array.isArray(wrong)) return `an array of ${String(wrong.length)}`;
  if (typeof wrong === "object") return `an object of class ${wrong.constructor.name}`;
  return `a ${typeof wrong}`;
}

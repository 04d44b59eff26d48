/**
 * The one error class of the package. Everything that a caller can get wrong (a type, a shape, an arity, a file)
 * ends here, with a message that names the operation, the operand, what it was and what was expected. Next: arguments/, which checks what callers give.
 */
export class ChainruleError extends Error {
  override name = "ChainruleError";
}

/** Under this symbol, which all copies of the package share, a Value and a Matrix say of which copy they are. @internal */
export const COPY: unique symbol = Symbol.for("chainrule.copy");
/** This copy. @internal */
export const thisCopy = Symbol("copy");
/** What a Proxy of a Value says. @internal */
export const proxied = Symbol("proxy");

/** Longer texts and names are cut in messages. */
const MOST_LETTERS = 60;
/** Bigints from here on are not written out. */
const LARGE = 10n ** 40n;

/** Names a wrong operand in a message: `the string "3"`, `undefined`, `an array of 4`. It never throws, whatever it is given. */
export function describe(wrong: unknown): string {
  switch (typeof wrong) {
    case "number":
      return Object.is(wrong, -0) ? "the number -0" : `the number ${String(wrong)}`;
    case "string":
      return `the string ${quoted(wrong)}`;
    case "bigint":
      return wrong < LARGE && wrong > -LARGE ? `the bigint ${String(wrong)}n` : "a bigint of many digits";
    case "symbol":
      return `the symbol ${cut(String(wrong))}`;
    case "function":
      return readable(() => describeFunction(wrong)) ?? "a function";
    case "object":
      return wrong === null
        ? "null"
        : (readable(() => describeObject(wrong)) ?? "an object that cannot be read");
    case "boolean":
    case "undefined":
      return String(wrong);
  }
}

const cut = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text);

const quoted = (text: string): string =>
  text.length > MOST_LETTERS
    ? `${JSON.stringify(`${text.slice(0, MOST_LETTERS)}…`)} of ${String(text.length)} letters`
    : JSON.stringify(text);

/** Getters and the traps of proxies are code of the caller, and may throw. */
function readable(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function describeFunction(f: CallableFunction): string {
  const isClass = Function.prototype.toString.call(f).startsWith("class");
  const name: unknown = f.name;
  const named = typeof name === "string" && name !== "" ? ` ${cut(name)}` : "";
  return `${named === "" ? "a" : "the"} ${isClass ? "class" : "function"}${named}`;
}

function describeObject(object: object): string {
  if (Array.isArray(object)) return `an array of ${String(object.length)}`;
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null) return "an object without a prototype";
  const { constructor } = prototype as { readonly constructor: unknown };
  const name: unknown = typeof constructor === "function" ? constructor.name : undefined;
  const named = typeof name === "string" && name !== "" ? cut(name) : "unknown";
  const copy = COPY in object ? object[COPY] : thisCopy;
  if (copy === proxied) return `a Proxy of a ${named}`;
  if (copy !== thisCopy)
    return `a ${named} of another copy of chainrule (two copies are loaded, where \`npm ls chainrule\` shows)`;
  if (ArrayBuffer.isView(object) && "length" in object) {
    return hasMemory(object)
      ? `a ${named} of ${String(object.length)}`
      : `a ${named} whose buffer was transferred or shrunk`;
  }
  return `an object of class ${named}`;
}

/** Whether a typed array still lies in its buffer: then its methods do not throw. */
export function hasMemory(view: ArrayBufferView): boolean {
  try {
    Float64Array.prototype.keys.call(view);
    return true;
  } catch {
    return false;
  }
}

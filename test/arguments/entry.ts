/** What the table says of an export, and which exports, methods and static methods there are. */
import type { Argument, Call } from "./call.js";

/** Not for callers: private to the class, or to the package. */
export const INTERNAL = "internal";
/** Data, which nobody calls. */
export const DATA = "data";

/** One call that is right, or several that differ. */
export type Calls = Call | readonly Call[];

/** An object of functions. */
export interface FunctionCalls {
  readonly functions: Readonly<Record<string, Call>>;
}

export interface ClassCalls {
  /** How it is made with `new`; `INTERNAL` where callers have other ways. */
  readonly constructs: Calls | typeof INTERNAL;
  readonly statics?: Readonly<Record<string, Call | typeof INTERNAL>>;
  /** An instance whose methods are called. */
  readonly make: () => unknown;
  readonly methods?: Readonly<Record<string, Call | typeof INTERNAL>>;
  /** Properties that callers may set. */
  readonly sets?: Readonly<Record<string, Argument | typeof INTERNAL>>;
}

export type Exported = Calls | ClassCalls | FunctionCalls | typeof DATA;
export type Entry = Readonly<Record<string, Exported>>;

export const isFunctions = (of: Exported): of is FunctionCalls => typeof of === "object" && "functions" in of;
export const isClass = (of: Exported): of is ClassCalls => typeof of === "object" && "constructs" in of;

const isFunction = (x: unknown): boolean => typeof x === "function";

/** The names of the functions that stand on an object itself. */
export const functionsOn = (object: object): string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, { value }]) => name !== "constructor" && isFunction(value))
    .map(([name]) => name);

/** The names of the setters that stand on an object itself. */
const settersOn = (object: object): string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([, descriptor]) => isFunction(Reflect.get(descriptor, "set")))
    .map(([name]) => name);

/** The object and what it inherits, but for what every object has. */
function chain(object: object): object[] {
  const found: object[] = [];
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    found.push(at);
  }
  return found;
}

export const methodsOf = (instance: object): string[] => [...new Set(chain(instance).flatMap(functionsOn))];
export const settersOf = (instance: object): string[] => [...new Set(chain(instance).flatMap(settersOn))];
export const staticsOf = (type: object): string[] =>
  functionsOn(type).filter((name) => !["length", "name", "prototype"].includes(name));

/**
 * Everything that an entry exports, called with everything that is wrong: a ChainruleError answers, or, where the table says that the
 * value is right, none. A new export fails here until the table says how it is called.
 */
import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "@jest/globals";
import { complaints, call } from "./call.js";
import {
  DATA,
  functionsOn,
  INTERNAL,
  isClass,
  isFunctions,
  methodsOf,
  settersOf,
  staticsOf,
  type Calls,
  type ClassCalls,
  type Entry,
  type FunctionCalls,
} from "./entry.js";
import { entries } from "./table/index.js";
import { directory } from "./table/temporary.js";

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const missing = (names: readonly string[], known: object): string[] =>
  names.filter((name) => !Object.hasOwn(known, name));

type Callable = (...args: unknown[]) => unknown;

async function ofCalls(name: string, callee: Callable, calls: Calls): Promise<string[]> {
  const found: string[] = [];
  for (const right of [calls].flat()) found.push(...(await complaints(name, callee, right)));
  return found;
}

async function ofFunctions(name: string, object: object, { functions }: FunctionCalls): Promise<string[]> {
  const untold = missing(functionsOn(object), functions);
  if (untold.length > 0)
    throw new Error(`the table in test/arguments/table needs, for ${name}: ${untold.join(", ")}`);
  const found: string[] = [];
  for (const [each, right] of Object.entries(functions))
    found.push(...(await complaints(`${name}.${each}`, Reflect.get(object, each) as Callable, right)));
  return found;
}

async function allOf(
  name: string,
  type: new (...args: unknown[]) => object,
  of: ClassCalls,
): Promise<string[]> {
  const found: string[] = [];
  const { constructs, statics = {}, make, methods = {}, sets = {} } = of;
  const instance = make() as object;
  const untold = [
    ...missing(staticsOf(type), statics).map((each) => `statics: { ${each}: call(…) }`),
    ...missing(methodsOf(instance), methods).map((each) => `methods: { ${each}: call(…) }`),
    ...missing(settersOf(instance), sets).map((each) => `sets: { ${each}: arg(…) }`),
  ];
  if (untold.length > 0)
    throw new Error(`the table in test/arguments/table needs, for ${name}: ${untold.join(", ")}`);
  if (constructs !== INTERNAL)
    found.push(...(await ofCalls(`new ${name}`, (...args) => new type(...args), constructs)));
  for (const [method, right] of Object.entries(statics)) {
    if (right === INTERNAL) continue;
    found.push(...(await complaints(`${name}.${method}`, (...args) => (Reflect.get(type, method) as (...args: unknown[]) => unknown).apply(type, args), right))); // prettier-ignore
  }
  for (const [method, right] of Object.entries(methods)) {
    if (right === INTERNAL) continue;
    const callee = (...args: unknown[]): unknown => {
      const on = make() as Record<string, (...args: unknown[]) => unknown>;
      return on[method]?.(...args);
    };
    found.push(...(await complaints(`${name}#${method}`, callee, right)));
  }
  for (const [property, argument] of Object.entries(sets)) {
    if (argument === INTERNAL) continue;
    const callee = (given: unknown): unknown => Reflect.set(make() as object, property, given);
    found.push(...(await complaints(`${name}#${property} =`, callee, call(argument))));
  }
  return found;
}

test("every entry of the package has a table", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: object };
  const names = Object.keys(exports).filter((name) => name !== "./package.json");
  expect(Object.keys(entries).sort()).toEqual(names.sort());
});

describe.each(Object.entries(entries))(
  "%s",
  (_entry, { exports, table }: { exports: object; table: Entry }) => {
    test("the table has every export, and no other", () => {
      const names = Object.keys(exports);
      expect(missing(names, table).map((name) => `add ${name} to the table in test/arguments/table`)).toEqual(
        [],
      );
      expect(missing(Object.keys(table), exports).map((name) => `there is no export ${name}`)).toEqual([]);
    });

    const callable = Object.entries(table).filter(([, of]) => of !== DATA);
    test.each(callable)("%s answers what is wrong", async (name, of) => {
      const exported: unknown = Reflect.get(exports, name);
      const found = isClass(of)
        ? await allOf(name, exported as new (...args: unknown[]) => object, of)
        : isFunctions(of)
          ? await ofFunctions(name, exported as object, of)
          : await ofCalls(name, exported as Callable, of as Calls);
      expect(found).toEqual([]);
    });
  },
);

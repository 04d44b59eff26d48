/** Values that callers give by mistake, and some that only an enemy gives: each throws in code that takes it for what it is not. */

const thrower = (): never => {
  throw new Error("a trap");
};
const traps = Object.fromEntries(Reflect.ownKeys(Reflect).map((name) => [name, thrower]));

function revoked<T extends object>(target: T): T {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached(): Float64Array {
  const array = new Float64Array([1, 2]);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}
const ResizableBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options: { maxByteLength: number },
) => Resizable;

function shrunk(): Float64Array {
  const buffer = new ResizableBuffer(32, { maxByteLength: 64 });
  const array = new Float64Array(buffer, 16, 2);
  buffer.resize(8);
  return array;
}

/** A class whose objects are made with nothing. */
class Empty {
  readonly #nothing = undefined;
  protected get nothing(): unknown {
    return this.#nothing;
  }
}

export const nameless = (): new () => object =>
  class extends Empty {
    static {
      Object.defineProperty(this, "name", { value: "" });
    }
  };

/** Each with its name, and how `describe` says it. */
export const hostile: Readonly<Record<string, { readonly make: () => unknown; readonly said: string }>> = {
  undefined: { make: () => undefined, said: "undefined" },
  null: { make: () => null, said: "null" },
  true: { make: () => true, said: "true" },
  text: { make: () => "3", said: 'the string "3"' },
  NaN: { make: () => NaN, said: "the number NaN" },
  infinity: { make: () => -Infinity, said: "the number -Infinity" },
  negative: { make: () => -1, said: "the number -1" },
  fraction: { make: () => 1.5, said: "the number 1.5" },
  "negative zero": { make: () => -0, said: "the number -0" },
  bigint: { make: () => 3n, said: "the bigint 3n" },
  "long bigint": { make: () => 10n ** 5000n, said: "a bigint of many digits" },
  symbol: { make: () => Symbol("s"), said: "the symbol Symbol(s)" },
  function: { make: () => () => 0, said: "a function" },
  class: { make: () => Empty, said: "the class Empty" },
  "empty object": { make: () => ({}), said: "an object of class Object" },
  "empty array": { make: () => [], said: "an array of 0" },
  "sparse array": { make: (): unknown => new Array(2), said: "an array of 2" },
  "array of texts": { make: () => ["a", "b"], said: "an array of 2" },
  "object without a prototype": {
    make: (): unknown => Object.create(null),
    said: "an object without a prototype",
  },
  "object with a wrong constructor": {
    make: () => ({ constructor: 3 }),
    said: "an object of class Object",
  },
  "frozen object": { make: () => Object.freeze({ no: 1 }), said: "an object of class Object" },
  instance: { make: () => new Empty(), said: "an object of class Empty" },
  map: { make: () => new Map(), said: "an object of class Map" },
  promise: { make: () => Promise.resolve(1), said: "an object of class Promise" },
  view: { make: () => new DataView(new ArrayBuffer(8)), said: "an object of class DataView" },
  bigints: { make: () => new BigInt64Array(2), said: "a BigInt64Array of 2" },
  "detached array": { make: detached, said: "a Float64Array whose buffer was transferred or shrunk" },
  "shrunk array": { make: shrunk, said: "a Float64Array whose buffer was transferred or shrunk" },
  "throwing proxy": { make: () => new Proxy({}, traps), said: "an object that cannot be read" },
  "throwing array": { make: () => new Proxy([1, 2], traps), said: "an object that cannot be read" },
  "revoked proxy": { make: () => revoked({}), said: "an object that cannot be read" },
  "revoked array": { make: () => revoked([1]), said: "an object that cannot be read" },
  "revoked function": { make: () => revoked(() => 0), said: "a function" },
};

/**
 * Writes WebAssembly: `Code` collects the instructions of one function, `ModuleBuilder` puts functions together into the
 * bytes of a module. The engine's validator checks what comes out, so nothing is checked twice here.
 */
import { OPCODES, type Opcode } from "./opcodes.js";

export type ValueType = "i32" | "f32" | "f64" | "v128";
const TYPE_BYTES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const VOID = 0x40;

/** Unsigned LEB128. */
function unsigned(bytes: number[], value: number): void {
  let rest = value >>> 0;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}

/** Signed LEB128 of a 32-bit integer. */
function signed(bytes: number[], value: number): void {
  let rest = value | 0;
  for (; rest < -0x40 || rest >= 0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest & 0x7f);
}

const floats = new DataView(new ArrayBuffer(8));

/** A local variable of a function under construction. */
export type Local = number;

/** The body of one function. Loops and blocks are closures, so that every one of them is ended. */
export class Code {
  private readonly bytes: number[] = [];
  private readonly locals: ValueType[] = [];
  private readonly free: Partial<Record<ValueType, Local[]>> = {};

  constructor(private readonly parameters: readonly ValueType[] = []) {}

  local(type: ValueType): Local {
    const again = this.free[type]?.pop();
    if (again !== undefined) return again;
    this.locals.push(type);
    return this.parameters.length + this.locals.length - 1;
  }

  /** Gives locals back, for the next that asks for their type. */
  release(...locals: readonly Local[]): void {
    for (const local of locals) {
      const type = this.locals[local - this.parameters.length];
      if (type !== undefined) (this.free[type] ??= []).push(local);
    }
  }

  /** An instruction with its immediate operands (indices and lanes). */
  op(name: Opcode, ...immediates: readonly number[]): this {
    this.bytes.push(...OPCODES[name]);
    for (const immediate of immediates) unsigned(this.bytes, immediate);
    return this;
  }

  get = (local: Local): this => this.op("local.get", local);
  set = (local: Local): this => this.op("local.set", local);
  tee = (local: Local): this => this.op("local.tee", local);

  /** A load or store at the address on the stack plus `offset`; the alignment hint is that of 4-byte words. */
  memory(name: Opcode, offset = 0): this {
    return this.op(name, 2, offset);
  }

  i32(value: number): this {
    this.op("i32.const");
    signed(this.bytes, value);
    return this;
  }

  float(type: "f32" | "f64", value: number): this {
    this.op(`${type}.const`);
    const size = type === "f64" ? 8 : 4;
    if (type === "f64") floats.setFloat64(0, value, true);
    else floats.setFloat32(0, value, true);
    for (let i = 0; i < size; i++) this.bytes.push(floats.getUint8(i));
    return this;
  }

  /** A `block` or `loop` without result. Inside, `br 0` leaves the block or repeats the loop. */
  enclose(kind: "block" | "loop", body: () => void): this {
    this.bytes.push(...OPCODES[kind], VOID);
    body();
    return this.op("end");
  }

  /** Runs `body` `times` times (at least once), counting down in a local. */
  repeat(times: number, body: () => void): this {
    if (times === 1) {
      body();
      return this;
    }
    const count = this.local("i32");
    this.i32(times).set(count);
    this.enclose("loop", () => {
      body();
      this.get(count).i32(1).op("i32.sub").tee(count).op("br_if", 0);
    });
    this.release(count);
    return this;
  }

  /** Adds a number to an address. */
  advance(address: Local, bytes: number): this {
    return bytes === 0 ? this : this.get(address).i32(bytes).op("i32.add").set(address);
  }

  encode(): number[] {
    const body: number[] = [];
    unsigned(body, this.locals.length);
    for (const type of this.locals) body.push(1, TYPE_BYTES[type]);
    const out: number[] = [];
    unsigned(out, body.length + this.bytes.length + 1);
    return out.concat(body, this.bytes, OPCODES.end);
  }
}

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

const text = (bytes: number[], name: string): void => {
  const encoded = new TextEncoder().encode(name);
  unsigned(bytes, encoded.length);
  bytes.push(...encoded);
};

/** A module that imports the memory `env.memory` and host functions, and exports some of its functions. */
export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly imports: { readonly name: string; readonly type: number }[] = [];
  private readonly functions: { readonly type: number; readonly code: number[]; readonly name: string }[] =
    [];

  private typeOf({ parameters, results }: Signature): number {
    const bytes = [0x60];
    for (const list of [parameters, results]) {
      unsigned(bytes, list.length);
      for (const type of list) bytes.push(TYPE_BYTES[type]);
    }
    const key = bytes.join();
    const known = this.types.indexOf(key);
    return known >= 0 ? known : this.types.push(key) - 1;
  }

  /** The index of an imported function; all imports come before the first `define`. */
  importFunction(name: string, signature: Signature): number {
    const known = this.imports.findIndex((imported) => imported.name === name);
    return known >= 0 ? known : this.imports.push({ name, type: this.typeOf(signature) }) - 1;
  }

  /** Adds a function and returns its index; with a name, it is exported. */
  define(signature: Signature, code: Code, name = ""): number {
    this.functions.push({ type: this.typeOf(signature), code: code.encode(), name });
    return this.imports.length + this.functions.length - 1;
  }

  encode(): Uint8Array<ArrayBuffer> {
    const chunks: number[][] = [[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]];
    const section = (id: number, items: readonly (readonly number[])[]): void => {
      const count: number[] = [];
      unsigned(count, items.length);
      const size = items.reduce((total, item) => total + item.length, count.length);
      const head = [id];
      unsigned(head, size);
      chunks.push(head, count, ...(items as number[][]));
    };
    const item = (write: (bytes: number[]) => void): number[] => {
      const bytes: number[] = [];
      write(bytes);
      return bytes;
    };
    section(
      1,
      this.types.map((key) => key.split(",").map(Number)),
    );
    const functions = this.imports.map(({ name, type }) =>
      item((bytes) => {
        text(bytes, "host");
        text(bytes, name);
        bytes.push(0x00);
        unsigned(bytes, type);
      }),
    );
    const memory = item((bytes) => {
      text(bytes, "env");
      text(bytes, "memory");
      bytes.push(0x02, 0x00, 0x01);
    });
    section(2, [memory, ...functions]);
    section(
      3,
      this.functions.map(({ type }) => item((bytes) => { unsigned(bytes, type); })), // prettier-ignore
    );
    const exported = this.functions.flatMap(({ name }, i) => (name === "" ? [] : [{ name, i }]));
    section(
      7,
      exported.map(({ name, i }) =>
        item((bytes) => {
          text(bytes, name);
          bytes.push(0x00);
          unsigned(bytes, this.imports.length + i);
        }),
      ),
    );
    section(
      10,
      this.functions.map(({ code }) => code),
    );
    const out = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }
}

/**
 * Text → instructions for a stack, operands before their operation ("postfix"): `x + 2 * y` becomes `x 2 y mul add`. Operations and brackets that
 * wait for their last operand stand on a stack of their own (Dijkstra's shunting yard, 1961), so nothing recurses, however
 * deep the brackets are. Next: build.ts makes Values of the instructions.
 *
 * As on paper: `-x^2` is −(x²), `2^-1` is a half, `a^b^c` is a^(b^c). Lists stand in square brackets, as arguments of functions.
 */
import { ChainruleError } from "../errors.js";
import { at, signHint } from "./messages.js";
import { tokensOf, type Token } from "./tokens.js";

/** One step: push a number or the Value of a name; or replace the last operands by their list, or by what a function makes of them. */
export type Instruction = { readonly column: number } & (
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly count: number }
  | { readonly kind: "call"; readonly name: string; readonly count: number }
);

/** `t = x + y`, or an expression without a name. */
export interface Statement {
  readonly name: string | undefined;
  readonly column: number;
  readonly code: readonly Instruction[];
}

/** An operation that waits for its last operand, with how tightly it binds; or a bracket that is open. */
type Waiting =
  | { readonly kind: "operation"; readonly call: string; readonly binds: number; readonly column: number }
  | {
      readonly kind: "brackets" | "list" | "call";
      readonly name: string;
      readonly column: number;
      count: number;
    };

const INFIX: ReadonlyMap<string, { readonly call: string; readonly binds: number }> = new Map([
  ["+", { call: "add", binds: 1 }],
  ["-", { call: "sub", binds: 1 }],
  ["*", { call: "mul", binds: 2 }],
  ["/", { call: "div", binds: 2 }],
  ["^", { call: "pow", binds: 4 }],
]);
const MINUS = { call: "neg", binds: 3 } as const;
/** From here on an operation binds from the right. */
const FROM_RIGHT = 4;

/** @throws ChainruleError that shows the column of what cannot be read, and says what was expected there. */
export const syntaxOf = (source: string): Statement[] => new Reader(source).statements();

class Reader {
  private readonly tokens: readonly Token[];
  private next = 0;
  private code: Instruction[] = [];
  private waiting: Waiting[] = [];

  constructor(private readonly source: string) {
    this.tokens = tokensOf(source);
  }

  statements(): Statement[] {
    const statements = [this.statement()];
    while (this.take(";") && this.token.kind !== "end") statements.push(this.statement());
    return statements;
  }

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }

  private is(sign: string, token: Token = this.token): boolean {
    return token.kind === "symbol" && token.text === sign;
  }

  private take(sign: string): boolean {
    const taken = this.is(sign);
    if (taken) this.next++;
    return taken;
  }

  private fail(message: string, { column } = this.token): never {
    throw new ChainruleError(at(this.source, column, message));
  }

  private statement(): Statement {
    const { kind, text, column } = this.token;
    const isDefinition = kind === "name" && this.is("=", this.tokens[this.next + 1]);
    if (isDefinition) this.next += 2;
    this.code = [];
    this.waiting = [];
    do this.operand();
    while (this.continues());
    return { name: isDefinition ? text : undefined, column, code: this.code };
  }

  /** Reads up to the end of a number, a name, or an empty list or call: what stands before the next operation. */
  private operand(): void {
    for (;;) {
      const { kind, text, column } = this.token;
      if (kind === "end" || (kind === "symbol" && !"(-+[".includes(text))) this.failAtOperand();
      const before = this.tokens[this.next - 1];
      const isArgument =
        this.waiting.at(-1)?.kind === "call" && (this.is("(", before) || this.is(",", before));
      this.next++;
      if (kind === "number") return void this.code.push({ kind, value: Number(text), column });
      if (kind === "name") {
        if (!this.take("(")) return void this.code.push({ kind, name: text, column });
        this.waiting.push({ kind: "call", name: text, column, count: 0 });
        if (this.is(")")) return;
      } else if (text === "(") this.waiting.push({ kind: "brackets", name: "", column, count: 0 });
      else if (text === "-") this.waiting.push({ kind: "operation", ...MINUS, column });
      else if (text === "[") {
        if (!isArgument) this.fail("a list stands where a value is expected", { ...this.token, column });
        this.waiting.push({ kind: "list", name: "", column, count: 0 });
        if (this.is("]")) return;
      }
    }
  }

  /** Reads what follows a value. True if another operand must follow, false at the end of the statement. */
  private continues(): boolean {
    for (;;) {
      const { kind, text, column } = this.token;
      const infix = kind === "symbol" ? INFIX.get(text) : undefined;
      if (infix !== undefined) {
        this.settle(infix.binds);
        this.waiting.push({ kind: "operation", ...infix, column });
        this.next++;
        return true;
      }
      this.settle(0);
      const open = this.waiting.at(-1);
      if (this.take(",")) {
        if (open?.kind !== "call" && open?.kind !== "list") this.fail("a comma stands outside of a function's brackets", { ...this.token, column }); // prettier-ignore
        open.count++;
        return true;
      }
      if (this.is(")") || this.is("]")) this.close(open);
      else if (open === undefined && (kind === "end" || this.is(";"))) return false;
      else this.failAtOperation(open);
    }
  }

  /** Closes the bracket that was opened last. */
  private close(open: Waiting | undefined): void {
    const { text } = this.token;
    const isList = open?.kind === "list";
    if (open === undefined || open.kind === "operation" || isList !== (text === "]"))
      this.failAtOperation(open);
    this.waiting.pop();
    this.next++;
    const { kind, name, column } = open;
    if (kind === "brackets") return;
    // Between the brackets of a function or list without commas stands one value, or nothing.
    const isEmpty = "([".includes((this.tokens[this.next - 2] as Token).text);
    const count = isEmpty ? 0 : open.count + 1;
    this.code.push(kind === "list" ? { kind, count, column } : { kind: "call", name, count, column });
    if (isList && !this.is(",") && !this.is(")")) this.fail("expected , or ) after a list");
  }

  /** Lets the waiting operations go that bind at least as tightly as the next one. */
  private settle(binds: number): void {
    for (;;) {
      const last = this.waiting.at(-1);
      if (last?.kind !== "operation" || last.binds < binds || (last.binds === binds && binds >= FROM_RIGHT))
        return;
      this.waiting.pop();
      const { call, column } = last;
      const operand = this.code.at(-1);
      // A minus before a number belongs to it: −2 is a number, not an operation on one.
      if (call === MINUS.call && operand?.kind === "number") {
        this.code[this.code.length - 1] = { ...operand, value: -operand.value };
      } else this.code.push({ kind: "call", name: call, count: call === MINUS.call ? 1 : 2, column });
    }
  }

  private failAtOperand(): never {
    const { text } = this.token;
    this.fail(`expected a value: a name, a number, a function or an opening bracket${signHint(text)}`);
  }

  private failAtOperation(open: Waiting | undefined): never {
    const { kind, text } = this.token;
    const before = (this.tokens[this.next - 1] as Token).text;
    if (kind === "number" || kind === "name" || text === "(") {
      this.fail(
        `expected an operation, + - * or / or ^, after ${before}; for a product write ${before}*${text}`,
      );
    }
    if (open === undefined) {
      if (text === ")" || text === "]") this.fail(`there is no opening bracket for this ${text}`);
      this.fail(`expected an operation, + - * or / or ^, or the end${signHint(text)}`);
    }
    this.fail(`expected ${open.kind === "list" ? "]" : ")"} for the bracket in column ${String(this.columnOf(open))}${signHint(text)}`); // prettier-ignore
  }

  /** The column of an opening bracket, from 1 and within its line. */
  private columnOf({ column }: Waiting): number {
    return column - this.source.lastIndexOf("\n", column - 1);
  }
}

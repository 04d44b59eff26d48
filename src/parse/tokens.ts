/** Text → tokens: numbers, names and signs, with their columns. Next: syntax.ts puts them in the order in which they are computed. */
export interface Token {
  readonly kind: "number" | "name" | "symbol" | "end";
  /** What stands in the text; other ways to write a sign are replaced by the one on a keyboard. */
  readonly text: string;
  /** Where it starts, from 0. */
  readonly column: number;
}

/** Space and comments, then a number, a name, a sign or the end. */
const TOKEN =
  /(?:\s|#[^\n]*)*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\d_]*)|(?<sign>\*\*|.)|$)/suy;

const KEYBOARD: ReadonlyMap<string, string> = new Map([
  ["−", "-"],
  ["×", "*"],
  ["·", "*"],
  ["÷", "/"],
  ["**", "^"],
]);

/** The tokens of a text; the last is its end. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const add = (kind: Token["kind"], text: string): void => {
    tokens.push({ kind, text, column: TOKEN.lastIndex - text.length });
  };
  TOKEN.lastIndex = 0;
  for (;;) {
    const { number, name, sign } = TOKEN.exec(source)?.groups ?? {};
    if (number !== undefined) add("number", number);
    else if (name !== undefined) add("name", name);
    else if (sign !== undefined) add("symbol", sign);
    else break;
  }
  tokens.push({ kind: "end", text: "", column: source.length });
  return tokens.map((token) => ({ ...token, text: KEYBOARD.get(token.text) ?? token.text }));
}

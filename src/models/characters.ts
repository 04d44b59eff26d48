/**
 * Text to train a character model on: in comes text, one document a line, out come the characters it is written in and each
 * document as numbers. Next: microgpt.ts, which learns from them.
 */
import { check, integer, listOf, text } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";

const CHARACTERS = listOf(
  check(
    "one character",
    (given): given is string => typeof given === "string" && Array.from(given).length === 1,
  ),
  "a list of characters",
);
const DOCUMENTS = listOf(text, "a list of texts");

/**
 * The characters (code points) of some text, in order, and one token more, which begins and ends every document.
 * @example
 * const characters = Characters.of(["banana"]);
 * characters.list; // ["a", "b", "n"]
 * characters.encode("ban"); // [3, 1, 0, 2, 3]
 * characters.decode([2, 0, 1]); // "nab"
 */
export class Characters {
  private readonly tokens: ReadonlyMap<string, number>;

  /** @throws ChainruleError if a character is listed twice. */
  constructor(
    /** The character of each token. */
    readonly list: readonly string[],
  ) {
    this.list = CHARACTERS(list, "Characters: list");
    this.tokens = new Map(this.list.map((character, token) => [character, token]));
    if (this.tokens.size === list.length) return;
    throw new ChainruleError(
      `Characters: there are ${String(list.length)} characters, of which ${String(this.tokens.size)} differ`,
    );
  }

  /** Those of some documents. */
  static of(documents: readonly string[]): Characters {
    const found = new Set(
      DOCUMENTS(documents, "Characters: documents").flatMap((document) => Array.from(document)),
    );
    const codePoint = (character: string): number => character.codePointAt(0) as number;
    return new Characters([...found].sort((a, b) => codePoint(a) - codePoint(b)));
  }

  /** The token at both ends of a document. */
  get boundary(): number {
    return this.list.length;
  }

  /** How many tokens there are. */
  get vocabulary(): number {
    return this.list.length + 1;
  }

  /**
   * A document between two boundaries.
   * @throws ChainruleError for a character that the model does not know.
   */
  encode(document: string): Int32Array {
    const inner = Array.from(text(document, "encode: document"), (character) => {
      const token = this.tokens.get(character);
      if (token !== undefined) return token;
      throw new ChainruleError(
        `Characters: ${JSON.stringify(character)} is not among the ${String(this.list.length)} characters`,
      );
    });
    return Int32Array.of(this.boundary, ...inner, this.boundary);
  }

  /** The text of some tokens, without boundaries. @throws ChainruleError for a token that there is not. */
  decode(tokens: readonly number[]): string {
    const known = listOf(integer(0, this.boundary), "a list of tokens")(tokens, "decode: tokens");
    return known.map((token) => this.list[token] ?? "").join("");
  }
}

/**
 * The lines of a text that say something, without the space around them; any line ending will do.
 * @example
 * documentsOf("emma\n\n  olivia \r\n"); // ["emma", "olivia"]
 */
export const documentsOf = (source: string): string[] =>
  text(source, "documentsOf: text")
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

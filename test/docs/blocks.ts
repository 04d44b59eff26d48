/** Fenced code blocks of the Markdown files, and the test that runs each kind. */
import { projectFiles, readProjectFile } from "../files.js";

/** Kind → the test that runs its blocks. A block of any other kind fails blocks.test.ts. */
export const RUNNERS = {
  /** A program for the built package; its comments are checked. */
  ts: "test/docs/examples.test.ts",
  /** What the program before it prints. */
  text: "test/docs/examples.test.ts",
  /** Commands. */
  sh: "test/docs/commands.test.ts",
  /** Of any language, marked `excerpt=FILE`: lines of a source file. */
  excerpt: "test/docs/excerpts.test.ts",
  /** A page, its module `/main.js`, and the policy it is served under. */
  html: "test/browser/snippets.test.ts",
  js: "test/browser/snippets.test.ts",
  http: "test/browser/snippets.test.ts",
} as const;

export type Kind = keyof typeof RUNNERS;

export interface Block {
  readonly path: string;
  /** Place among the blocks of its file, from 1. */
  readonly number: number;
  /** The language, or `excerpt`. */
  readonly kind: string;
  /** What stands behind the language: `draw=z`. */
  readonly info: string;
  readonly code: string;
}

const FENCED = /^( *)(`{3,}|~{3,})([^\n]*)\n(.*?)^\1\2 *$/gms;

export const blocksIn = (path: string, markdown: string): Block[] =>
  Array.from(markdown.matchAll(FENCED), ([, , , head = "", code = ""], i) => {
    const [, language = "", info = ""] = /^\s*(\S*)\s*(.*)$/.exec(head) ?? [];
    return { path, number: i + 1, kind: info.startsWith("excerpt=") ? "excerpt" : language, info, code };
  });

/** The blocks of every Markdown file of the project, but for the list of its folders. */
export const blocks = (): Block[] =>
  projectFiles()
    .filter((path) => path.endsWith(".md") && path !== "ARCHITECTURE.md")
    .flatMap((path) => blocksIn(path, readProjectFile(path)));

export const blocksOf = (kind: Kind): Block[] => blocks().filter((block) => block.kind === kind);

export const where = ({ path, number }: Block): string => `${path}, block ${String(number)}`;

/** The derivation as TeX, for KaTeX, MathJax and LaTeX with amsmath. text.ts says what stands in a line. */
import { checkExplanation, type Explanation, type Step } from "./explain.js";
import { texName } from "./tex-name.js";
import { chainLine, stepLine, type Form } from "./text.js";

const tex: Form = {
  times: " \\cdot ",
  adds: "\\mathrel{+}=",
  derivative: (of, by) => `\\frac{\\partial ${of}}{\\partial ${by}}`,
  name: texName,
  symbol: ({ symbol }) => symbol.tex,
  number: texNumber,
  bracketed: (text) => `\\left(${text}\\right)`,
  sum: (number) => `,\\ \\text{sum } ${number}`,
};

/** `1e-9` is 10 to a power, and the signs are those of TeX. */
function texNumber(text: string): string {
  return text
    .replaceAll("−", "-")
    .replace("NaN", "\\text{NaN}")
    .replace("∞", "\\infty")
    .replace(/e\+?(-?\d+)$/, " \\cdot 10^{$1}");
}

/**
 * A derivation as an `aligned` block of TeX: with an input, the chain from the root to it; without, every step of the backward pass.
 * With `steps`, some of the explanation's, just these: what one operation passes on, for example.
 * @example
 * const x = new Value(3, "x"), z = x.square();
 * z.label = "z";
 * toTex(explain(z, { input: x })).includes("= 1 \\cdot 2 x"); // true
 */
export function toTex(explanation: Explanation, steps?: readonly Step[]): string {
  checkExplanation(explanation, steps, "toTex");
  const { root, nameOf } = explanation;
  const of = texName(nameOf(root));
  const written = (some: readonly Step[]): string[] => some.map((step) => stepLine(explanation, step, tex));
  const chain = steps === undefined ? chainLine(explanation, tex, explanation.closedForm?.tex) : undefined;
  const all = (): string[] => [`${tex.derivative(of, of)} = 1`, ...written(explanation.steps)];
  const lines = steps !== undefined ? written(steps) : chain !== undefined ? [chain] : all();
  const aligned = lines.map((line) => line.replace(/ (=|\\mathrel\{\+\}=) /, " &$1 ").replaceAll(" = ", chain === undefined ? " = " : " \\\\\n&= ")); // prettier-ignore
  return `\\begin{aligned}\n${aligned.join(" \\\\\n")}\n\\end{aligned}`;
}

/** The derivation as plain text, to be read in a terminal. tex.ts prints the same as TeX. */
import { checkExplanation, type Chain, type Explanation, type Step } from "./explain.js";

/** How one form, text or TeX, writes the parts of a derivation. */
export interface Form {
  readonly times: string;
  /** The sign of what is added to what is already there. */
  readonly adds: string;
  readonly derivative: (of: string, by: string) => string;
  readonly name: (name: string) => string;
  readonly symbol: (step: Step) => string;
  readonly number: (text: string) => string;
  readonly bracketed: (text: string) => string;
  /** What a node has in all, after a step that added to it. */
  readonly sum: (number: string) => string;
}

export const plain: Form = {
  times: " · ",
  adds: "+=",
  derivative: (of, by) => `∂${of}/∂${by}`,
  name: (name) => name,
  symbol: ({ symbol }) => symbol.text,
  number: (text) => text,
  bracketed: (text) => `(${text})`,
  sum: (number) => `, sum ${number}`,
};

/** A factor that is a sum, or that starts with a minus, stands in brackets. */
const factor = (text: string, form: Form): string =>
  /^[−-]/.test(text) || / [+−=>/-] /.test(text.replaceAll(/\([^()]*\)|\{[^{}]*\}/g, ""))
    ? form.bracketed(text)
    : text;

/** Equal neighbours are written once: `∂z/∂x = 1 = 1` says nothing new. */
const equated = (parts: readonly string[]): string =>
  parts.filter((part, i) => i === 0 || part !== parts[i - 1]).join(" = ");

/** `∂z/∂t = ∂z/∂z · ∂z/∂t = 1 · 2t = 1 · 6 = 6`; a second step into a node adds to the first: `∂z/∂x += … = 6, sum 12`. */
export function stepLine(explanation: Explanation, step: Step, form: Form): string {
  const { root, format, nameOf } = explanation;
  const [of, by, through] = [nameOf(root), step.name, step.throughName].map((name) => form.name(name)) as [string, string, string]; // prettier-ignore
  const [upstream, local, product] = [step.upstream, step.local, step.product].map((x) => form.number(format(x))) as [string, string, string]; // prettier-ignore
  const right = equated([
    `${form.derivative(of, through)}${form.times}${form.derivative(through, by)}`,
    `${factor(upstream, form)}${form.times}${factor(form.symbol(step), form)}`,
    `${factor(upstream, form)}${form.times}${factor(local, form)}`,
    product,
  ]);
  const left = form.derivative(of, by);
  return step.isFirst
    ? `${left} = ${right}`
    : `${left} ${form.adds} ${right}${form.sum(form.number(format(step.sum)))}`;
}

/** `∂z/∂x = ∂z/∂z · ∂z/∂t · ∂t/∂x = 1 · 2t · 1 = 2(x + y) = 6`; the paths added up where there are several. */
export function chainLine(
  explanation: Explanation,
  form: Form,
  closed: string | undefined,
): string | undefined {
  const { root, input, chains, gradients, format, nameOf } = explanation;
  if (input === undefined || chains.length === 0) return undefined;
  const [of, by] = [form.name(nameOf(root)), form.name(nameOf(input))];
  const joined = (write: (step: Step) => string, first: string): string =>
    chains.map(({ steps }: Chain) => [first, ...steps.map(write)].join(form.times)).join(" + ");
  return equated([
    form.derivative(of, by),
    joined(
      (step) => form.derivative(form.name(step.throughName), form.name(step.name)),
      form.derivative(of, of),
    ),
    joined((step) => factor(form.symbol(step), form), "1"),
    ...(closed === undefined ? [] : [closed]),
    form.number(format(gradients.get(input) ?? NaN)),
  ]);
}

/**
 * A derivation in plain text: the forward pass, every step of the backward pass, and the chain to the input if one was given.
 * @example
 * const x = new Value(3, "x"), z = x.square();
 * z.label = "z";
 * toText(explain(z, { input: x })).split("\n").at(-1); // "∂z/∂x = ∂z/∂z · ∂z/∂x = 1 · 2x = 2x = 6"
 */
export function toText(explanation: Explanation): string {
  checkExplanation(explanation, undefined, "toText");
  const { nodes, steps, root, format, nameOf } = explanation;
  const forward = nodes
    .map(({ name, definition, value }) =>
      equated([name, ...(definition === undefined ? [] : [definition.text]), format(value.data)]),
    )
    // A number that is its own name says nothing.
    .filter((line) => line.includes(" = "));
  const of = nameOf(root);
  const backward = [
    `${plain.derivative(of, of)} = 1`,
    ...steps.map((step) => stepLine(explanation, step, plain)),
  ];
  const chain = chainLine(explanation, plain, explanation.closedForm?.text);
  return [forward, backward, ...(chain === undefined ? [] : [[chain]])]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

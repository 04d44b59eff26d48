/** `chainrule check`: back propagation against central differences, name by name. */
import type { Command } from "commander";
import { bothDerivatives } from "../../checks/gradcheck.js";
import { gradcheck } from "../../index.js";
import { expressionCommand, read, table, type At } from "../expression.js";
import { toJson } from "../json.js";
import { positive } from "../options.js";

const TOLERANCE = 1e-6;
const FAILURE = 1;

export function addCheck(program: Command): void {
  expressionCommand(program, "check", "compare back propagation with central differences", [
    'chainrule check "tanh(x * w + b)" --at x=0.5,w=-1,b=0.1',
    'chainrule check "relu(x)" --at x=0    # a kink: the two need not agree',
  ])
    .option("-t, --tolerance <x>", "largest relative error", positive, TOLERANCE)
    .option("--json", "print JSON", false)
    .action((given: string, options: At & { tolerance: number; json: boolean }) => {
      const { leaves, evaluate } = read(given, options);
      const inputs = [...leaves.values()];
      const { tolerance } = options;
      const checked = bothDerivatives(evaluate, inputs).map((input) => ({
        ...input,
        ok: input.error <= tolerance,
      }));
      const ok = checked.every((input) => input.ok);
      if (options.json) process.stdout.write(toJson({ ok, tolerance, inputs: checked }));
      else {
        // What is not a number is beyond any table; `gradcheck` says so.
        if (checked.some(({ error }) => Number.isNaN(error))) gradcheck(evaluate, inputs, { tolerance });
        const rows = checked.map(({ input, at, analytic, numeric, error, ok: isOk }) => [
          ...[input, at, analytic, numeric].map(String),
          error.toExponential(1),
          isOk ? "ok" : "FAILED",
        ]);
        process.stdout.write(table(["name", "at", "back propagation", "central difference", "relative error", ""], rows)); // prettier-ignore
      }
      process.exitCode = ok ? 0 : FAILURE;
    });
}

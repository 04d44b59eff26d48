/** Jupyter as a command: in goes the path of a notebook, out comes the notebook as a run left it. */
import { execFile } from "node:child_process";
import { basename, delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { joined, type Notebook } from "./format.js";

const execute = promisify(execFile);
const COMMAND = "jupyter-nbconvert";
/** Of one cell. */
const SECONDS = 120;
const MOST_BYTES = 2 ** 27;
const LAST_LINES = 12;

const MISSING = `${COMMAND} was not found. The notebooks run in Jupyter: install nbconvert, on Debian and Ubuntu with
  apt-get install jupyter-nbconvert
elsewhere with
  pip install nbconvert`;

const messageOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "stderr" in error && typeof error.stderr === "string"
    ? error.stderr.trim()
    : String(error);

/** @throws Error that says how to install Jupyter, if it is not there. */
export async function requireJupyter(): Promise<void> {
  try {
    await execute(COMMAND, ["--version"]);
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === "ENOENT";
    throw new Error(isMissing ? MISSING : messageOf(error), { cause: error });
  }
}

/**
 * Runs all cells of a notebook.
 * @throws Error with what the first cell that failed said, or with the end of what Jupyter said.
 */
export async function run(path: string): Promise<Notebook> {
  const kernels = [join(dirname(path), "jupyter"), process.env["JUPYTER_PATH"] ?? ""].filter(Boolean);
  // Without allow-errors nbconvert stops at the first error, and leaves out what the kernel said of it.
  const options = ["--to=notebook", "--execute", "--allow-errors", "--stdout"];
  const timeout = `--ExecutePreprocessor.timeout=${String(SECONDS)}`;
  let result: Notebook;
  try {
    const { stdout } = await execute(COMMAND, [...options, timeout, basename(path)], {
      cwd: dirname(path),
      env: { ...process.env, JUPYTER_PATH: kernels.join(delimiter) },
      maxBuffer: MOST_BYTES,
    });
    result = JSON.parse(stdout) as Notebook;
  } catch (error) {
    throw new Error(messageOf(error).split("\n").slice(-LAST_LINES).join("\n"), { cause: error });
  }
  throwFirstError(result);
  return result;
}

/** The kernel writes every error to stderr, of the compiler or at run time, and nothing else goes there. */
function throwFirstError({ cells }: Notebook): void {
  for (const { id, outputs = [] } of cells) {
    const errors = outputs.filter(({ name, output_type }) => name === "stderr" || output_type === "error");
    if (errors.length > 0) throw new Error(`cell ${id}: ${errors.map(({ text }) => joined(text)).join("")}`);
  }
}

/** The package as it would be published, installed into an empty project. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../child.js";

export interface Project {
  readonly folder: string;
  readonly tarball: string;
  /** The folder of the installed package. */
  readonly installed: string;
  write(file: string, text: string): void;
  /** What a command prints. Its errors go into the error that it throws. */
  run(command: string, ...args: string[]): string;
  node(...args: string[]): string;
  /** Makes a package of the machine's own project known here, as if it were installed too. */
  link(...packages: string[]): void;
  remove(): void;
}

export const bin = (name: string): string => join(projectRoot, "node_modules", ".bin", name);

export function emptyProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-user-"));
  const runIn = (cwd: string, command: string, args: readonly string[]): string =>
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const [packed] = JSON.parse(
    runIn(projectRoot, "npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder]),
  ) as [{ filename: string }];
  const tarball = join(folder, packed.filename);
  // As `npm init -y` leaves it: a project of CommonJS.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  runIn(folder, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball]);
  return {
    folder,
    tarball,
    installed: join(folder, "node_modules/chainrule"),
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    run: (command, ...args) => runIn(folder, command, args),
    node: (...args) => runIn(folder, process.execPath, args),
    link(...packages) {
      for (const name of packages) {
        const place = join(folder, "node_modules", name);
        mkdirSync(dirname(place), { recursive: true });
        symlinkSync(join(projectRoot, "node_modules", name), place);
      }
    },
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}

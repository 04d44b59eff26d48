/** The project's own files, for the tests that read them. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./child.js";

/** Paths of all files under version control or about to be. */
export const projectFiles = (): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => path !== "");

export const readProjectFile = (path: string): string => readFileSync(join(projectRoot, path), "utf8");

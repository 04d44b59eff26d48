/** Files that are whole or not there: what waits at their names, what they replace, and disks that are full or refuse. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, jest, test } from "@jest/globals";
import { ChainruleError } from "chainrule";
import { writeModel } from "chainrule/files";
import { Sequential } from "chainrule/nn";
import { unfinishedName } from "../../src/files/leftovers.js";
import { checkWritable, makeDirectory, writeAtomically } from "../../src/files/write.js";
import { projectRoot } from "../child.js";

const root = realpathSync(mkdtempSync(join(tmpdir(), "chainrule-write-")));
// Its own user may always look into it, and the tests are also run by root.
chmodSync(root, 0o755);
let directory: string;
let count = 0;
beforeEach(() => {
  directory = join(root, String(count++));
  mkdirSync(directory);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const at = (...names: string[]): string => join(directory, ...names);
const write = (name: string, content = "new"): void => {
  writeAtomically(at(name), content);
};

/** As somebody who is not root, for whom permissions hold. */
function unprivileged(act: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test("defect 23: a symlink that waits at the name PATH.PID.tmp is not followed", () => {
  writeFileSync(at("victim"), "precious");
  symlinkSync(at("victim"), at(`model.json.${String(process.pid)}.tmp`));
  writeModel(at("model.json"), new Sequential([{ layer: "affine", inputs: 1, outputs: 1 }]));
  expect(readFileSync(at("victim"), "utf8")).toBe("precious");
});

test("what waits at the temporary name itself is neither followed nor removed", async () => {
  const waiting = at("waiting.tmp");
  jest.unstable_mockModule("../../src/files/leftovers.js", () => ({
    clearAway: () => undefined,
    unfinishedName: () => waiting,
  }));
  jest.resetModules();
  const foreseen = await import("../../src/files/write.js");
  writeFileSync(at("victim"), "precious");
  symlinkSync(at("victim"), waiting);
  expect(() => { foreseen.writeAtomically(at("file"), "new"); }).toThrow("EEXIST"); // prettier-ignore
  expect([readFileSync(at("victim"), "utf8"), lstatSync(waiting).isSymbolicLink()]).toEqual([
    "precious",
    true,
  ]);
  expect(existsSync(at("file"))).toBe(false);
});

test("temporary names differ, and lie beside the file", () => {
  const names = new Set(Array.from({ length: 100 }, () => unfinishedName(directory)));
  expect(names.size).toBe(100);
  for (const name of names) expect(name.startsWith(`${directory}/.chainrule-`)).toBe(true);
});

test("a symlink stays one: the file behind it is replaced, or made", () => {
  mkdirSync(at("real"));
  writeFileSync(at("real", "old"), "old");
  symlinkSync(join("real", "old"), at("one"));
  symlinkSync("one", at("two"));
  symlinkSync(join("real", "made"), at("dangling"));
  for (const name of ["two", "dangling"]) write(name, name);
  expect(["one", "two", "dangling"].map((name) => readlinkSync(at(name)))).toEqual([
    join("real", "old"),
    "one",
    join("real", "made"),
  ]);
  expect(["old", "made"].map((name) => readFileSync(at("real", name), "utf8"))).toEqual(["two", "dangling"]);
  expect(readdirSync(at("real")).sort()).toEqual(["made", "old"]);
});

test("a symlink relative to a directory that is one itself", () => {
  mkdirSync(at("a", "b"), { recursive: true });
  symlinkSync(at("a", "b"), at("short"));
  symlinkSync(join("..", "made"), at("a", "b", "link"));
  write(join("short", "link"));
  expect(readFileSync(at("a", "made"), "utf8")).toBe("new");
});

test("symlinks in a circle are an error", () => {
  symlinkSync("b", at("a"));
  symlinkSync("a", at("b"));
  expect(() => { write("a"); }).toThrow(ChainruleError); // prettier-ignore
});

test("the mode of the file is kept; a new one has that of the process", () => {
  write("fresh");
  writeFileSync(at("plain"), "");
  expect(statSync(at("fresh")).mode).toBe(statSync(at("plain")).mode);
  for (const mode of [0o600, 0o640, 0o755]) {
    chmodSync(at("fresh"), mode);
    write("fresh");
    expect(statSync(at("fresh")).mode & 0o777).toBe(mode);
  }
});

test("a file that its owner made read-only is refused and stays", () => {
  chmodSync(directory, 0o777);
  unprivileged(() => {
    writeFileSync(at("model"), "precious", { mode: 0o444 });
    expect(() => { write("model"); }).toThrow(/model: the file cannot be written \(EACCES/); // prettier-ignore
    expect(() => { checkWritable(at("model")); }).toThrow(/model: the file cannot be written \(EACCES/); // prettier-ignore
  });
  expect([readFileSync(at("model"), "utf8"), readdirSync(directory)]).toEqual(["precious", ["model"]]);
});

test("a directory that is read-only: an error at once, before and at the write", () => {
  writeFileSync(at("model"), "precious");
  chmodSync(directory, 0o555);
  unprivileged(() => {
    for (const name of ["model", "other"]) {
      expect(() => { checkWritable(at(name)); }).toThrow(/the file cannot be written \(EACCES/); // prettier-ignore
      expect(() => { write(name); }).toThrow(/the file cannot be written \(EACCES/); // prettier-ignore
    }
    expect(() => { makeDirectory(at("sub")); }).toThrow(/sub: the directory cannot be made \(EACCES/); // prettier-ignore
  });
  chmodSync(directory, 0o755);
  expect([readFileSync(at("model"), "utf8"), readdirSync(directory)]).toEqual(["precious", ["model"]]);
});

test("a directory stands where the file should", () => {
  mkdirSync(at("model"));
  const refused = /model: the file cannot be written \(it is a directory, expected a file\)/;
  expect(() => { write("model"); }).toThrow(refused); // prettier-ignore
  expect(() => { checkWritable(at("model")); }).toThrow(refused); // prettier-ignore
  expect(readdirSync(directory)).toEqual(["model"]);
});

test("defect 43: a directory below /proc is an error, not an endless loop", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "dist/cli/main.js"), "draw", "x", "--at", "x=1", "-o", "/proc/none/x.svg"],
    { timeout: 20_000, encoding: "utf8" },
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/^chainrule: \/proc\/none: the directory cannot be made \(ENOENT.*\n$/);
});

test("directories above are made, also behind a symlink", () => {
  makeDirectory(at("a", "b", "c"));
  makeDirectory(at("a", "b", "c"));
  symlinkSync(at("a"), at("link"));
  makeDirectory(at("link", "d"));
  expect(readdirSync(at("a")).sort()).toEqual(["b", "d"]);
  writeFileSync(at("file"), "");
  for (const path of [at("file"), at("file", "below")]) {
    expect(() => { makeDirectory(path); }).toThrow(`${path}: the directory cannot be made`); // prettier-ignore
  }
});

test("a pipe stays one and gets the content; a device that is full is an error", async () => {
  execFileSync("mkfifo", [at("pipe")]);
  const reader = spawn("cat", [at("pipe")], { stdio: ["ignore", "pipe", "inherit"] });
  let read = "";
  reader.stdout.on("data", (chunk: Buffer) => (read += chunk.toString()));
  const closed = new Promise((resolve) => reader.on("close", resolve));
  write("pipe", "whole");
  await closed;
  expect([read, lstatSync(at("pipe")).isFIFO()]).toEqual(["whole", true]);
  symlinkSync("/dev/full", at("full"));
  expect(() => { write("full"); }).toThrow(/full: the file cannot be written \(ENOSPC/); // prettier-ignore
});

test("a disk that is full in the middle of the file: the old file stays, and nothing else", () => {
  writeFileSync(at("model.json"), "precious");
  const source = `
    import { writeAtomically } from ${JSON.stringify(join(projectRoot, "dist/files/write.js"))};
    try { writeAtomically(${JSON.stringify(at("model.json"))}, "x".repeat(1e6)); } catch (error) { console.log(error.message); }`;
  // A limit on the size of a file ends a write half-way, as a full disk does.
  const out = execFileSync(
    "sh",
    ["-c", 'ulimit -f 8; exec "$0" --input-type=module --eval "$1"', process.execPath, source],
    { encoding: "utf8" },
  );
  expect(out).toMatch(/model\.json: the file cannot be written \(EFBIG/);
  expect([readFileSync(at("model.json"), "utf8"), readdirSync(directory)]).toEqual([
    "precious",
    ["model.json"],
  ]);
});

test("what processes that have ended left unfinished is cleared away, and nothing else", () => {
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  const own = unfinishedName(".");
  const of = (pid: number | undefined): string => own.replace(String(process.pid), String(pid));
  const [, machine = ""] = /-([0-9a-f]{8})-/.exec(own) ?? [];
  const elsewhere = of(ended).replace(machine, machine === "00000000" ? "00000001" : "00000000");
  const others = [own, of(process.ppid), elsewhere, "model.json.1.tmp", ".chainrule.tmp"];
  for (const name of [...others, of(ended)]) writeFileSync(at(name), "{");
  write("model.json");
  expect(readdirSync(directory).sort()).toEqual(["model.json", ...others].sort());
});

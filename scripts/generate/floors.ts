/**
 * The picture of the floors in ARCHITECTURE.md: a row for each floor of scripts/floors.json, an arrow from each room to those that its files import,
 * read from the source. Arrows that say no more than others together are left out.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { dotToSvg } from "../../src/draw/index.js";

const floors = JSON.parse(readFileSync("scripts/floors.json", "utf8")) as readonly (readonly string[])[];

const roomOf = (path: string): string => (relative("src", path).split("/")[0] ?? "").replace(/\.[jt]s$/, "");

/** The rooms that the files of a room import. */
function imports(room: string): Set<string> {
  const found = new Set<string>();
  const path = join("src", room);
  const files = existsSync(`${path}.ts`)
    ? [`${path}.ts`]
    : readdirSync(path, { recursive: true, encoding: "utf8" }).map((file) => join(path, file));
  for (const file of files.filter((each) => each.endsWith(".ts"))) {
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import|export)[^"]* from "(\.[^"]+)";/gm,
    ))
      found.add(roomOf(resolve(file, "..", from)));
  }
  found.delete(room);
  return found;
}

/** Without what is reached on the way through another. */
function direct(all: ReadonlyMap<string, ReadonlySet<string>>, room: string): string[] {
  const below = (from: string): Set<string> =>
    new Set([...(all.get(from) ?? [])].flatMap((to) => [to, ...below(to)]));
  const own = [...(all.get(room) ?? [])];
  return own.filter((to) => !own.some((other) => other !== to && below(other).has(to)));
}

export function floorsPicture(): Promise<string> {
  const rooms = floors.flat();
  const all = new Map(rooms.map((room) => [room, imports(room)]));
  // What is public as `chainrule` is a file of exports.
  const label = (room: string): string => (room === "index" ? `"index" [label="chainrule"];` : `"${room}";`);
  const rows = floors.map((floor) => `{ rank=same; ${floor.map(label).join(" ")} }`);
  const order = floors
    .map(([room = ""]) => `"${room}"`)
    .toReversed()
    .join(" -> ");
  const arrows = rooms.flatMap((room) => direct(all, room).map((to) => `"${room}" -> "${to}";`));
  return dotToSvg(`digraph floors {
    rankdir=TB; newrank=true; nodesep=0.3; ranksep=0.35; bgcolor=white;
    node [shape=box, style="rounded,filled", fillcolor="#eef3f8", color="#1f2933", fontname="Helvetica", fontsize=12];
    edge [color="#5b6670", arrowsize=0.6];
    ${rows.join("\n")}
    ${order} [style=invis];
    ${arrows.join("\n")}
  }`);
}

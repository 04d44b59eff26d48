/** What can be taken away from the page: text and pictures as files. */
import { toDot, toSvg, toTex } from "chainrule/draw";
import { toCode } from "./code.js";
import type { Evaluated } from "./evaluated.js";

export const KINDS = ["SVG", "PNG", "DOT", "TeX", "TypeScript"] as const;
export type Kind = (typeof KINDS)[number];

const ENDINGS: Readonly<Record<Kind, string>> = {
  SVG: "svg",
  PNG: "png",
  DOT: "gv",
  TeX: "tex",
  TypeScript: "ts",
};
const TYPES: Readonly<Record<Kind, string>> = {
  SVG: "image/svg+xml",
  PNG: "image/png",
  DOT: "text/vnd.graphviz",
  TeX: "application/x-tex",
  TypeScript: "text/typescript",
};
/** Pixels per unit of the picture. */
const SCALE = 2;

async function contents(
  { root, explanation }: Evaluated,
  kind: Exclude<Kind, "PNG" | "TypeScript">,
): Promise<string> {
  if (kind === "DOT") return toDot(root, { gradients: true });
  if (kind === "SVG") return toSvg(root, { gradients: true });
  return Promise.resolve(`\\[\n${toTex(explanation)}\n\\]\n`);
}

async function file(at: Evaluated, kind: Kind): Promise<Blob> {
  if (kind === "PNG") return raster(await contents(at, "SVG"));
  const text = kind === "TypeScript" ? toCode(at) : await contents(at, kind);
  return new Blob([text], { type: TYPES[kind] });
}

/** SVG text as pixels. */
async function raster(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(image.naturalWidth * SCALE);
  canvas.height = Math.ceil(image.naturalHeight * SCALE);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("the picture is too large for this browser"));
      else resolve(blob);
    }, TYPES.PNG);
  });
}

export async function save(at: Evaluated, kind: Kind): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await file(at, kind));
  link.download = `graph.${ENDINGS[kind]}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What can be taken away from the page: text and pictures as files. */
import { toDot, toTex } from "chainrule/draw";
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

/** The SVG is that of `drawn`, which draws on another thread. */
async function file(at: Evaluated, kind: Kind, drawn: () => Promise<string>): Promise<Blob> {
  if (kind === "PNG") return raster(await drawn());
  const texts: Record<typeof kind, () => string | Promise<string>> = {
    SVG: drawn,
    DOT: () => toDot(at.root, { gradients: true }),
    TeX: () => `\\[\n${toTex(at.explanation)}\n\\]\n`,
    TypeScript: () => toCode(at),
  };
  return new Blob([await texts[kind]()], { type: TYPES[kind] });
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

export async function save(at: Evaluated, kind: Kind, drawn: () => Promise<string>): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await file(at, kind, drawn));
  link.download = `graph.${ENDINGS[kind]}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * A picture of a handwritten digit, brought to the form of MNIST: bright on dark, the digit 20 pixels in its longer side, its centre
 * of mass in the middle of 28 × 28. Source: LeCun, Cortes and Burges, "The MNIST database". In flow the bytes of a PNG.
 */
import { decode, type DecodedPng } from "fast-png";
import { ChainruleError } from "../errors.js";
import { centred, INK, SIDE, type Picture } from "./centre.js";
import { readWhole } from "./read.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Pictures of more pixels than this are refused. */
const MOST_PIXELS = 2 ** 26;

/**
 * Reads a digit from a PNG file of any size, dark on light or light on dark, grey or in colour, as 28 · 28 numbers from 0 to 1.
 * @throws ChainruleError that names the file, if it is no PNG, too large, or shows nothing.
 */
export function readDigit(path: string): Float64Array {
  const picture = onDark(grey(open(path)));
  // A picture of MNIST's own size is taken as it is.
  if (picture.width === SIDE && picture.height === SIDE) return nonEmpty(picture, path).pixels;
  return centred(nonEmpty(picture, path));
}

function open(path: string): DecodedPng {
  const bytes = readWhole(path);
  // The size stands in the first chunk; without the signature this is no PNG, which the decoder says.
  const isPng = SIGNATURE.every((byte, i) => bytes[i] === byte);
  const [width, height] = [16, 20].map((at) =>
    !isPng || bytes.length < at + 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(at),
  );
  if ((width ?? 0) * (height ?? 0) > MOST_PIXELS) {
    const size = `${String(width)} × ${String(height)}`;
    throw new ChainruleError(
      `${path}: the picture has ${size} pixels, expected at most ${String(MOST_PIXELS)}`,
    );
  }
  try {
    return decode(bytes);
  } catch (cause) {
    throw new ChainruleError(`${path}: the file is no PNG, or broken (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** Channels to one; transparent pixels show white. */
function grey({ width, height, channels, depth, data, palette }: DecodedPng): Picture {
  const most = 2 ** depth - 1;
  const pixels = new Float64Array(width * height);
  const samples = depth < 8 ? unpacked(data as Uint8Array, width * channels, height, depth) : data;
  for (let i = 0; i < pixels.length; i++) {
    const at = (k: number): number => (samples[i * channels + k] as number) / most;
    const colour = palette?.[samples[i] as number]?.map((c) => c / 255);
    const [r, g, b, alpha] =
      colour !== undefined
        ? [colour[0] as number, colour[1] as number, colour[2] as number, colour[3] ?? 1]
        : channels >= 3
          ? [at(0), at(1), at(2), channels === 4 ? at(3) : 1]
          : [at(0), at(0), at(0), channels === 2 ? at(1) : 1];
    // Luma of ITU-R BT.601, over white.
    pixels[i] = alpha * (0.299 * r + 0.587 * g + 0.114 * b) + (1 - alpha);
  }
  return { width, height, pixels };
}

/** Samples of 1, 2 or 4 bits, each row from a new byte. */
function unpacked(bytes: Uint8Array, perRow: number, rows: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((perRow * depth) / 8);
  return Uint8Array.from({ length: perRow * rows }, (_, i) => {
    const bit = (i % perRow) * depth;
    const byte = bytes[Math.floor(i / perRow) * rowBytes + (bit >> 3)] as number;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

/** Inverts a picture with a bright border: MNIST is bright on dark. */
function onDark({ width, height, pixels }: Picture): Picture {
  let [total, count] = [0, 0];
  pixels.forEach((x, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    if (row > 0 && row < height - 1 && column > 0 && column < width - 1) return;
    total += x;
    count++;
  });
  return total / count > 0.5
    ? { width, height, pixels: pixels.map((x) => 1 - x) }
    : { width, height, pixels };
}

function nonEmpty(picture: Picture, path: string): Picture {
  if (picture.pixels.some((x) => x > INK)) return picture;
  throw new ChainruleError(`${path}: the picture is of one brightness, expected a digit`);
}

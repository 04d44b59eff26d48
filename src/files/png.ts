/**
 * PNG as the W3C's specification (third edition) writes it: bytes in, samples out. Libraries unpack whatever a file brings before they look at
 * what it says; here the size that the header allows is a limit to all that follows. Next: digit.ts makes a digit of the samples.
 */
import { crc32, inflateSync } from "node:zlib";
import { ChainruleError } from "../errors.js";

export interface Png {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** Samples of a pixel: grey, grey and alpha, RGB, or RGB and alpha; one where there is a palette. */
  readonly channels: number;
  /** Pixel by pixel, row by row. */
  readonly samples: Uint16Array;
  /** Red, green, blue and alpha of each colour, from 0 to 255, where samples are numbers of colours. */
  readonly palette: Uint8Array | undefined;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Pictures of more pixels, or of more bytes, are refused. */
const MOST_PIXELS = 2 ** 24;
const MOST_BYTES = 2 ** 26;
/** Channels and depths of each colour type. */
const COLOUR_TYPES: ReadonlyMap<number, { readonly channels: number; readonly depths: readonly number[] }> =
  new Map([
    [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
    [2, { channels: 3, depths: [8, 16] }],
    [3, { channels: 1, depths: [1, 2, 4, 8] }],
    [4, { channels: 2, depths: [8, 16] }],
    [6, { channels: 4, depths: [8, 16] }],
  ]);
const PALETTE = 3;
/** First column and row, and steps to the next, of each pass of an interlaced picture (Adam7), and of one that is not. */
const ADAM7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const; // prettier-ignore
const WHOLE = [[0, 0, 1, 1]] as const;

const broken = (why: string, options?: ErrorOptions): ChainruleError =>
  new ChainruleError(`the file is no PNG, or broken (${why})`, options);

/** @throws ChainruleError if the bytes are no PNG, or hold more than 2²⁴ pixels or 2²⁶ bytes of them. */
export function decodePng(bytes: Uint8Array): Png {
  const { header, palette: colours, transparency, data } = chunksOf(bytes);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, colourType] = [header.getUint8(8), header.getUint8(9)];
  const { channels, depths } = COLOUR_TYPES.get(colourType) ?? { channels: 0, depths: [] };
  if (width * height === 0) throw broken("it has no pixels");
  if (width * height > MOST_PIXELS) {
    throw new ChainruleError(`the picture has ${String(width)} × ${String(height)} pixels, expected at most ${String(MOST_PIXELS)}`); // prettier-ignore
  }
  if (!depths.includes(depth)) throw broken(`colour type ${String(colourType)} with ${String(depth)} bits`);
  if (colourType === PALETTE && colours.length === 0) throw broken("it has no palette");
  const bits = channels * depth;
  const passes = (header.getUint8(12) === 1 ? ADAM7 : WHOLE).map(([x, y, dx, dy]) => {
    const [columns, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    return { x, y, dx, dy, columns, rows, rowBytes: Math.ceil((columns * bits) / 8) };
  });
  const size = passes.reduce((total, { columns, rows, rowBytes }) => total + (columns === 0 ? 0 : rows * (1 + rowBytes)), 0); // prettier-ignore
  if (size > MOST_BYTES) {
    throw new ChainruleError(`the picture has ${String(size)} bytes of pixels, expected at most ${String(MOST_BYTES)}`); // prettier-ignore
  }
  const raw = inflated(data, size);
  const samples = new Uint16Array(width * height * channels);
  let at = 0;
  for (const { x, y, dx, dy, columns, rows, rowBytes } of passes) {
    if (columns === 0) continue;
    let above: Uint8Array = new Uint8Array(rowBytes);
    for (let row = 0; row < rows; row++) {
      const line = raw.subarray(at + 1, at + 1 + rowBytes);
      unfilter(raw[at] as number, line, above, Math.ceil(bits / 8));
      at += 1 + rowBytes;
      above = line;
      const place = ((y + row * dy) * width + x) * channels;
      for (let i = 0; i < columns * channels; i++) {
        const to = dx === 1 ? place + i : place + Math.floor(i / channels) * dx * channels + (i % channels);
        samples[to] = sampleAt(line, i, depth);
      }
    }
  }
  const palette = colourType === PALETTE ? withAlpha(colours, transparency) : undefined;
  return { width, height, depth, channels, samples, palette };
}

function sampleAt(line: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return line[i] as number;
  if (depth === 16) return ((line[2 * i] as number) << 8) | (line[2 * i + 1] as number);
  const bit = i * depth;
  return ((line[bit >> 3] as number) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

interface Chunks {
  readonly header: DataView;
  readonly palette: Uint8Array;
  readonly transparency: Uint8Array;
  readonly data: Uint8Array;
}

/** What a picture needs; all else, such as texts and profiles, which may be packed too, is not looked at. */
function chunksOf(bytes: Uint8Array): Chunks {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw broken("it does not begin as one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const none: Uint8Array = new Uint8Array();
  let [header, palette, transparency] = [none, none, none];
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length, type = ""; type !== "IEND";) {
    const length = at + 8 <= bytes.length ? view.getUint32(at) : Infinity;
    if (at + 12 + length > bytes.length) throw broken("it is cut off");
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
    if (!["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].includes(type)) continue;
    if (crc32(bytes.subarray(at - 8 - length, at - 4)) !== view.getUint32(at - 4)) {
      throw broken(`the check sum of ${type} is wrong`);
    }
    if (type === "IHDR") header = chunk;
    if (type === "PLTE") palette = chunk;
    if (type === "tRNS") transparency = chunk;
    if (type === "IDAT") data.push(chunk);
  }
  if (header.length !== 13) throw broken("its header is missing");
  return {
    header: new DataView(header.buffer, header.byteOffset, header.byteLength),
    palette,
    transparency,
    data: Buffer.concat(data),
  };
}

function inflated(data: Uint8Array, size: number): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = inflateSync(data, { maxOutputLength: size });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    const why = isTooLarge
      ? `its pixels take more than the ${String(size)} bytes of its size`
      : (cause as Error).message;
    throw broken(why, { cause });
  }
  if (raw.length !== size)
    throw broken(`its pixels take ${String(raw.length)} bytes, expected ${String(size)}`);
  return raw;
}

/** Brings back a row from its differences to what is left of each byte (`step` bytes before), above it, or both. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  if (filter === 0) return;
  if (filter > 4) throw broken(`filter ${String(filter)}`);
  for (let i = 0; i < line.length; i++) {
    const left = i < step ? 0 : (line[i - step] as number);
    const up = above[i] as number;
    let guess = filter === 1 ? left : filter === 2 ? up : (left + up) >> 1;
    if (filter === 4) guess = paeth(left, up, i < step ? 0 : (above[i - step] as number));
    line[i] = (line[i] as number) + guess;
  }
}

/** The neighbour that is nearest to left + up − corner. */
function paeth(left: number, up: number, corner: number): number {
  const [fromLeft, fromUp, fromCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left;
  return fromUp <= fromCorner ? up : corner;
}

function withAlpha(colours: Uint8Array, alpha: Uint8Array): Uint8Array {
  const count = Math.floor(colours.length / 3);
  return Uint8Array.from({ length: 4 * count }, (_, i) =>
    i % 4 < 3 ? (colours[3 * Math.floor(i / 4) + (i % 4)] as number) : (alpha[Math.floor(i / 4)] ?? 255),
  );
}

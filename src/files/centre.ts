/**
 * The form of MNIST: bright on dark, the digit 20 pixels in its longer side, its centre of mass in the middle of 28 × 28. It runs in
 * browsers too. Source: LeCun, Cortes and Burges, "The MNIST database". digit.ts reads pictures for it.
 */
export const SIDE = 28;
const DIGIT_SIDE = 20;
/** The middle of the pixel with index 14, where MNIST has the centre of mass. */
const MIDDLE = 14.5;
/** Brightness above which a pixel belongs to the digit. */
export const INK = 0.2;

/** Brightness from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float64Array;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle that holds all of the digit. */
function boxOf({ width, height, pixels }: Picture): Box {
  let [left, right, top, bottom] = [width, -1, height, -1];
  pixels.forEach((x, i) => {
    if (x <= INK) return;
    const [row, column] = [Math.floor(i / width), i % width];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  });
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The mean brightness over a rectangle whose edges may cut pixels. */
function meanOver(
  { width, height, pixels }: Picture,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
): number {
  const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(width, x1)];
  const [top, bottom] = [Math.max(0, Math.floor(y0)), Math.min(height, y1)];
  let total = 0;
  for (let y = top; y < bottom; y++) {
    let row = 0;
    for (let x = left; x < right; x++) {
      row += (Math.min(x + 1, x1) - Math.max(x, x0)) * (pixels[y * width + x] as number);
    }
    total += row * (Math.min(y + 1, y1) - Math.max(y, y0));
  }
  return total / ((x1 - x0) * (y1 - y0));
}

/** Scaled to 20 pixels in the longer side, with the centre of mass in the middle, to the nearest pixel. Some pixel must be ink. */
export function centred(picture: Picture): Float64Array {
  const box = boxOf(picture);
  const scale = Math.max(box.width, box.height) / DIGIT_SIDE;
  let [mass, x, y] = [0, 0, 0];
  picture.pixels.forEach((ink, i) => {
    const [column, row] = [i % picture.width, Math.floor(i / picture.width)];
    if (ink <= INK) return;
    mass += ink;
    x += ink * (column + 0.5 - box.left);
    y += ink * (row + 0.5 - box.top);
  });
  const [across, down] = [x, y].map((moment) => Math.round(MIDDLE - moment / mass / scale));
  const [left, top] = [box.left - (across ?? 0) * scale, box.top - (down ?? 0) * scale];
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x0, y0] = [left + (i % SIDE) * scale, top + Math.floor(i / SIDE) * scale];
    return meanOver(picture, x0, x0 + scale, y0, y0 + scale);
  });
}

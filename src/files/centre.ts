/**
 * The form of MNIST: bright on dark, the digit 20 pixels in its longer side, its centre of mass in the middle of 28 × 28. It runs in
 * browsers too. Source: LeCun, Cortes and Burges, "The MNIST database". digit.ts reads pictures for it.
 */
export const SIDE = 28;
const DIGIT_SIDE = 20;
/** Brightness above which a pixel belongs to the digit. */
export const INK = 0.2;

/** Brightness from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float64Array;
}

/** The smallest part that holds all of the digit. */
function cropped({ width, height, pixels }: Picture): Picture {
  let [left, right, top, bottom] = [width, -1, height, -1];
  pixels.forEach((x, i) => {
    if (x <= INK) return;
    const [row, column] = [Math.floor(i / width), i % width];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  });
  const [w, h] = [right - left + 1, bottom - top + 1];
  const part = Float64Array.from(
    { length: w * h },
    (_, i) => pixels[(top + Math.floor(i / w)) * width + left + (i % w)] as number,
  );
  return { width: w, height: h, pixels: part };
}

/** The mean brightness over a rectangle whose edges may cut pixels. */
function meanOver(
  { width, height, pixels }: Picture,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
): number {
  let total = 0;
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(height, y1); y++) {
    for (let x = Math.max(0, Math.floor(x0)); x < Math.min(width, x1); x++) {
      const area = (Math.min(x + 1, x1) - Math.max(x, x0)) * (Math.min(y + 1, y1) - Math.max(y, y0));
      total += area * (pixels[y * width + x] as number);
    }
  }
  return total / ((x1 - x0) * (y1 - y0));
}

/** The digit scaled to 20 pixels in its longer side, with its centre of mass in the middle of 28 × 28. Some pixel must be ink. */
export function centred(picture: Picture): Float64Array {
  const digit = cropped(picture);
  const scale = Math.max(digit.width, digit.height) / DIGIT_SIDE;
  let [mass, x, y] = [0, 0, 0];
  digit.pixels.forEach((ink, i) => {
    mass += ink;
    x += ink * ((i % digit.width) + 0.5);
    y += ink * (Math.floor(i / digit.width) + 0.5);
  });
  const [left, top] = [x / mass - (scale * SIDE) / 2, y / mass - (scale * SIDE) / 2];
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
    const [x0, y0] = [left + column * scale, top + row * scale];
    return meanOver(digit, x0, x0 + scale, y0, y0 + scale);
  });
}

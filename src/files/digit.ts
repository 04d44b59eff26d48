/**
 * A picture of a handwritten digit, brought to the form of MNIST: bright on dark, the digit 20 pixels in its longer side, its centre
 * of mass in the middle of 28 × 28. Source: LeCun, Cortes and Burges, "The MNIST database". In flow the bytes of a PNG.
 */
import { ChainruleError } from "../errors.js";
import { centred, INK, SIDE, type Picture } from "./centre.js";
import { decodePng, type Png } from "./png.js";
import { checkPath, reading } from "./read.js";

/**
 * Reads a digit from a PNG file of any size, dark on light or light on dark, grey or in colour, as 28 · 28 numbers from 0 to 1.
 * @throws ChainruleError that names the file, if it is no PNG, too large, or shows nothing.
 */
export function readDigit(path: string): Float64Array {
  const picture = reading(checkPath(path, "readDigit"), (bytes) => nonEmpty(onDark(grey(decodePng(bytes)))));
  // A picture of MNIST's own size is taken as it is.
  return picture.width === SIDE && picture.height === SIDE ? picture.pixels : centred(picture);
}

/** Channels to one; transparent pixels show white. */
function grey({ width, height, channels, depth, samples, palette }: Png): Picture {
  const most = 2 ** depth - 1;
  const pixels = new Float64Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [from, of, scale, count] =
      palette === undefined
        ? [i * channels, samples, most, channels]
        : [4 * (samples[i] as number), palette, 255, 4];
    if (from >= of.length)
      throw new ChainruleError("the file is no PNG, or broken (a colour is not in its palette)");
    const red = of[from] as number;
    // Luma of ITU-R BT.601.
    const luma =
      count < 3 ? red : 0.299 * red + 0.587 * (of[from + 1] as number) + 0.114 * (of[from + 2] as number);
    const alpha = count % 2 === 1 ? 1 : (of[from + count - 1] as number) / scale;
    pixels[i] = (alpha * luma) / scale + (1 - alpha);
  }
  return { width, height, pixels };
}

/** Inverts a picture with a bright border: MNIST is bright on dark. */
function onDark({ width, height, pixels }: Picture): Picture {
  let [total, count] = [0, 0];
  const see = (x: number, y: number): void => {
    total += pixels[y * width + x] as number;
    count++;
  };
  for (let x = 0; x < width; x++) for (const y of height === 1 ? [0] : [0, height - 1]) see(x, y);
  for (let y = 1; y < height - 1; y++) for (const x of width === 1 ? [0] : [0, width - 1]) see(x, y);
  if (total / count <= 0.5) return { width, height, pixels };
  return { width, height, pixels: pixels.map((x) => 1 - x) };
}

function nonEmpty(picture: Picture): Picture {
  if (picture.pixels.some((x) => x > INK)) return picture;
  throw new ChainruleError("the picture is of one brightness, expected a digit");
}

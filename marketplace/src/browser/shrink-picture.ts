import { shrinkPixels, type Pixels } from '@orangery/runner/browser';
import type { PictureHeader } from './picture-header.ts';

/** Output samples by the input samples that each is made of. */
interface Mixture {
  readonly first: number;
  readonly shares: readonly number[];
}

/** Samples of one line, each made of some of the line before it; beyond its ends the last one is repeated. */
interface Mixing {
  readonly length: number;
  readonly mixtures: readonly Mixture[];
}

/**
 * Shrinks a decoded picture to a longest side as libvips does when it loads such a file, within a few
 * of 255 levels: JPEG first by averages of 2, 4 or 8 samples, WebP by areas, the rest by Lanczos
 * (https://www.libvips.org/API/current/libvips-resample.html).
 */
export function shrinkPicture(
  pixels: Pixels,
  longestSide: number,
  format: PictureHeader['format'],
): Pixels {
  const { width, height } = pixels;
  const longest = Math.max(width, height);
  if (longest <= longestSide) return pixels;
  if (format === 'webp') return shrinkPixels(pixels, longestSide);
  const part = format === 'jpeg' ? loadedPart(longest / longestSide) : 1;
  const loaded =
    part === 1 ? pixels : mixBoth(pixels, (length) => boxMixing(length, part, Math.floor));
  const shrink = Math.max(loaded.width, loaded.height) / longestSide;
  const boxes = (length: number): number => boxesOf(length, shrink);
  const boxed = mixBoth(loaded, (length) => boxMixing(length, boxes(length)));
  const { channels, data, ...sides } = mixBoth(boxed, (_, isRow) =>
    lanczosMixing(isRow ? loaded.width : loaded.height, shrink),
  );
  return { ...sides, channels, data, stored: { width, height } };
}

/** As what part of its size a JPEG is loaded: libjpeg's sizes are rounded, so that an exact fit is left to the filter. */
function loadedPart(shrink: number): number {
  const part = [8, 4, 2].find((one) => shrink >= one) ?? 1;
  return part > 1 && Math.floor(shrink) === part ? part / 2 : part;
}

/** Samples that are averaged before the filter, so that it need not be long. */
function boxesOf(length: number, shrink: number): number {
  const result = Math.max(1, Math.round(length / shrink));
  return Math.max(1, Math.floor(length / result / 2));
}

/** @param round what becomes of a last part that is not whole */
function boxMixing(length: number, box: number, round = Math.ceil): Mixing {
  const shares = Array.from({ length: box }, () => 1 / box);
  const count = Math.max(1, round(length / box));
  return {
    length,
    mixtures: Array.from({ length: count }, (_, at) => ({ first: at * box, shares })),
  };
}

/** @param full length before samples were averaged */
function lanczosMixing(full: number, shrink: number): Mixing {
  const result = Math.max(1, Math.round(full / shrink));
  const box = boxesOf(full, shrink);
  const scale = shrink / box;
  const beyond = (result * shrink - full) / box;
  const mixtures = Array.from({ length: result }, (_, index) => {
    const middle = (index + 0.5) * scale - 0.5 - beyond / 2;
    const first = Math.ceil(middle - 3 * scale);
    const count = Math.floor(middle + 3 * scale) - first + 1;
    const weights = Array.from({ length: count }, (__, at) =>
      lanczos((first + at - middle) / scale),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, shares: weights.map((weight) => weight / sum) };
  });
  return { length: Math.ceil(full / box), mixtures };
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  const turn = Math.PI * x;
  return Math.abs(x) >= 3 ? 0 : (3 * Math.sin(turn) * Math.sin(turn / 3)) / (turn * turn);
}

/** Mixes columns, then rows, rounding in between as 8-bit pipelines do. */
function mixBoth(pixels: Pixels, mixing: (length: number, isRow: boolean) => Mixing): Pixels {
  const { width, height, channels, data } = pixels;
  const down = mixing(height, false);
  const tall = mixLines(data, down, { lines: 1, stride: width * channels });
  const across = mixing(width, true);
  const mixed = mixLines(tall, across, { lines: down.mixtures.length, stride: channels });
  return { width: across.mixtures.length, height: down.mixtures.length, channels, data: mixed };
}

/** @param shape how many lines there are, and how far apart samples of one are */
function mixLines(
  data: Uint8Array,
  { length, mixtures }: Mixing,
  { lines, stride }: { readonly lines: number; readonly stride: number },
): Uint8Array {
  const result = new Uint8ClampedArray(lines * mixtures.length * stride);
  for (let line = 0; line < lines; line += 1) {
    const start = line * length * stride;
    for (const [index, { first, shares }] of mixtures.entries()) {
      const to = (line * mixtures.length + index) * stride;
      for (let offset = 0; offset < stride; offset += 1) {
        let sum = 0;
        for (let share = 0; share < shares.length; share += 1) {
          const at = Math.min(length - 1, Math.max(0, first + share));
          sum += shares[share]! * data[start + at * stride + offset]!;
        }
        result[to + offset] = sum;
      }
    }
  }
  return new Uint8Array(result.buffer);
}

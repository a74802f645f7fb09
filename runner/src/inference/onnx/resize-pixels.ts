import type { Pixels } from '../../recipes/pictures/pixels.ts';

export type Interpolation = 'nearest' | 'bilinear' | 'bicubic';

interface Kernel {
  /** Reach in samples, when nothing is shrunk. */
  readonly reach: number;
  readonly weigh: (distance: number) => number;
}

const kernels: Readonly<Record<Exclude<Interpolation, 'nearest'>, Kernel>> = {
  bilinear: { reach: 1, weigh: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { reach: 2, weigh: cubic },
};

/** The samples one sample is made of; shares sum to 1. */
interface Mixture {
  readonly first: number;
  readonly shares: readonly number[];
}

/**
 * Stretches a picture as Pillow's `resize` does, within one of 255 levels: models were mostly trained
 * on that. When shrinking, the kernel widens, so that every sample counts.
 */
export function resizePixels(
  pixels: Pixels,
  height: number,
  width: number,
  interpolation: Interpolation,
): Pixels {
  const mix = (from: number, to: number): Mixture[] =>
    Array.from({ length: to }, (_, index) => mixtureOf(index, from, to, interpolation));
  const { channels } = pixels;
  const wide =
    width === pixels.width ? pixels.data : mixColumns(pixels, width, mix(pixels.width, width));
  const data =
    height === pixels.height ? wide : mixRows(wide, width * channels, mix(pixels.height, height));
  return { width, height, channels, data };
}

function mixtureOf(index: number, from: number, to: number, interpolation: Interpolation): Mixture {
  const scale = from / to;
  const middle = (index + 0.5) * scale;
  if (interpolation === 'nearest') return { first: Math.floor(middle), shares: [1] };
  const { reach, weigh } = kernels[interpolation];
  const width = Math.max(1, scale);
  const first = Math.max(0, Math.floor(middle - reach * width + 0.5));
  const end = Math.min(from, Math.floor(middle + reach * width + 0.5));
  const weights = Array.from({ length: end - first }, (_, offset) =>
    weigh((first + offset - middle + 0.5) / width),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, shares: weights.map((weight) => weight / sum) };
}

function mixColumns(
  { data, width: from, height, channels }: Pixels,
  width: number,
  mixtures: readonly Mixture[],
): Uint8Array {
  const result = new Uint8ClampedArray(height * width * channels);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const { first, shares } = mixtures[column]!;
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        let at = (row * from + first) * channels + channel;
        for (let share = 0; share < shares.length; share += 1, at += channels) {
          sum += shares[share]! * data[at]!;
        }
        result[(row * width + column) * channels + channel] = sum;
      }
    }
  }
  return new Uint8Array(result.buffer);
}

/** @param stride samples of a row */
function mixRows(data: Uint8Array, stride: number, mixtures: readonly Mixture[]): Uint8Array {
  const result = new Uint8ClampedArray(mixtures.length * stride);
  for (const [row, { first, shares }] of mixtures.entries()) {
    for (let column = 0; column < stride; column += 1) {
      let sum = 0;
      let at = first * stride + column;
      for (let share = 0; share < shares.length; share += 1, at += stride) {
        sum += shares[share]! * data[at]!;
      }
      result[row * stride + column] = sum;
    }
  }
  return new Uint8Array(result.buffer);
}

/** Keys, "Cubic convolution interpolation" (1981), with a = −0.5. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

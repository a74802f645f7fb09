import type { DatasetRecord } from '@orangery/schemas';
import type { Pixels } from './pixels.ts';

/** Colours and sides of pictures as they are stored, whatever they were shrunk to. */
export function describePictures(
  examples: readonly { readonly pixels: Pixels }[],
): Required<Pick<DatasetRecord, 'image' | 'sizes'>> {
  const stored = examples.map(({ pixels }) => pixels.stored ?? pixels);
  const width = sidesOf(stored.map((picture) => picture.width));
  const height = sidesOf(stored.map((picture) => picture.height));
  const channels = examples.every(({ pixels }) => pixels.channels === 1) ? 1 : 3;
  return {
    image: { width: width.median, height: height.median, channels },
    sizes: { width, height },
  };
}

function sidesOf(values: readonly number[]): { min: number; median: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    min: sorted[0]!,
    median: sorted[Math.floor(sorted.length / 2)]!,
    max: sorted.at(-1)!,
  };
}

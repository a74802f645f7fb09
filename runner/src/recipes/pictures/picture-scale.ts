import type { Pixels } from './pixels.ts';
import { channelStatistics, type ChannelStatistics } from './channel-statistics.ts';
import { letterbox } from './letterbox.ts';

/** How pictures come into a network. */
export interface PictureScale extends ChannelStatistics {
  /** Pictures are fitted into a square of this many pixels. */
  readonly side: number;
  readonly channels: 1 | 3;
}

/**
 * A backbone's own where there is one, else learnt from the training pictures: one channel where all are grey.
 * @param sideFor width of the network's input for pictures of such a median longest side
 */
export function pictureScale(
  examples: readonly { readonly pixels: Pixels }[],
  sideFor: (longestSide: number) => number,
  known?: PictureScale,
): PictureScale {
  if (known !== undefined) return known;
  const pictures = examples.map(({ pixels }) => pixels);
  const sides = pictures
    .map(({ width, height }) => Math.max(width, height))
    .sort((first, second) => first - second);
  const side = sideFor(sides[Math.floor(sides.length / 2)] ?? 1);
  const channels = pictures.every((pixels) => pixels.channels === 1) ? 1 : 3;
  const squares = pictures.map((pixels) => letterbox(pixels, side, channels));
  return { side, channels, ...channelStatistics(squares, channels) };
}

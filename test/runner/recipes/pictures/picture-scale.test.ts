import { expect, it } from 'vitest';
import type { Pixels } from '../../../../runner/src/recipes/image-classification/pixels.ts';
import { learnPictureScale } from '../../../../runner/src/recipes/pictures/picture-scale.ts';

const picture = (width: number, height: number, channels: 1 | 3, value: number): Pixels => ({
  width,
  height,
  channels,
  data: new Uint8Array(width * height * channels).fill(value),
});

it('takes the width for the longest side in the middle, and the mean of the squares', () => {
  const asked: number[] = [];
  const pictures = [picture(8, 8, 1, 50), picture(16, 16, 1, 50), picture(40, 40, 1, 200)];
  const scale = learnPictureScale(pictures, (longest) => asked.push(longest) && 8);
  expect(asked).toEqual([16]);
  expect(scale).toMatchObject({ side: 8, channels: 1, mean: [100] });
  expect(scale.deviation[0]).toBeCloseTo(Math.sqrt(5000), 6);
});

it('sees colours as soon as one picture has them', () => {
  const pictures = [picture(8, 8, 1, 50), picture(8, 8, 3, 70)];
  expect(learnPictureScale(pictures, () => 8)).toMatchObject({ channels: 3, mean: [60, 60, 60] });
});

import { expect, it } from 'vitest';
import { pictureScale } from '../../../../runner/src/recipes/pictures/picture-scale.ts';

function picture(width: number, height: number, channels: 1 | 3, value: number) {
  const data = new Uint8Array(width * height * channels).fill(value);
  return { pixels: { width, height, channels, data } };
}

it('takes the width for the longest side in the middle, and the mean of the squares', () => {
  const asked: number[] = [];
  const pictures = [picture(8, 8, 1, 50), picture(16, 16, 1, 50), picture(40, 40, 1, 200)];
  const scale = pictureScale(pictures, (longest) => asked.push(longest) && 8);
  expect(asked).toEqual([16]);
  expect(scale).toMatchObject({ side: 8, channels: 1, mean: [100] });
  expect(scale.deviation[0]).toBeCloseTo(Math.sqrt(5000), 6);
});

it('sees colours as soon as one picture has them', () => {
  const pictures = [picture(8, 8, 1, 50), picture(8, 8, 3, 70)];
  expect(pictureScale(pictures, () => 8)).toMatchObject({ channels: 3, mean: [60, 60, 60] });
});

it('takes what a backbone brings', () => {
  const known = { side: 8, channels: 1, mean: [1], deviation: [2] } as const;
  expect(pictureScale([picture(8, 8, 3, 50)], () => 16, known)).toBe(known);
});

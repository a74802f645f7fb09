import { describe, expect, it } from 'vitest';
import { letterbox } from '../../../../runner/src/recipes/pictures/letterbox.ts';
import { placeInSquare } from '../../../../runner/src/recipes/pictures/place-in-square.ts';
import { stratify } from '../../../../runner/src/recipes/pictures/stratify.ts';

describe('a picture in a square', () => {
  it.each([
    [
      { width: 100, height: 50 },
      { left: 0, top: 16, width: 64, height: 32 },
    ],
    [
      { width: 50, height: 100 },
      { left: 16, top: 0, width: 32, height: 64 },
    ],
    [
      { width: 10, height: 10 },
      { left: 0, top: 0, width: 64, height: 64 },
    ],
    [
      { width: 5000, height: 1 },
      { left: 0, top: 31, width: 64, height: 1 },
    ],
  ])('of %j keeps its shape', (picture, placed) => {
    expect(placeInSquare(picture, 64)).toEqual(placed);
  });

  it('is averaged where it shrinks and has grey around it', () => {
    const data = Uint8Array.from({ length: 8 * 4 }, (_, index) => (index % 2 === 0 ? 0 : 200));
    const square = letterbox({ width: 8, height: 4, channels: 1, data }, 4, 1);
    expect([...square]).toEqual([
      ...Array(4).fill(127),
      ...Array(8).fill(100),
      ...Array(4).fill(127),
    ]);
  });

  it.each([3, 7, 16, 40])('stays flat at %i pixels when it is flat', (side) => {
    const data = new Uint8Array(9 * 9 * 3).fill(51);
    expect(new Set(letterbox({ width: 9, height: 9, channels: 3, data }, side, 3))).toEqual(
      new Set([51]),
    );
  });

  it('becomes grey from colour by how bright colours seem, and colour from grey', () => {
    const red = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) } as const;
    expect([...letterbox(red, 1, 1)]).toEqual([76]);
    const grey = { width: 1, height: 1, channels: 1, data: Uint8Array.of(9) } as const;
    expect([...letterbox(grey, 1, 3)]).toEqual([9, 9, 9]);
  });
});

describe('strata of pictures with several classes', () => {
  it('are the rarest class of each, so that no part goes without it', () => {
    const common = new Set(['sky']);
    const both = new Set(['sky', 'kite']);
    const pictures = [common, common, common, common, both, both, both];
    expect(stratify(pictures)).toEqual([...Array(4).fill('sky'), ...Array(3).fill('kite')]);
  });

  it('join the largest when there are too few to divide', () => {
    const pictures = [
      new Set(['a']),
      new Set(['a']),
      new Set(['a']),
      new Set(['b']),
      new Set<string>(),
    ];
    expect(stratify(pictures)).toEqual(['a', 'a', 'a', 'a', 'a']);
  });
});

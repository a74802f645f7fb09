import { expect, it } from 'vitest';
import { commonDepth } from '../../../runner/src/recipes/common-depth.ts';

it.each([
  ['no paths', [], 0],
  ['folders of classes', ['rose/1.jpg', 'tulip/2.jpg'], 0],
  ['a folder around them', ['all/rose/1.jpg', 'all/tulip/2.jpg'], 1],
  ['a single class, which is told by its folder no more', ['rose/1.jpg', 'rose/2.jpg'], 1],
  ['a loose file beside folders', ['rose/1.jpg', 'readme.jpg'], 0],
])('looks below the leading folders that all share: %s', (_, paths, depth) => {
  expect(commonDepth(paths)).toBe(depth);
});

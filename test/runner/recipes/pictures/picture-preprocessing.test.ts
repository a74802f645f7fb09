import { describe, expect, it } from 'vitest';
import { isPicturePreprocessing } from '../../../../runner/src/recipes/pictures/picture-preprocessing.ts';

const sides = [64, 96];
const saved = {
  recipe: 'image-segmentation',
  side: 96,
  channels: 3,
  mean: [1, 2, 3],
  deviation: [4, 5, 6],
  classes: ['table', 'plum'],
};

describe('the saved preprocessing of pictures', () => {
  it('is known, whatever else stands in it', () => {
    expect(isPicturePreprocessing(saved, 'image-segmentation', sides)).toBe(true);
    const more = { ...saved, threshold: 0.3 };
    expect(isPicturePreprocessing(more, 'image-segmentation', sides)).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['a text', 'image-segmentation'],
    ['another recipe', { ...saved, recipe: 'object-detection' }],
    ['a side that no network takes', { ...saved, side: 65 }],
    ['two channels', { ...saved, channels: 2 }],
    ['means of fewer channels', { ...saved, mean: [1] }],
    ['a deviation that is no number', { ...saved, deviation: [4, 5, '6'] }],
    ['classes without names', { ...saved, classes: [1, 2] }],
    ['no classes', { ...saved, classes: undefined }],
  ])('is not %s', (_name, value) => {
    expect(isPicturePreprocessing(value, 'image-segmentation', sides)).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { termsOf } from '../../../../runner/src/recipes/text/terms.ts';

it.each([
  [1, ['not', 'very', 'good']],
  [2, ['not', 'very', 'good', 'not very', 'very good']],
  [3, ['not', 'very', 'good', 'not very', 'very good', 'not very good']],
])('gives words and runs of up to %i', (longest, terms) => {
  expect(termsOf('Not very good.', { unit: 'words', longest })).toEqual(terms);
});

it('gives runs of characters with marks where words begin and end', () => {
  expect(termsOf('No!', { unit: 'characters', longest: 3 })).toEqual([
    ...[' n', 'no', 'o ', ' no', 'no '],
    ...[' !', '! ', ' ! '],
  ]);
});

it('never cuts a character of two code units', () => {
  const runs = termsOf('a𝒳b', { unit: 'characters', longest: 4 });
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.every((run) => run.isWellFormed())).toBe(true);
});

it('gives nothing of a text without words', () => {
  expect(termsOf(' … ', { unit: 'words', longest: 3 })).toEqual([]);
});

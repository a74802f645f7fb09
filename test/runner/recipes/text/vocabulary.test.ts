import { expect, it } from 'vitest';
import { learnVocabulary } from '../../../../runner/src/recipes/text/vocabulary.ts';

const documents = ['a b x', 'a b y y', 'a c z', 'a c z w'];
const labels = Int32Array.of(0, 0, 1, 1);
const learn = (minCount: number, most: number) =>
  learnVocabulary(labels, (document) => documents[document]!.split(' '), {
    ...{ minCount, most, classes: 2 },
  });

it('puts terms that tell classes apart first, equal ones by their characters', () => {
  expect(learn(1, 10)).toEqual({
    terms: ['b', 'c', 'z', 'w', 'x', 'y', 'a'],
    documentCounts: [2, 2, 2, 1, 1, 1, 4],
    documents: 4,
  });
});

it('leaves out what is in too few texts, and what is too many', () => {
  expect(learn(2, 10).terms).toEqual(['b', 'c', 'z', 'a']);
  expect(learn(1, 2).terms).toEqual(['b', 'c']);
});

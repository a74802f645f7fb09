import { describe, expect, it } from 'vitest';
import { matchesQuery, searchText } from '../../../marketplace/src/catalogue/search.ts';

const entry = {
  text: searchText('Leaf classifier Tells trees apart Äpfel'),
  tasks: ['image-classification'],
  isTrained: true,
};

describe('matchesQuery', () => {
  it.each([
    ['', '', 'any', true],
    ['leaf', '', 'any', true],
    ['TREES leaf', '', 'any', true],
    ['apfel', '', 'any', true],
    ['äpfel', '', 'any', true],
    ['  leaf  ', '', 'any', true],
    ['leaf citrus', '', 'any', false],
    ['', 'image-classification', 'any', true],
    ['', 'text-classification', 'any', false],
    ['', '', 'trained', true],
    ['', '', 'untrained', false],
  ] as const)('words "%s", task "%s", state %s: %s', (words, task, state, isFound) => {
    expect(matchesQuery(entry, { words, task, state })).toBe(isFound);
  });
});

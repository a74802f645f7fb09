import { describe, expect, it } from 'vitest';
import { answerRows, shownValue } from '../../cli/src/answer-tables.ts';

describe('rows of an answer', () => {
  it.each([
    [
      'boxes',
      {
        boxes: [
          { label: 'plum', score: 0.56652744, x: 33.5 },
          { label: 'pear', score: 1 },
        ],
      },
      ['label', 'score', 'x'],
      [
        ['plum', '0.567', '33.5'],
        ['pear', '1.000', '–'],
      ],
    ],
    [
      'words and labels',
      { tokens: ['2', 'cloves'], labels: ['B-QUANTITY', 'B-UNIT'] },
      ['tokens', 'labels'],
      [
        ['2', 'B-QUANTITY'],
        ['cloves', 'B-UNIT'],
      ],
    ],
    [
      'days ahead',
      { forecast: [273.31, 271.02], upper: [1034.7, 903.2], times: ['2023-06-25', '2023-06-26'] },
      ['times', 'forecast', 'upper'],
      [
        ['2023-06-25', '273.3', '1035'],
        ['2023-06-26', '271.0', '903'],
      ],
    ],
    [
      'whole and tiny numbers',
      { count: [12, 100000], share: [0.00001234, 0] },
      ['count', 'share'],
      [
        ['12', '0.00001234'],
        ['100000', '0'],
      ],
    ],
  ])('of %s stand below each other', (_, answer, columns, cells) => {
    expect(answerRows(answer)).toEqual({ columns, cells, more: 0 });
  });

  it('are counted where there are too many to read', () => {
    const many = { tokens: Array.from({ length: 100 }, String) };
    expect(answerRows(many)).toMatchObject({ more: 60 });
  });

  it.each([
    ['a number alone', { value: 3 }],
    ['lists of unlike length', { tokens: ['a', 'b'], labels: ['X'] }],
    ['a list beside a value', { boxes: [{ x: 1 }], count: 1 }],
    ['nothing found', { boxes: [] }],
    ['nothing', {}],
  ])('are none of %s', (_, answer) => {
    expect(answerRows(answer)).toBeUndefined();
  });
});

it('shows the beginning of a long value, and its length', () => {
  expect(shownValue('a'.repeat(100))).toBe(`${'a'.repeat(72)}… (100 characters)`);
});

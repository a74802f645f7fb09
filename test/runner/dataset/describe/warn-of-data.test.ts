import type { DatasetRecord } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { warnOfData } from '../../../../runner/src/dataset/describe/warn-of-data.ts';

const calm: DatasetRecord = {
  schema: 'dataset/1',
  recipe: 'tabular-classification',
  visibility: 'public',
  sources: [{ link: 'https://example.org/a.csv' }],
  format: 'CSV, comma, header',
  examples: 1000,
  fingerprint: 'c'.repeat(64),
  target: 'kind',
  classes: [
    { name: 'a', count: 500 },
    { name: 'b', count: 500 },
  ],
  balance: { largest: 0.5, smallest: 0.5, ratio: 1 },
  columns: [{ name: 'x', type: 'numeric', missing: 500, distinct: 90 }],
  duplicates: { groups: 10, copies: 50, conflicting: 10 },
  leakage: { count: 0, share: 0 },
};
const { recipe: _, ...unread } = calm;
const column = { name: 'x', type: 'categorical' as const, missing: 0, distinct: 2 };

const cases: readonly (readonly [name: string, record: DatasetRecord])[] = [
  ['no recipe', unread],
  ['one class', { ...calm, classes: [{ name: 'a', count: 1000 }] }],
  [
    'folders of a split',
    { ...calm, classes: ['train', 'test'].map((name) => ({ name, count: 50 })) },
  ],
  ['small classes', { ...calm, classes: [...'abcdefg'].map((name) => ({ name, count: 4 })) }],
  ['a steep ratio', { ...calm, balance: { largest: 0.96, smallest: 0.04, ratio: 24 } }],
  ['many copies', { ...calm, duplicates: { groups: 10, copies: 51, conflicting: 0 } }],
  ['copies of another class', { ...calm, duplicates: { groups: 11, copies: 11, conflicting: 11 } }],
  ['leakage', { ...calm, leakage: { count: 1, share: 0.001 } }],
  ['a telltale column', { ...calm, columns: [{ ...column, determinesTarget: true }] }],
  ['an empty column', { ...calm, columns: [{ ...column, missing: 501 }] }],
];

describe('warnOfData', () => {
  it('is silent at the edge of each rule', () => {
    expect(warnOfData(calm)).toEqual([]);
  });

  it.each(cases)('warns of %s by one warning', (_name, record) => {
    expect(warnOfData(record)).toHaveLength(1);
  });

  it('says what is wrong and what to do', () => {
    const said = cases.flatMap(([, record]) => warnOfData(record));
    expect(said.map(({ code, message }) => `${code} ${message}`)).toMatchInlineSnapshot(`
      [
        "UNREAD No recipe reads this data: nothing can be trained on it.",
        "ONE_CLASS All examples are of one class, a.",
        "SPLIT_FOLDERS The classes are called train, test: if these are parts of the data, give one as --dataset and another as --validation.",
        "FEW_EXAMPLES Fewer than 5 examples of a (4), b (4), c (4), d (4), e (4) and 2 more: too few to learn or to measure them.",
        "UNBALANCED The largest class has 24 times the examples of the smallest: look at macroF1, not at accuracy.",
        "COPIES 5.1 % of the examples are copies: some fall to training and to test alike, and what is measured looks better than it is.",
        "CONFLICTING_COPIES Copies that bear another class than their original: 11 (1.1 %). Nobody can tell these apart.",
        "LEAKAGE Validation examples that are also in the training data: 1 (0.1 %). What is measured on them says nothing.",
        "TELLTALE_COLUMN x alone tells kind of every row: is it known when a prediction is made?",
        "MISSING_VALUES More than half of the values are missing: x 50.1 %.",
      ]
    `);
  });

  it.each([
    [
      'image-segmentation',
      '24 times the pixels of the smallest: look at meanIoU, not at pixelAccuracy.',
    ],
    [
      'object-detection',
      '24 times the boxes of the smallest: look at the precision of each class.',
    ],
    [
      'text-classification',
      '24 times the examples of the smallest: look at macroF1, not at accuracy.',
    ],
  ] as const)('counts what %s counts', (recipe, said) => {
    const balance = { largest: 0.96, smallest: 0.04, ratio: 24 };
    const [warning] = warnOfData({ ...calm, recipe, balance });
    expect(warning!.message).toBe(`The largest class has ${said}`);
  });
});

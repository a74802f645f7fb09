import { toFailure } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { parseTableInput } from '../../../../runner/src/recipes/tabular/inputs.ts';
import type { TablePreprocessing } from '../../../../runner/src/recipes/tabular-classification/preprocessing.ts';
import { caught } from '../../../helpers/caught.ts';
import { parquetBytes } from '../../../helpers/parquet-bytes.ts';

const preprocessing: TablePreprocessing = {
  recipe: 'tabular-classification',
  target: 'kind',
  columns: [
    { name: 'size', type: 'numeric', mean: 0, deviation: 1, hasMissing: true },
    { name: 'colour', type: 'categorical', values: ['blue', 'red'] },
  ],
  classes: ['a', 'b'],
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = async (name: string, bytes: Uint8Array) =>
  parseTableInput({ kind: 'file', name, bytes }, preprocessing);

const rows = [
  ['1.5', 'red'],
  [null, 'blue'],
];
const files: readonly (readonly [string, Uint8Array])[] = [
  ['rows.csv', bytesOf('colour,size,note\nred,1.5,x\nblue,NA,y\n')],
  ['rows.tsv', bytesOf('size\tcolour\n1.5\tred\n\tblue\n')],
  ['rows.jsonl', bytesOf('{"size": 1.5, "colour": "red"}\n{"colour": "blue"}\n')],
  ['rows.json', bytesOf('[{"size": 1.5, "colour": "red"}, {"size": null, "colour": "blue"}]')],
  [
    'rows.parquet',
    parquetBytes([
      { name: 'size', data: [1.5, null], type: 'FLOAT' },
      { name: 'colour', data: ['red', 'blue'], type: 'STRING' },
    ]),
  ],
  // as an upload without a name arrives
  ['data', bytesOf('{"size": 1.5, "colour": "red"}\n{"colour": "blue"}\n')],
];

describe('a table to predict', () => {
  it.each(files)('gives the same rows as %s', async (name, bytes) => {
    expect(await parse(name, bytes)).toEqual(rows);
  });

  it.each([
    ['rows.csv', 'size,colour\n1,red\nwide,red\n'],
    ['rows.jsonl', '{"size": 1, "colour": "red"}\n{"size": true, "colour": "red"}\n'],
    ['rows.jsonl', '{"size": 1, "color": "red"}\n'],
    ['rows.json', '[{"size": [1], "colour": "red"}]'],
  ])('is refused where it does not fit: %s %j', async (name, text) => {
    expect(await caught(() => parse(name, bytesOf(text)))).toMatchSnapshot();
  });

  it('is told to leave cells empty, and JSON to send null, where a value is not known', async () => {
    const value = { size: 1 };
    const failures = await Promise.all(
      [
        parse('rows.csv', bytesOf('size,note\n1,x\n2,y\n')),
        parse('rows.csv', bytesOf('size,colour\n1,red\nwide,red\n')),
        parseTableInput({ kind: 'value', value }, preprocessing),
      ].map(async (parsed) =>
        parsed.then(
          () => 'no failure',
          (error: unknown) => toFailure(error).hint,
        ),
      ),
    );
    expect(failures).toEqual([
      'Add the column colour; leave its cells empty where the value is not known.',
      'Write a number, or leave the cell empty where it is missing.',
      'Add colour; send null when its value is not known.',
    ]);
  });

  it('is refused by row where it has no lines', async () => {
    const bytes = parquetBytes([
      { name: 'size', data: ['1', 'wide'], type: 'STRING' },
      { name: 'colour', data: ['red', 'blue'], type: 'STRING' },
    ]);
    expect(await caught(() => parse('rows.parquet', bytes))).toMatchInlineSnapshot(
      `"INPUT_INVALID rows.parquet, row 2: expected a number for size, found "wide""`,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { readTables } from '../../../../runner/src/recipes/tables/read-tables.ts';
import { tableFiles } from '../../../../runner/src/recipes/tables/table-files.ts';
import { defaultTableLimits } from '../../../../runner/src/recipes/tables/table-limits.ts';
import { caught } from '../../../helpers/caught.ts';
import { parquetBytes } from '../../../helpers/parquet-bytes.ts';
import { dataFiles } from '../../../helpers/read-data.ts';

const { signal } = new AbortController();
const read = async (files: Parameters<typeof dataFiles>[0], limits = defaultTableLimits) =>
  readTables(dataFiles(files), signal, limits);
const part = (size: readonly number[], kind: readonly string[]): Uint8Array =>
  parquetBytes([
    { name: 'size', data: [...size], type: 'INT32' },
    { name: 'kind', data: [...kind], type: 'STRING' },
  ]);

describe('the tables of a dataset', () => {
  it('are put below each other in path order', async () => {
    const table = await read({
      'part-0001.parquet': part([3], ['c']),
      'part-0000.parquet': part([1, 2], ['a', 'b']),
      _SUCCESS: '',
    });
    expect(table).toMatchObject({
      name: 'part-0000.parquet and 1 more',
      format: 'Parquet, 2 files',
      columns: ['size', 'kind'],
      rows: [
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'c'],
      ],
      places: { unit: 'row', numbers: [1, 2, 3] },
    });
  });

  it('may have their columns in another order', async () => {
    const table = await read({ 'a.csv': 'size,kind\n1,a\n', 'b.csv': 'kind,size\nb,2\n' });
    expect(table.rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('may lie beside a text about them', async () => {
    const { name } = await read({ 'README.txt': 'hello', 'a.csv': 'size,kind\n1,a\n' });
    expect(name).toBe('a.csv');
  });

  it.each([
    ['other columns', { 'a.csv': 'size,kind\n1,a\n', 'b.csv': 'size,sort\n2,b\n' }],
    ['more columns', { 'a.csv': 'size,kind\n1,a\n', 'b.csv': 'size,kind,id,no\n2,b,1,2\n' }],
    ['fewer columns', { 'a.csv': 'size,kind,id\n1,a,1\n', 'b.csv': 'size,id\n2,1\n' }],
    ['no header', { 'a.csv': 'size,kind\n1,a\n', 'b.csv': '2,b\n' }],
    ['two formats', { 'a.csv': 'size,kind\n1,a\n', 'b.jsonl': '{"size": 1, "kind": "a"}\n' }],
    ['no table', { 'a.png': 'x', 'b.png': 'y' }],
    ['a fault in the second', { 'a.csv': 'size,kind\n1,a\n', 'b.csv': 'size,kind\n1\n' }],
  ])('are refused with %s', async (_, files) => {
    expect(await caught(() => read(files))).toMatchSnapshot();
  });

  it('share one limit', async () => {
    const files = { 'a.csv': 'size,kind\n1,a\n', 'b.csv': 'size,kind\n2,b\n' };
    const limits = { ...defaultTableLimits, rows: 1 };
    expect(await caught(() => read(files, limits))).toMatchInlineSnapshot(
      `"DATASET_INVALID a.csv and 1 more: expected at most 1 rows, found 2"`,
    );
  });
});

it.each<[string, readonly string[], readonly string[]]>([
  ['tables before what may be one', ['a.txt', 'c.csv', 'b.jsonl'], ['b.jsonl', 'c.csv']],
  ['what may be one', ['b.data', 'a.txt', 'x.png'], ['a.txt', 'b.data']],
  ['a single file of any name', ['download'], ['download']],
  ['nothing that is hidden', ['__MACOSX/._a.csv', '.b.csv', 'd/_metadata.parquet'], []],
])('takes %s', (_, paths, expected) => {
  expect(tableFiles(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual(expected);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNumeric } from '../../../../../runner/src/recipes/tables/cell.ts';
import { uniqueColumns } from '../../../../../runner/src/recipes/tables/column-names.ts';
import { readTable } from '../../../../../runner/src/recipes/tables/read-table.ts';
import { caught } from '../../../../helpers/caught.ts';
import { readTextTable } from '../../../../helpers/read-text-table.ts';

describe('reading CSV', () => {
  it('reads quotes, line breaks in quotes, CRLF and a byte order mark', async () => {
    const table = await readTextTable('\uFEFFname,kind\r\n"a, ""b""\nc",x\r\n\r\nd,y\r\n');
    expect(table.columns).toEqual(['name', 'kind']);
    expect(table.rows).toEqual([
      ['a, "b"\nc', 'x'],
      ['d', 'y'],
    ]);
    expect(table.places).toEqual({ unit: 'line', numbers: [2, 5] });
  });

  it.each<[string, string, string, readonly string[]]>([
    ['LF', 'a,b\n1,x\n', 'CSV, comma, header', ['1', 'x']],
    ['CR', 'a,b\r1,x\r', 'CSV, comma, header', ['1', 'x']],
    ['no last line end', 'a,b\n1,x', 'CSV, comma, header', ['1', 'x']],
    ['a quote within a cell', 'a,b\n5" nail,x\n', 'CSV, comma, header', ['5" nail', 'x']],
    ['spaces', 'a , b\n 1 , x \n', 'CSV, comma, header', ['1', 'x']],
    ['semicolons in a cell', 'a,b\n1,x;y;z\n', 'CSV, comma, header', ['1', 'x;y;z']],
    ['tabs', 'a\tb\n1\tx, y\n', 'CSV, tab, header', ['1', 'x, y']],
    ['pipes', 'a|b\n1|x, y\n', 'CSV, pipe, header', ['1', 'x, y']],
  ])('reads %s', async (_, text, format, row) => {
    const table = await readTextTable(text);
    expect(table.format).toBe(format);
    expect(table.rows).toEqual([row]);
  });

  it('takes every way to say missing for null', async () => {
    const ways = ['', ' ', 'NA', '?', 'N/A', 'NaN', 'nan', 'null', 'NULL', '""'];
    const { rows } = await readTextTable(`a,b\n${ways.map((way) => `${way},x`).join('\n')}\n`);
    expect(rows).toEqual(ways.map(() => [null, 'x']));
  });
});

describe('decimal commas between semicolons', () => {
  it('become points in columns of numbers', async () => {
    const table = await readTextTable('size;note;n\n1,5;a,b;1\n-0,25;c;2\nNA;d;3\n');
    expect(table.format).toBe('CSV, semicolon, decimal comma, header');
    expect(table.rows).toEqual([
      ['1.5', 'a,b', '1'],
      ['-0.25', 'c', '2'],
      [null, 'd', '3'],
    ]);
  });

  it('are found where the same commas could delimit', async () => {
    const table = await readTextTable('1,5;2,5;x\n3,5;4,5;y\n');
    expect(table.format).toBe('CSV, semicolon, decimal comma, no header');
    expect(table.rows[0]).toEqual(['1.5', '2.5', 'x']);
  });

  it('stay where one cell of the column is no such number', async () => {
    const { rows } = await readTextTable('size;kind\n1,5;a\n1.5;b\n');
    expect(rows).toEqual([
      ['1,5', 'a'],
      ['1.5', 'b'],
    ]);
  });
});

describe('long cells', () => {
  it.each([',', ';'])('of digits are no numbers, and soon read: between %j', async (delimiter) => {
    const digits = `${'1'.repeat(999_999)}x`;
    const { rows } = await readTextTable(`a${delimiter}b\n${digits}${delimiter}2\n`);
    expect(rows).toEqual([[digits, '2']]);
    expect(isNumeric(digits)).toBe(false);
  });
});

describe('the header', () => {
  it('may say one name ten thousand times', async () => {
    const names = uniqueColumns(new Array<string>(10_000).fill('a'));
    expect(names.slice(0, 3)).toEqual(['a', 'a_2', 'a_3']);
    expect(new Set(names).size).toBe(10_000);
  });

  it.each<[string, string, readonly string[]]>([
    ['is missing above numbers', '1,2,a\n3,4,b\n', ['column-1', 'column-2', 'column-3']],
    ['is missing where words recur below', 'red,a\nblue,b\nred,b\n', ['column-1', 'column-2']],
    ['is there above a column of numbers', 'a,b\n1,x\n', ['a', 'b']],
    ['is there above words that do not recur', 'colour,kind\nred,a\nblue,b\n', ['colour', 'kind']],
    ['may name two columns alike', 'a,a,a_2\n1,2,x\n', ['a', 'a_3', 'a_2']],
    ['may leave out the name of the first', ',size,kind\n0,1.5,a\n', ['unnamed-1', 'size', 'kind']],
    ['may hold a word for missing', 'nan,size,kind\n1,2,x\n3,NA,y\n', ['nan', 'size', 'kind']],
    [
      'is none where a value is missing above words',
      'NA,red,a\n1,blue,b\n2,red,b\n',
      ['column-1', 'column-2', 'column-3'],
    ],
    [
      'is none where a row repeats a word of it',
      'NA,red,a\n1,2,b\n2,3,a\n',
      ['column-1', 'column-2', 'column-3'],
    ],
    [
      'is none above a column where all is missing',
      'NA,red,a\n1,NA,b\n2,?,c\n',
      ['column-1', 'column-2', 'column-3'],
    ],
    [
      'is none when another name is left out',
      'a,,kind\n1,2,x\n',
      ['column-1', 'column-2', 'column-3'],
    ],
  ])('%s', async (_, text, columns) => {
    expect((await readTextTable(text)).columns).toEqual(columns);
  });

  it('is not seen in a real table that has none', async (context) => {
    const folder = process.env.ORANGERY_TEST_DATA;
    if (folder === undefined) return context.skip('ORANGERY_TEST_DATA names no folder');
    const name = 'winequality-red-headerless.csv';
    const table = await readTable(await readFile(join(folder, name)), name);
    expect(table.format).toBe('CSV, comma, no header');
    expect(table.rows).toHaveLength(1599);
    expect(table.columns).toHaveLength(12);
    expect(table.columns.at(-1)).toBe('column-12');
  });
});

describe('what is wrong with CSV', () => {
  it.each([
    ['a quote that is not closed', 'a,b\n1,"x\n2,y\n'],
    ['text behind a quote', 'a,b\n1,"x\ny" z\n'],
    ['rows of other lengths', 'a,b\n1,x\n2\n3,y,z\n'],
    ['many of them', `a,b\n1,x\n${'2\n'.repeat(9)}`],
    ['one column', 'a\n1\n2\n'],
    ['only a header', 'a,b\n'],
    ['a NUL', 'a,b\n1,\0\n'],
  ])('is told: %s', async (_, text) => {
    expect(await caught(() => readTextTable(text))).toMatchSnapshot();
  });

  it.each([
    ['rows', { rows: 2 }],
    ['columns', { columns: 1 }],
    ['cells', { cells: 5 }],
    ['a cell', { cellCharacters: 3 }],
    ['bytes', { textBytes: 10 }],
  ])('is told: too many %s', async (_, limits) => {
    const text = 'a,b\n1,"four"\n2,y\n3,z\n';
    expect(await caught(() => readTextTable(text, 'data.csv', limits))).toMatchSnapshot();
  });

  it('is not the limit itself', async () => {
    const limits = { rows: 3, columns: 2, cells: 6, cellCharacters: 4, textBytes: 21 };
    const { rows } = await readTextTable('a,b\n1,"four"\n2,y\n3,z\n', 'data.csv', limits);
    expect(rows).toHaveLength(3);
  });

  it('is told: other encodings', async () => {
    const bytes = Uint8Array.of(0x61, 0x2c, 0xe4, 0x0a);
    expect(await caught(() => readTable(bytes, 'data.csv'))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.csv: expected text in UTF-8, found other bytes"`,
    );
  });
});

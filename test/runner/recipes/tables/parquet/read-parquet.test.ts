import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../../../runner/src/recipes/tables/read-table.ts';
import type { Table } from '../../../../../runner/src/recipes/tables/table.ts';
import { defaultTableLimits } from '../../../../../runner/src/recipes/tables/table-limits.ts';
import { caught } from '../../../../helpers/caught.ts';
import { parquetBytes } from '../../../../helpers/parquet-bytes.ts';

const folder = new URL('../../../../fixtures/tables/', import.meta.url);
const file = async (name: string): Promise<Buffer> => readFile(new URL(name, folder));
const read = async (name: string): Promise<Table> => readTable(await file(name), name);

/** The first rows that a person looks at, by column. */
function show({ columns, rows }: Table, indices: readonly number[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((name, column) => [name, indices.map((index) => rows[index]![column])]),
  );
}

describe('reading Parquet as pyarrow writes it', () => {
  it('gives each type as a text that other formats would hold', async () => {
    const table = await read('types-none.parquet');
    expect(table.format).toBe('Parquet');
    expect(table.rows).toHaveLength(24);
    expect(table.places).toMatchObject({ unit: 'row', numbers: { 23: 24 } });
    expect(show(table, [0, 3, 4, 13])).toMatchInlineSnapshot(`
      {
        "date": [
          "1969-12-20",
          "1969-12-23",
          "1969-12-24",
          "1970-01-02",
        ],
        "decimal": [
          "-0.12",
          "-0.09",
          "-0.08",
          "0.01",
        ],
        "double": [
          "0",
          "0.375",
          null,
          "1.625",
        ],
        "float": [
          "39.1",
          "39.4",
          "39.5",
          "40.4",
        ],
        "id": [
          "plot-00-000",
          "plot-00-003",
          "plot-01-004",
          "plot-03-013",
        ],
        "int64": [
          "-9007199254740993",
          null,
          "-9007199254740997",
          "-9007199254741006",
        ],
        "int8": [
          "-12",
          null,
          "-8",
          "1",
        ],
        "local": [
          "2024-01-31T12:05:00",
          "2024-01-31T12:05:00.003",
          "2024-01-31T12:05:00.004",
          "2024-01-31T12:05:00.013",
        ],
        "long": [
          "-12345678901234567890.000",
          "-12345678901234567890.030",
          "-12345678901234567890.040",
          "-12345678901234567890.030",
        ],
        "nanos": [
          "2023-11-14T22:13:20.123456789",
          "2023-11-14T22:13:20.123456792",
          "2023-11-14T22:13:20.123456793",
          "2023-11-14T22:13:20.123456802",
        ],
        "species": [
          "Adelie",
          "Gentoo",
          "Adelie",
          "Gentoo",
        ],
        "text": [
          "näme, "0"",
          null,
          "näme, "4"",
          "näme, "3"",
        ],
        "time": [
          "01:02:03",
          "01:02:03.000003",
          "01:02:03.000004",
          "01:02:03.000013",
        ],
        "uint32": [
          "4294967295",
          "4294967292",
          "4294967291",
          "4294967282",
        ],
        "uint64": [
          "18446744073709551615",
          "18446744073709551612",
          "18446744073709551611",
          "18446744073709551602",
        ],
        "utc": [
          "1960-01-31T12:05:00Z",
          "1960-01-31T12:05:00.000003Z",
          "1960-01-31T12:05:00.000004Z",
          "1960-01-31T12:05:00.000013Z",
        ],
        "yes": [
          "true",
          null,
          "false",
          "false",
        ],
      }
    `);
  });

  it.each(['snappy', 'gzip', 'brotli', 'zstd', 'lz4'])(
    'reads pages packed by %s',
    async (codec) => {
      const packed = await read(`types-${codec}.parquet`);
      const indices = Array.from({ length: 24 }, (_, index) => index);
      const plain = show(await read('types-none.parquet'), indices);
      expect(packed.columns.length).toBeGreaterThan(1);
      expect(plain).toMatchObject(show(packed, indices));
    },
  );

  it('reads every encoding', async () => {
    const [plain, encoded] = [await read('types-none.parquet'), await read('encodings.parquet')];
    expect(encoded.columns).toHaveLength(10);
    const indices = Array.from({ length: 24 }, (_, index) => index);
    expect(show(plain, indices)).toMatchObject(show(encoded, indices));
  });

  it('reads times of 96 bits', async () => {
    const { rows } = await read('int96.parquet');
    expect(rows[1]).toEqual(['2023-11-14T22:13:20.12345679Z', 'näme, "1"']);
  });

  it('names the columns that are lists and records', async () => {
    expect(await caught(() => read('nested.parquet'))).toMatchInlineSnapshot(
      `"DATASET_INVALID nested.parquet: expected texts, numbers, booleans, dates and times, found lists or records in tags, place"`,
    );
  });
});

const small = parquetBytes([
  { name: 'size', data: [1, 2, 3], type: 'DOUBLE' },
  { name: 'kind', data: ['a', 'b', 'NA'], type: 'STRING' },
]);

describe('what is wrong with Parquet', () => {
  it('is nothing here', async () => {
    expect((await readTable(small, 'x.parquet')).rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', null],
    ]);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['it is cut off', (bytes) => bytes.subarray(0, -20)],
    ['it is a text', () => new TextEncoder().encode('a,b\n1,2\n')],
    ['it is empty', () => new Uint8Array()],
    ['its footer is longer than the file', (bytes) => changed(bytes, bytes.length - 6, 0xff)],
    ['its footer begins elsewhere', (bytes) => changed(bytes, bytes.length - 8, 40)],
    ['its first page is zeros', (bytes) => bytes.slice().fill(0, 4, 40)],
  ])('is told: %s', async (_, change) => {
    expect(await caught(() => readTable(change(small), 'x.parquet'))).toMatchSnapshot();
  });

  it.each([
    ['rows', { rows: 2 }],
    ['columns', { columns: 1 }],
    ['cells', { cells: 5 }],
    ['characters', { characters: 4 }],
  ])('is told: too many %s', async (_, limits) => {
    const all = { ...defaultTableLimits, ...limits };
    expect(await caught(() => readTable(small, 'x.parquet', all))).toMatchSnapshot();
  });

  it('is told: a cell too long', async () => {
    const limits = { ...defaultTableLimits, cellCharacters: 5 };
    const bytes = parquetBytes([
      { name: 'n', data: [1, 2], type: 'INT32' },
      { name: 'text', data: ['short', 'longer'], type: 'STRING' },
    ]);
    expect(await caught(() => readTable(bytes, 'x.parquet', limits))).toMatchInlineSnapshot(
      `"DATASET_INVALID x.parquet, column text: expected at most 5 characters in a cell, found 6"`,
    );
  });

  it('is told: bytes that are no text', async () => {
    const bytes = parquetBytes([
      { name: 'n', data: [1, 2], type: 'INT32' },
      { name: 'blob', data: [Uint8Array.of(255, 254), Uint8Array.of(1)], type: 'BYTE_ARRAY' },
    ]);
    expect(await caught(() => readTable(bytes, 'x.parquet'))).toMatchInlineSnapshot(
      `"DATASET_INVALID x.parquet, column blob: expected Parquet that can be read, found that it holds bytes that are no text in UTF-8"`,
    );
  });

  it('is told: one column, and no rows', async () => {
    const one = parquetBytes([{ name: 'n', data: [1, 2], type: 'INT32' }]);
    expect(await caught(() => readTable(one, 'x.parquet'))).toMatch(/found a single column$/);
    const none = parquetBytes([
      { name: 'a', data: [], type: 'INT32' },
      { name: 'b', data: [], type: 'INT32' },
    ]);
    expect(await caught(() => readTable(none, 'x.parquet'))).toMatch(/found no rows$/);
  });
});

function changed(bytes: Uint8Array, at: number, to: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = to;
  return copy;
}

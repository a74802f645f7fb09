import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { readTable } from '../../runner/src/recipes/tables/read-table.ts';
import type { Table } from '../../runner/src/recipes/tables/table.ts';
import { orangery } from '../helpers/orangery.ts';
import { asJsonLines, asParquet } from '../helpers/written-table.ts';

const data = process.env.ORANGERY_TEST_DATA;
if (data === undefined) {
  const message = 'ORANGERY_TEST_DATA names no folder: no table is trained on in each format';
  if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
  console.warn(message);
}

describe.skipIf(data === undefined)('the penguins in every format', () => {
  let folder: string;
  const trained = new Map<string, Receipt>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orangery-tables-'));
    const bytes = await readFile(join(data!, 'penguins.csv'));
    const table = await readTable(bytes, 'penguins.csv');
    await writeFile(join(folder, 'penguins.csv'), bytes);
    await writeFile(join(folder, 'penguins.jsonl'), asJsonLines(table));
    await writeFile(join(folder, 'penguins.parquet'), asParquet(table));
    await writeFile(join(folder, 'part-0.parquet'), asParquet(rowsOf(table, 0, 200)));
    await writeFile(join(folder, 'part-1.parquet'), asParquet(rowsOf(table, 200, 344)));
    await writeFile(join(folder, 'rows.jsonl'), asJsonLines(rowsOf(table, 0, 5)));
    await writeFile(join(folder, 'rows.parquet'), asParquet(rowsOf(table, 0, 5)));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it.each([
    ['CSV, comma, header', ['penguins.csv']],
    ['JSON lines', ['penguins.jsonl']],
    ['Parquet', ['penguins.parquet']],
    ['Parquet, 2 files', ['part-0.parquet', 'part-1.parquet']],
  ])('train from %s', async (format, files) => {
    const links = files.flatMap((file) => ['--dataset', join(folder, file)]);
    const args = ['train', 'tabular-classifier', ...links, '--target', 'species', '--trials', '2'];
    const out = join(folder, format.toLowerCase().replaceAll(/\W+/g, '-'));
    const outcome = await orangery([...args, '--seed', '1', '--out', out, '--json'], {
      env: { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') },
    });
    expect(outcome.stderr).not.toContain('✗');
    const receipt = parseRecord('receipt', outcome.record, 'the receipt');
    expect(receipt.dataset).toMatchObject({ format, examples: 344 });
    expect(receipt.metrics.accuracy).toBeGreaterThan(0.95);
    console.log(
      `${format}: ${receipt.dataset.fingerprint}, accuracy ${receipt.metrics.accuracy}, ${receipt.observed.seconds.toFixed(1)} s`,
    );
    trained.set(format, receipt);
  });

  it('are the same data and give the same model', () => {
    const [first, ...others] = [...trained.values()];
    expect(others).toHaveLength(3);
    for (const other of others) {
      expect(other.dataset.fingerprint).toBe(first!.dataset.fingerprint);
      expect(other.metrics).toEqual(first!.metrics);
    }
  });

  it.each(['rows.jsonl', 'rows.parquet'])('are predicted from %s', async (name) => {
    const output = join(folder, `${name}.csv`);
    const model = join(folder, 'parquet');
    const args = ['predict', model, '--input', join(folder, name), '--output', output];
    const outcome = await orangery(args);
    expect(outcome.stderr).not.toContain('✗');
    const { columns, rows } = await readTable(await readFile(output), output);
    expect(columns.slice(-2)).toEqual(['label', 'probability']);
    expect(rows.map((row) => row.at(-2))).toEqual(Array.from({ length: 5 }, () => 'Adelie'));
  });
});

function rowsOf(table: Table, from: number, to: number): Table {
  return { ...table, rows: table.rows.slice(from, to) };
}

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { summarizeColumns } from '../../../runner/src/recipes/tabular/columns.ts';
import { readCsv } from '../../../runner/src/recipes/tables/csv/read-csv.ts';
import { defaultTableLimits } from '../../../runner/src/recipes/tables/table-limits.ts';
import { drawSeedTable } from '../../../runner/samples/seeds/seed-table.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/seed-classifier/sample/', import.meta.url);
const table = { seed: 1, preset: 'standard', rows: 300 } as const;

function read(text: string) {
  return readCsv(text, 'seeds.csv', defaultTableLimits);
}

it('gives the same text each time, and another with another seed or preset', () => {
  const text = drawSeedTable(table);
  expect(drawSeedTable(table)).toBe(text);
  expect(drawSeedTable({ ...table, seed: 2 })).not.toBe(text);
  expect(drawSeedTable({ ...table, preset: 'other' })).not.toBe(text);
});

it('has measurements, a colour, missing values and the variety last', () => {
  const { columns, rows } = read(drawSeedTable(table));
  expect(
    summarizeColumns(columns, rows).map(({ name, type, missing }) => [name, type, missing > 0]),
  ).toEqual([
    ['area_mm2', 'numeric', false],
    ['perimeter_mm', 'numeric', false],
    ['length_mm', 'numeric', false],
    ['width_mm', 'numeric', false],
    ['groove_length_mm', 'numeric', true],
    ['asymmetry', 'numeric', true],
    ['colour', 'categorical', true],
    ['variety', 'categorical', false],
  ]);
});

it('has as many kernels of each variety', () => {
  const { rows } = read(drawSeedTable(table));
  const counts = Map.groupBy(rows, (row) => row.at(-1)!);
  expect([...counts].map(([name, { length }]) => [name, length]).sort()).toEqual([
    ['Aldersey', 100],
    ['Brackwell', 100],
    ['Corvane', 100],
  ]);
});

it('keeps kernels possible: longer than wide, and no larger than their box', () => {
  const { rows } = read(drawSeedTable({ seed: 3, preset: 'other', rows: 3000 }));
  for (const [area, perimeter, length, width] of rows.map((row) => row.slice(0, 4).map(Number))) {
    expect(length).toBeGreaterThan(width!);
    expect(area).toBeLessThan(length! * width! * 1.05);
    expect(perimeter).toBeGreaterThan(1.8 * length!);
  }
});

it('gives under other conditions smaller kernels and more missing values', () => {
  const standard = read(drawSeedTable({ ...table, rows: 3000 }));
  const other = read(drawSeedTable({ ...table, preset: 'other', rows: 3000 }));
  expect(meanOf(other, 'width_mm')).toBeLessThan(0.98 * meanOf(standard, 'width_mm'));
  expect(missingIn(other)).toBeGreaterThan(2 * missingIn(standard));
});

describe('the shipped table', () => {
  it('comes from the documented command, byte for byte', async () => {
    const args = ['--seed', '1', '--rows', '300', '--preset', 'standard'];
    const made = await generate('seeds', args);
    expect(made.toString()).toBe(await readFile(new URL('seeds.csv', sample), 'utf8'));
  });

  it('has three rows without a target beside it, in no training data', async () => {
    const rows = await readFile(new URL('rows.csv', sample), 'utf8');
    const drawn = drawSeedTable({ seed: 2, preset: 'standard', rows: 3 });
    expect(rows).toBe(drawn.replace(/,[^,\n]*\n/g, '\n'));
    const shipped = read(await readFile(new URL('seeds.csv', sample), 'utf8'));
    const known = new Set(shipped.rows.map((row) => row.slice(0, -1).join()));
    expect(read(rows).rows.some((row) => known.has(row.join()))).toBe(false);
  });
});

type Table = ReturnType<typeof read>;

function meanOf({ columns, rows }: Table, name: string): number {
  const column = columns.indexOf(name);
  return rows.reduce((sum, row) => sum + Number(row[column]), 0) / rows.length;
}

function missingIn({ rows }: Table): number {
  return rows.flat().filter((value) => value === null).length;
}

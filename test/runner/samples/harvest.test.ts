import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectedHarvest } from '../../../runner/samples/harvest/draw-tree.ts';
import { drawHarvestTable } from '../../../runner/samples/harvest/harvest-table.ts';
import { citrusKinds } from '../../../runner/samples/harvest/orangeries.ts';
import { summarizeColumns } from '../../../runner/src/recipes/tabular/columns.ts';
import { readCsv } from '../../../runner/src/recipes/tables/csv/read-csv.ts';
import { defaultTableLimits } from '../../../runner/src/recipes/tables/table-limits.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/harvest-estimator/sample/', import.meta.url);
const table = { seed: 1, preset: 'standard', rows: 500 } as const;

function read(text: string) {
  return readCsv(text, 'harvest.csv', defaultTableLimits);
}

it('gives the same text each time, and another with another seed or preset', () => {
  const text = drawHarvestTable(table);
  expect(drawHarvestTable(table)).toBe(text);
  expect(drawHarvestTable({ ...table, seed: 2 })).not.toBe(text);
  expect(drawHarvestTable({ ...table, preset: 'other' })).not.toBe(text);
});

it('has numbers, categories, missing values and the harvest last', () => {
  const { columns, rows } = read(drawHarvestTable(table));
  expect(
    summarizeColumns(columns, rows).map(({ name, type, missing }) => [name, type, missing > 0]),
  ).toEqual([
    ['kind', 'categorical', false],
    ['age_years', 'numeric', false],
    ['tub_litres', 'numeric', false],
    ['water_litres', 'numeric', true],
    ['sun_hours', 'numeric', true],
    ['frost_nights', 'numeric', false],
    ['pruned', 'categorical', true],
    ['harvest_kg', 'numeric', false],
  ]);
});

it('gives under other conditions smaller harvests', () => {
  const meanOf = (preset: 'standard' | 'other'): number => {
    const { rows } = read(drawHarvestTable({ ...table, preset, rows: 2000 }));
    return rows.reduce((sum, row) => sum + Number(row.at(-1)) / rows.length, 0);
  };
  expect(meanOf('other')).toBeLessThan(0.9 * meanOf('standard'));
});

it('lets pruning help an old tree and cost a young one', () => {
  const tree = { tubLitres: 60, waterLitres: 18, sunHours: 7, frostNights: 2 };
  const gain = (ageYears: number): number => {
    const own = { ...tree, kind: citrusKinds[0]!, ageYears };
    return (
      expectedHarvest({ ...own, wasPruned: true }) - expectedHarvest({ ...own, wasPruned: false })
    );
  };
  expect(gain(40)).toBeGreaterThan(0);
  expect(gain(5)).toBeLessThan(0);
});

describe('the shipped table', () => {
  it('comes from the documented command, byte for byte', async () => {
    const args = ['--seed', '1', '--rows', '500', '--preset', 'standard'];
    const made = await generate('harvest', args);
    expect(made.toString()).toBe(await readFile(new URL('harvest.csv', sample), 'utf8'));
  });

  it('has three rows without a target beside it, in no training data', async () => {
    const rows = await readFile(new URL('rows.csv', sample), 'utf8');
    const drawn = drawHarvestTable({ seed: 2, preset: 'standard', rows: 3 });
    expect(rows).toBe(drawn.replace(/,[^,\n]*\n/g, '\n'));
    const shipped = read(await readFile(new URL('harvest.csv', sample), 'utf8'));
    const known = new Set(shipped.rows.map((row) => row.slice(0, -1).join()));
    expect(read(rows).rows.some((row) => known.has(row.join()))).toBe(false);
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { departments } from '../../../runner/samples/letters/departments.ts';
import { writeLetters } from '../../../runner/samples/letters/letter-table.ts';
import { readCsv } from '../../../runner/src/recipes/tables/csv/read-csv.ts';
import { defaultTableLimits } from '../../../runner/src/recipes/tables/table-limits.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/letter-sorter/sample/', import.meta.url);
const options = { seed: 1, preset: 'standard', rows: 400 } as const;
const rowsOf = (text: string) => readCsv(text, 'letters.csv', defaultTableLimits).rows;

it('writes the same letters each time, and others with another seed or preset', () => {
  const text = writeLetters(options);
  expect(writeLetters(options)).toBe(text);
  expect(writeLetters({ ...options, seed: 2 })).not.toBe(text);
  expect(writeLetters({ ...options, preset: 'other' })).not.toBe(text);
});

it('writes as many to each office, hardly one twice', () => {
  const rows = rowsOf(writeLetters(options));
  const counts = Map.groupBy(rows, ([, office]) => office);
  expect([...counts.values()].map(({ length }) => length)).toEqual([100, 100, 100, 100]);
  expect(new Set(rows.map(([text]) => text)).size).toBeGreaterThan(395);
});

it('often mentions what another office looks after', () => {
  const rows = rowsOf(writeLetters(options));
  const misleading = rows.filter(([text, office]) =>
    departments.some(
      ({ name, things }) => name !== office && things.some((thing) => text!.includes(thing)),
    ),
  );
  expect(misleading.length).toBeGreaterThan(100);
});

describe('the shipped letters', () => {
  it('come from the documented command, byte for byte', async () => {
    const args = ['--seed', '1', '--rows', '400', '--preset', 'standard'];
    const made = await generate('letters', args);
    expect(made.toString()).toBe(await readFile(new URL('letters.csv', sample), 'utf8'));
  });

  it('have one beside them that is not among them', async () => {
    const letter = (await readFile(new URL('letter.txt', sample), 'utf8')).trim();
    expect(writeLetters({ ...options, seed: 2, rows: 1 })).toContain(letter);
    expect(await readFile(new URL('letters.csv', sample), 'utf8')).not.toContain(letter);
  });
});

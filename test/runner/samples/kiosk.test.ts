import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { drawVisitorTable } from '../../../runner/samples/kiosk/visitor-table.ts';
import { timeSeriesForecasting } from '../../../runner/src/recipes/time-series-forecasting/index.ts';
import { readSeriesText } from '../../helpers/series.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/kiosk-forecaster/sample/', import.meta.url);
const options = { seed: 1, preset: 'standard', days: 1461 } as const;

it('counts the same each time, and otherwise with another seed or preset', () => {
  const text = drawVisitorTable(options);
  expect(drawVisitorTable(options)).toBe(text);
  expect(drawVisitorTable({ ...options, seed: 2 })).not.toBe(text);
  expect(drawVisitorTable({ ...options, preset: 'other' })).not.toBe(text);
});

it('counts four years of days with a few gaps, and no fewer than nobody', async () => {
  const data = await readSeriesText(drawVisitorTable(options));
  const { series } = timeSeriesForecasting.describe(data);
  expect(series).toMatchObject({ steps: 1461, interval: '1 day', season: 365 });
  expect(series!.gaps).toBeGreaterThan(0);
  expect(Math.min(...data.values)).toBeGreaterThan(0);
});

it('counts more at weekends and in summer, at the other place on working days', async () => {
  const mean = async (preset: 'standard' | 'other', isWanted: (day: Date) => boolean) => {
    const { values } = await readSeriesText(drawVisitorTable({ ...options, preset }));
    const days = [...values].filter((_, index) => isWanted(new Date(Date.UTC(2022, 0, 1 + index))));
    return days.reduce((sum, value) => sum + value, 0) / days.length;
  };
  const weekend = (day: Date): boolean => day.getUTCDay() % 6 === 0;
  const working = (day: Date): boolean => day.getUTCDay() % 6 !== 0;
  expect(await mean('standard', weekend)).toBeGreaterThan(1.2 * (await mean('standard', working)));
  expect(await mean('other', working)).toBeGreaterThan(1.2 * (await mean('other', weekend)));
  const july = await mean('standard', (day) => day.getUTCMonth() === 6);
  expect(july).toBeGreaterThan(2 * (await mean('standard', (day) => day.getUTCMonth() === 0)));
});

describe('the shipped counts', () => {
  it.each([
    ['visitors.csv', ['--seed', '1', '--days', '1461']],
    ['recent.csv', ['--seed', '2', '--days', '540']],
  ])('%s come from the documented program, byte for byte', async (name, args) => {
    const made = await generate('kiosk', [...args, '--preset', 'standard']);
    expect(made.equals(await readFile(new URL(name, sample)))).toBe(true);
  });
});

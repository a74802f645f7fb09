import { createRandom } from '../../runner/src/random.ts';
import type { SeriesData } from '../../runner/src/recipes/time-series-forecasting/series.ts';
import { timeSeriesForecasting } from '../../runner/src/recipes/time-series-forecasting/index.ts';
import { dataFiles, readOptions } from './read-data.ts';

const day = 86_400_000;

/** `2024-01-01` and so many days. */
export function dateAfter(days: number): string {
  return new Date(Date.UTC(2024, 0, 1) + days * day).toISOString().slice(0, 10);
}

/** Daily values with a week, a trend and noise. */
export function weeklyValues(count: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const week = [0, 1, 2, 6, 9, 4, -3][index % 7]!;
    return Number((50 + 0.05 * index + week + random.normal()).toFixed(3));
  });
}

/** A CSV of daily values. */
export function dailyTable(values: readonly (number | string)[], head = 'date,value'): string {
  return `${[head, ...values.map((value, index) => `${dateAfter(index)},${value}`)].join('\n')}\n`;
}

export async function readSeriesText(text: string, target?: string): Promise<SeriesData> {
  return timeSeriesForecasting.readData(dataFiles({ 'series.csv': text }), readOptions(target));
}

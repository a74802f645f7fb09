import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { timeSeriesForecasting as recipe } from '../../../../runner/src/recipes/time-series-forecasting/index.ts';
import { dailyTable, dateAfter, readSeriesText, weeklyValues } from '../../../helpers/series.ts';

const messageOf = async (text: string, target?: string): Promise<string> =>
  readSeriesText(text, target).then(
    () => 'no failure',
    (error: unknown) => `${toFailure(error).code} ${toFailure(error).message}`,
  );

describe('reading a series', () => {
  it('finds times, values, interval and season', async () => {
    const data = await readSeriesText(dailyTable(weeklyValues(200)));
    expect(recipe.describe(data)).toMatchObject({
      format: 'CSV, comma, header',
      examples: 200,
      target: 'value',
      targetChosenBy: 'last column',
      series: { steps: 200, interval: '1 day', gaps: 0, season: 7 },
    });
  });

  it('sorts by time, and the order of rows does not change the fingerprint', async () => {
    const lines = dailyTable(weeklyValues(60)).trimEnd().split('\n');
    const turned = [lines[0]!, ...lines.slice(1).reverse()].join('\n');
    const [one, other] = [await readSeriesText(lines.join('\n')), await readSeriesText(turned)];
    expect(other.values).toEqual(one.values);
    expect(recipe.describe(other).fingerprint).toBe(recipe.describe(one).fingerprint);
  });

  it('fills a step without a value by the one before, counts it, and keeps it apart', async () => {
    const values: (number | string)[] = weeklyValues(60);
    values[10] = 'NA';
    const lines = dailyTable(values).split('\n');
    lines.splice(31, 1);
    const data = await readSeriesText(lines.join('\n'));
    expect(data.values[10]).toBe(data.values[9]);
    expect(data.values[30]).toBe(data.values[29]);
    expect([...data.isFilled.keys()].filter((index) => data.isFilled[index] === 1)).toEqual([
      10, 30,
    ]);
    expect(recipe.describe(data).series).toMatchObject({ steps: 60, gaps: 2 });
  });

  it('takes the named column and says which others are left out', async () => {
    const rows = weeklyValues(40).map(
      (value, index) => `${dateAfter(index)},${value},${index % 5}`,
    );
    const text = ['when,sold,staff', ...rows].join('\n');
    const data = await readSeriesText(text, 'sold');
    expect(data).toMatchObject({ timeColumn: 'when', target: 'sold', targetChosenBy: 'name' });
    expect(data.skipped).toEqual([
      { reason: 'a column besides the time and the value', count: 1, names: ['staff'] },
    ]);
  });

  it.each(['1e31', '-1e400', 'Infinity'])('names where a value is too large: %s', async (large) => {
    const values: (number | string)[] = weeklyValues(60);
    values[10] = large;
    expect(await messageOf(dailyTable(values))).toBe(
      `DATASET_INVALID series.csv:12: expected numbers between -1e30 and 1e30 in the column value, found "${large}"`,
    );
  });

  it('reads a counter as steps', async () => {
    const rows = weeklyValues(40).map((value, index) => `${index},${value}`);
    const data = await readSeriesText(['t,x', ...rows].join('\n'));
    expect(recipe.describe(data).series).toMatchObject({ interval: '1 step' });
  });

  const table = dailyTable(weeklyValues(40));
  it.each([
    ['values without times', 'a,b\nx,1\ny,2\n', undefined],
    ['a time that is there twice', `${table}${dateAfter(3)},5\n`, undefined],
    ['too few steps', dailyTable(weeklyValues(12)), undefined],
    ['a column that is not there', table, 'sales'],
    ['texts for values', dailyTable([...weeklyValues(35), 'many', ...weeklyValues(3)]), 'value'],
    ['days that may be months', 'd,x\n01/02/2024,1\n01/03/2024,2\n', undefined],
    [
      'times at no even steps',
      `d,x\n${Array.from({ length: 40 }, (_, i) => `2024-01-01T${String(Math.floor(i / 2)).padStart(2, '0')}:${String((i * i * 7) % 60).padStart(2, '0')},${i}`).join('\n')}\n`,
      undefined,
    ],
    [
      'too many gaps',
      `d,x\n${Array.from({ length: 60 }, (_, i) => (i % 3 === 2 && i > 9 ? '' : `${dateAfter(i)},${i}\n`)).join('')}`,
      undefined,
    ],
  ])('refuses %s', async (_, text, target) => {
    expect(await messageOf(text, target)).toMatchSnapshot();
  });
});

describe('a part of a series', () => {
  it('has all that came before it and nothing that came after', async () => {
    const data = await readSeriesText(dailyTable(weeklyValues(100)));
    const part = recipe.select(data, [60, 61, 62, 63]);
    expect([part.from, part.values.length]).toEqual([60, 64]);
    expect(recipe.strata(part)).toHaveLength(4);
    expect([...part.values]).toEqual([...data.values.subarray(0, 64)]);
  });

  it('goes on where another ends, when it is given by itself', async () => {
    const all = dailyTable(weeklyValues(100)).trimEnd().split('\n');
    const first = await readSeriesText(all.slice(0, 61).join('\n'));
    const second = await readSeriesText([all[0]!, ...all.slice(61)].join('\n'));
    const joined = recipe.align(second, first);
    expect([joined.from, joined.values.length]).toEqual([60, 100]);
    const apart = await readSeriesText([all[0]!, ...all.slice(65)].join('\n'));
    expect(recipe.align(apart, first).from).toBe(0);
  });

  it('is refused at another interval', async () => {
    const data = await readSeriesText(dailyTable(weeklyValues(40)));
    const rows = weeklyValues(40).map((value, index) => `${1980 + index},${value}`);
    const yearly = await readSeriesText(['year,x', ...rows].join('\n'));
    expect(() => recipe.align(yearly, data)).toThrow(
      'The data: expected values 1 day apart, found 1 year',
    );
  });

  it('has hashes that tell a copy of its time and value', async () => {
    const data = await readSeriesText(dailyTable([...weeklyValues(39), 50, 50]));
    const hashes = [...recipe.exampleHashes!(data)];
    expect(new Set(hashes).size).toBe(41);
    expect([...recipe.exampleHashes!(recipe.select(data, [40]))]).toEqual([hashes[40]]);
  });
});

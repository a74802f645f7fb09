import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import type { Prediction, RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { timeSeriesForecasting as recipe } from '../../../../runner/src/recipes/time-series-forecasting/index.ts';
import type { ForecastModel } from '../../../../runner/src/recipes/time-series-forecasting/model.ts';
import { dailyTable, dateAfter, readSeriesText, weeklyValues } from '../../../helpers/series.ts';

const values = weeklyValues(120);
let model: ForecastModel;

beforeAll(async () => {
  await startBackend('wasm');
  const train = await readSeriesText(dailyTable(values));
  const knobs = recipe.defaults(train, { hasBackbone: false });
  ({ model } = await recipe.fit({
    train,
    selection: null,
    knobs,
    seed: 1,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
  }));
});

async function answer(raw: RawInput): Promise<readonly Prediction[]> {
  return recipe.predict(model, await recipe.parseInput(model, raw, refuse));
}
const value = (given: unknown): RawInput => ({ kind: 'value', value: given });
const file = (text: string, name = 'history.csv'): RawInput => ({
  kind: 'file',
  name,
  bytes: new TextEncoder().encode(text),
});

describe('a request for a forecast', () => {
  const rows = values.map((each, index) => ({ date: dateAfter(index), value: each }));
  it.each([
    ['numbers', value(values)],
    ['a history and its end', value({ history: values, end: dateAfter(119) })],
    ['rows of a table', value(rows)],
    ['a table', file(dailyTable(values))],
    ['a JSON list', file(JSON.stringify(values), 'history.json')],
    ['a JSON object', file(JSON.stringify({ history: values }), 'history.json')],
    ['JSON lines', file(rows.map((row) => JSON.stringify(row)).join('\n'), 'history.jsonl')],
  ])('may be %s', async (_, raw) => {
    const [expected] = await answer(value(values));
    expect(await answer(raw)).toEqual([expected]);
    expect(expected!['times']).toEqual(
      Array.from({ length: 7 }, (_unused, i) => dateAfter(120 + i)),
    );
    const { forecast, lower, upper } = expected as Record<string, number[]>;
    for (const [index, each] of forecast!.entries()) {
      expect(lower![index]).toBeLessThan(each);
      expect(upper![index]).toBeGreaterThan(each);
    }
  });

  it('may hold several histories, answered in their order', async () => {
    const [one, other] = [values.slice(0, 100), values.slice(0, 110)];
    const ends = [dateAfter(99), dateAfter(109)];
    const histories = [
      { history: one, end: ends[0] },
      { history: other, end: ends[1] },
    ];
    const answers = await answer(value(histories));
    expect(answers.map((each) => (each['times'] as string[])[0])).toEqual([
      dateAfter(100),
      dateAfter(110),
    ]);
    expect(await answer(value([one, other]))).toHaveLength(2);
  });

  it('takes a missing value as the one before', async () => {
    const filled = [...values];
    filled[118] = filled[117]!;
    const missing: (number | null)[] = [...values];
    missing[118] = null;
    expect(await answer(value(missing))).toEqual(await answer(value(filled)));
  });

  it('does not depend on what comes before what the model looks at', async () => {
    expect(await answer(value([...values.slice(-60)]))).toEqual(await answer(value(values)));
  });

  it.each([
    ['nothing', value(undefined)],
    ['an empty list', value([])],
    ['a text', value('1,2,3')],
    ['a text among numbers', value([...values, 'x'])],
    ['too few values', value([1, 2, 3])],
    ['a history that is no list', value({ history: 5 })],
    ['an end that is no time', value({ history: values, end: 'soon' })],
    ['too many series', value(Array.from({ length: 300 }, () => values))],
    ['only null', value(values.map(() => null))],
    ['a table without the column', file('date,a,b\n2024-01-01,1,2\n')],
    ['a text in a table', file(dailyTable([...values, 'x']))],
    [
      'a table with holes',
      file(`date,value\n${values.map((v, i) => `${dateAfter(i * 3)},${v}`).join('\n')}\n`),
    ],
    ['a file of no kind', file('\u0000\u0001')],
  ])('is refused when it is %s', async (_, raw) => {
    const failure = await answer(raw).catch((error: unknown) => toFailure(error));
    expect(`${toFailure(failure).code} ${toFailure(failure).message}`).toMatchSnapshot();
    expect(failure).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('has histories of held-out steps as examples', async () => {
    const data = await readSeriesText(dailyTable(values));
    const raws = await recipe.rawInputs(data, [60, 100]);
    expect(raws).toHaveLength(2);
    for (const raw of raws) {
      expect(raw).toMatchObject({ kind: 'file' });
      expect(await answer(raw)).toHaveLength(1);
    }
  });

  it('says what it takes and gives', () => {
    expect(recipe.inputs(model)).toMatchObject([{ name: 'data', type: 'series' }]);
    expect(recipe.outputs(null).map(({ name }) => name)).toEqual([
      'forecast',
      'lower',
      'upper',
      'times',
    ]);
  });
});

async function refuse(): Promise<never> {
  throw new Error('no pictures here');
}

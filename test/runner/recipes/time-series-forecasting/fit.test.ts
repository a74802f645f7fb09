import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { timeSeriesForecasting as recipe } from '../../../../runner/src/recipes/time-series-forecasting/index.ts';
import type { ForecastModel } from '../../../../runner/src/recipes/time-series-forecasting/model.ts';
import type { SeriesData } from '../../../../runner/src/recipes/time-series-forecasting/series.ts';
import { dailyTable, readSeriesText, weeklyValues } from '../../../helpers/series.ts';

let all: SeriesData;
const parts = { train: [0, 180], selection: [180, 240], rest: [0, 240], test: [240, 300] } as const;

beforeAll(async () => {
  await startBackend('wasm');
  all = await readSeriesText(dailyTable(weeklyValues(300)));
});

function part(name: keyof typeof parts): SeriesData {
  const [start, end] = parts[name];
  return recipe.select(
    all,
    Array.from({ length: end - start }, (_, index) => start + index),
  );
}

async function fit(options: Partial<FitOptions<SeriesData>> = {}): Promise<Fitted<ForecastModel>> {
  const train = part('train');
  return recipe.fit({
    train,
    selection: part('selection'),
    seed: 3,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...options,
    knobs: { ...recipe.defaults(train, { hasBackbone: false }), ...options.knobs },
  });
}

const network = { family: 'network', units: 8, dropout: 0.2, learningRate: 0.003, batchSize: 64 };

async function bytesOf({ model }: Fitted<ForecastModel>): Promise<string> {
  const files = await recipe.save(model);
  return [...files]
    .map(([path, bytes]) => `${path} ${Buffer.from(bytes).toString('base64')}`)
    .join();
}

describe('fitting a forecaster', () => {
  it('beats the naive forecasts of a series with a week, and its limits hold', async () => {
    const { model, score } = await fit({ train: part('rest') });
    const { metrics, intervals, details } = await recipe.evaluate(model, part('test'));
    expect(score).toBeGreaterThan(0.2);
    expect(metrics['skill']).toBeGreaterThan(0.2);
    expect(metrics['coverage']).toBeGreaterThan(0.85);
    expect(intervals['skill']!.lower).toBeLessThan(metrics['skill']!);
    expect(intervals['rmse']!.upper).toBeGreaterThan(metrics['rmse']!);
    expect(details?.perHorizon?.map(({ horizon }) => horizon)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const baseline = recipe.baseline(part('rest'), part('test'));
    expect(baseline.name).toBe('seasonal naive, 7 steps, the best naive');
    expect(baseline.metrics['skill']).toBe(0);
    expect(metrics['rmse']).toBeLessThan(0.8 * baseline.metrics['rmse']!);
  });

  it('shows the last value, each season and a sine beside it', async () => {
    const compared = await recipe.compare!({
      train: part('rest'),
      test: part('test'),
      seed: 0,
      signal: new AbortController().signal,
      isOutOfTime: () => false,
    });
    expect(compared.map(({ name }) => name)).toEqual([
      'last value',
      'seasonal naive, 7 steps',
      'fitted sine, 7 steps',
    ]);
  });

  it('looks at nothing after its training part', async () => {
    const values = weeklyValues(300);
    const poisoned = values.map((value, index) => (index < 180 ? value : -1000));
    const other = await readSeriesText(dailyTable(poisoned));
    const train = recipe.select(
      other,
      Array.from({ length: 180 }, (_, index) => index),
    );
    expect(await bytesOf(await fit({ train, selection: null }))).toBe(
      await bytesOf(await fit({ selection: null })),
    );
  });

  it.each([
    ['last value', 'plain'],
    ['last season', 'log'],
    ['mean', 'log'],
  ])('can be told to forecast differences to the %s on a %s scale', async (relativeTo, scale) => {
    const { model, score } = await fit({ knobs: { relativeTo, scale } });
    expect(model.preprocessing.features.level).toBe(relativeTo);
    expect(model.preprocessing.scale.scale).toBe(scale);
    expect(score).toBeGreaterThan(0.1);
  });

  it('gives the same network paused at a third as in one stretch, bit for bit', async () => {
    const straight = await fit({ knobs: network, until: 6 / 150 });
    const first = await fit({ knobs: network, until: 2 / 150 });
    expect(first).toMatchObject({ status: 'paused', epochs: 150 });
    const rest = await fit({ knobs: network, until: 6 / 150, checkpoint: first.checkpoint! });
    expect(await bytesOf(rest)).toBe(await bytesOf(straight));
    expect(rest.score).toBe(straight.score);
    for (const { model } of [straight, first, rest]) recipe.dispose(model);
  });

  it.each([['linear'], ['network']])('fits a %s model to all the data', async (family) => {
    const refit = await fit({ knobs: { ...network, family }, selection: null, until: 2 / 150 });
    const keptEpoch = family === 'linear' ? 1 : 2;
    expect(refit).toMatchObject({ status: 'done', keptEpoch, score: 0 });
    recipe.dispose(refit.model);
  });

  it('starts from the weights of another trial', async () => {
    const first = await fit({ knobs: network, until: 3 / 150 });
    const start = await recipe.save(first.model);
    const next = await fit({ knobs: network, until: 1 / 150, start });
    const fresh = await fit({ knobs: network, until: 1 / 150 });
    expect(next.selectionLoss).not.toBe(fresh.selectionLoss);
    for (const { model } of [first, next, fresh]) recipe.dispose(model);
  });

  it.each([[{}], [network]])('is the same after saving and loading: %j', async (knobs) => {
    const { model } = await fit({ knobs, until: 2 / 150 });
    const loaded = await recipe.load(await recipe.save(model));
    const [raw] = await recipe.rawInputs(part('test'), [5]);
    const inputs = await recipe.parseInput(model, raw!, refuse);
    expect(await recipe.predict(loaded, inputs)).toEqual(await recipe.predict(model, inputs));
    expect(await recipe.evaluate(loaded, part('test'))).toEqual(
      await recipe.evaluate(model, part('test')),
    );
    for (const each of [model, loaded]) recipe.dispose(each);
  });

  it.each([
    ['{}'],
    ['{"recipe":"time-series-forecasting"}'],
    ['{"recipe":"time-series-forecasting","features":{"horizon":1e9}}'],
    ['no JSON'],
  ])('does not load %s', async (text) => {
    const files = new Map([['preprocessing.json', Buffer.from(text)]]);
    await expect(recipe.load(files)).rejects.toMatchObject({ code: 'FILE_INVALID' });
  });

  it('copes with a constant series, a short one and one with a hole', async () => {
    const holed = weeklyValues(80).map((value, index) => (index > 30 && index < 44 ? 'NA' : value));
    const texts = [new Array<number>(60).fill(5), weeklyValues(31), holed];
    for (const values of texts) {
      const data = await readSeriesText(dailyTable(values));
      const count = recipe.strata(data).length;
      const indices = Array.from({ length: count }, (_, index) => index);
      const train = recipe.select(data, indices.slice(0, -8));
      const { model } = await fit({ train, selection: recipe.select(data, indices.slice(-8)) });
      const { metrics } = await recipe.evaluate(model, recipe.select(data, indices.slice(-8)));
      expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const paused = await fit({ knobs: network, until: 1 / 150 });
    const rest = await fit({ knobs: network, until: 2 / 150, checkpoint: paused.checkpoint! });
    await recipe.evaluate(rest.model, part('test'));
    for (const { model } of [paused, rest]) recipe.dispose(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

async function refuse(): Promise<never> {
  throw new Error('no pictures here');
}

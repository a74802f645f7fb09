import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { familyDefaults } from '../../../../runner/src/recipes/tabular/families/knobs.ts';
import type { NumberModel } from '../../../../runner/src/recipes/tabular-regression/fit.ts';
import { tabularRegression as recipe } from '../../../../runner/src/recipes/tabular-regression/index.ts';
import { parseNumberPreprocessing } from '../../../../runner/src/recipes/tabular-regression/preprocessing.ts';
import { learnSpread } from '../../../../runner/src/recipes/tabular-regression/spread.ts';
import { caught } from '../../../helpers/caught.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { course, houseCsv } from '../tabular/tables.ts';

const read = async (rows: number, seed: number) =>
  recipe.readData(dataFiles({ 'houses.csv': houseCsv(rows, 'price', seed) }), readOptions());
const { decodeImage } = readOptions();
let model: NumberModel;

beforeAll(async () => {
  await startBackend('wasm');
  const train = await read(200, 1);
  const knobs = familyDefaults('forest', 'numbers');
  ({ model } = await recipe.fit({ ...course, train, selection: null, knobs }));
});

describe('a predicted number', () => {
  it('stands between ends that hold about 80 % of rows', async () => {
    const { metrics, details } = await recipe.evaluate(model, await read(400, 2));
    expect(metrics.coverage).toBeGreaterThan(0.7);
    expect(metrics.coverage).toBeLessThan(0.9);
    expect(details!.residuals).toHaveLength(21);
  });

  it('is given with them, row by row', async () => {
    const raw = { kind: 'value', value: [{ area: 100, age: null, district: 'east' }] } as const;
    const inputs = await recipe.parseInput(model, raw, decodeImage);
    const [answer] = await recipe.predict(model, [...inputs, ...inputs]);
    expect(Object.keys(answer!)).toEqual(['value', 'lower', 'upper']);
    expect(Number(answer!.lower)).toBeLessThan(Number(answer!.value));
    expect(Number(answer!.upper)).toBeGreaterThan(Number(answer!.value));
    expect(recipe.outputs(model).map(({ name }) => name)).toEqual(Object.keys(answer!));
  });

  it.each([
    [[{ area: 100, age: 3 }]],
    [[{ area: 'wide', age: 3, district: 'north' }]],
    [[]],
    ['100'],
  ])('is refused for %j', async (value) => {
    const raw = { kind: 'value', value } as const;
    expect(await caught(async () => recipe.parseInput(model, raw, decodeImage))).toMatchSnapshot();
  });

  it('has no ends where too few rows could be held back', async () => {
    expect(learnSpread(Array.from({ length: 19 }, (_, index) => index))).toBeUndefined();
    const { spread: _, ...preprocessing } = model.preprocessing;
    const bare = { ...model, preprocessing };
    const inputs = await recipe.parseInput(
      bare,
      { kind: 'value', value: { area: 50, age: 1, district: 'west' } },
      decodeImage,
    );
    expect(Object.keys((await recipe.predict(bare, inputs))[0]!)).toEqual(['value']);
    expect(recipe.outputs(bare)).toHaveLength(1);
  });
});

it('takes the ends from residuals so that a tenth lies beyond each', () => {
  const residuals = Array.from({ length: 99 }, (_, index) => index - 49);
  expect(learnSpread([...residuals, NaN])).toEqual({ coverage: 0.8, lower: -40, upper: 40 });
});

it('refuses the preprocessing of another recipe', async () => {
  const other = { ...model.preprocessing, recipe: 'tabular-classification' };
  expect(await caught(() => parseNumberPreprocessing(other))).toMatchInlineSnapshot(
    `"FILE_INVALID artifact/preprocessing.json: expected the preprocessing of tabular-regression"`,
  );
});

it('answers the mean as its baseline', async () => {
  const train = await read(100, 1);
  const { name, metrics } = recipe.baseline(train, await read(200, 2));
  expect(name).toBe('mean');
  expect(metrics.r2).toBeLessThanOrEqual(0);
  expect(metrics.rmse).toBeGreaterThan(metrics.mae!);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import type { Fitted, FitOptions, Recipe } from '../../../../runner/src/recipes/recipe.ts';
import { families } from '../../../../runner/src/recipes/tabular/families/family.ts';
import { familyDefaults } from '../../../../runner/src/recipes/tabular/families/knobs.ts';
import { tabularClassification } from '../../../../runner/src/recipes/tabular-classification/index.ts';
import { tabularRegression } from '../../../../runner/src/recipes/tabular-regression/index.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { course, houseCsv } from './tables.ts';

interface Task {
  readonly recipe: Recipe;
  readonly kind: 'classes' | 'numbers';
  readonly target: 'price' | 'grade';
}

// recipes of different data fit one list only as recipes of unknown data
const tasks: readonly Task[] = [
  { recipe: tabularRegression as unknown as Recipe, kind: 'numbers', target: 'price' },
  { recipe: tabularClassification as unknown as Recipe, kind: 'classes', target: 'grade' },
];
const cases = tasks.flatMap((task) =>
  families.map((family) => [task.recipe.name, family, task] as const),
);

beforeAll(async () => {
  await startBackend('wasm');
});

describe.each(cases)('%s by %s', (_, family, { recipe, kind, target }) => {
  let train: unknown;
  let selection: unknown;
  let test: unknown;
  const knobs = { ...familyDefaults(family, kind), batchSize: 32, units: 8 };

  beforeAll(async () => {
    const read = async (rows: number, seed: number) => {
      const files = dataFiles({ 'houses.csv': houseCsv(rows, target, seed) });
      return recipe.readData(files, readOptions());
    };
    [train, selection, test] = await Promise.all([read(90, 1), read(45, 2), read(120, 3)]);
  });

  const fit = async (options: Partial<FitOptions<unknown>> = {}): Promise<Fitted<unknown>> =>
    recipe.fit({ ...course, train, selection, knobs, until: 0.2, ...options });
  const weightsOf = async ({ model }: Fitted<unknown>): Promise<Buffer> =>
    Buffer.from((await recipe.save(model)).get('weights.bin')!);

  it('gives the same model paused at a third as in one stretch', async () => {
    const straight = await fit();
    const first = await fit({ until: 0.2 / 3 });
    // a line is fitted at once: there is nothing to pause
    const rest = first.status === 'paused' ? await fit({ checkpoint: first.checkpoint! }) : first;
    expect(first.status).toBe(family === 'linear' && kind === 'numbers' ? 'done' : 'paused');
    expect(await weightsOf(rest)).toEqual(await weightsOf(straight));
    expect(rest.score).toBe(straight.score);
    for (const { model } of new Set([straight, first, rest])) recipe.dispose(model);
  });

  it('is fitted without selection, beats the baseline, and answers the same once loaded', async () => {
    const { model, status, score } = await fit({ selection: null, until: 0.5 });
    expect({ status, score }).toEqual({ status: 'done', score: 0 });
    const { metrics, intervals } = await recipe.evaluate(model, test);
    const baseline = recipe.baseline(train, test).metrics;
    expect(metrics[recipe.scoreName]).toBeGreaterThan(baseline[recipe.scoreName]! + 0.2);
    expect(intervals[recipe.scoreName]!.lower).toBeLessThan(metrics[recipe.scoreName]!);
    const files = await recipe.save(model);
    const loaded = await recipe.load(files);
    const raws = await recipe.rawInputs(test, [0, 1, 2]);
    const answer = async (by: unknown) => {
      const inputs = await Promise.all(
        raws.map(async (raw) => recipe.parseInput(by, raw, readOptions().decodeImage)),
      );
      return recipe.predict(by, inputs.flat());
    };
    expect(await answer(loaded)).toEqual(await answer(model));
    expect(await recipe.save(loaded)).toEqual(files);
    for (const each of [model, loaded]) recipe.dispose(each);
  });

  it('leaves no tensor behind, also where it starts from another family', async () => {
    const before = tf.memory().numTensors;
    const other = familyDefaults(family === 'forest' ? 'mlp' : 'forest', kind);
    const first = await fit({ knobs: { ...other, batchSize: 32 }, until: 0.05 });
    const start = await recipe.save(first.model);
    const second = await fit({ start, until: 0.05 });
    for (const { model } of [first, second]) recipe.dispose(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it.each(tasks)('the defaults of $recipe.name lie in its search space', async ({ recipe }) => {
  const knobs = recipe.knobs(null, { hasBackbone: false });
  expect(Object.keys(recipe.defaults(null, { hasBackbone: false }))).toEqual(Object.keys(knobs));
});

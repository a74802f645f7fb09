import { beforeAll, describe, expect, it } from 'vitest';
import { parseRecord, toFailure } from '@orangery/schemas';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { recipes } from '../../../runner/src/recipes/index.ts';
import type { FitOptions, Recipe } from '../../../runner/src/recipes/recipe.ts';
import { train } from '../../../runner/src/training/train.ts';
import { cloudTable } from '../../helpers/cloud-table.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';
import { testWorld } from '../../helpers/test-world.ts';

const table = recipes['tabular-classification'];
const module = { id: 'generic', version: '1.0.0' };
const environment = {
  ...({ orangery: '1.0.0', node: '24.0.0', backend: 'cpu' } as const),
  ...{ library: 'x', platform: 'x' },
  ...{ processor: 'x', cores: 1, memoryBytes: 1e9 },
};

beforeAll(async () => void (await startBackend('cpu')));

/** Trains networks whose steps are far too large in some fits, counted from 1. */
async function trainWith(isWild: (fit: number) => boolean) {
  let fits = 0;
  const fit = async (options: FitOptions<unknown>) => {
    fits += 1;
    const learningRate = isWild(fits) ? 1e38 : options.knobs['learningRate']!;
    return table.fit({ ...options, knobs: { ...options.knobs, learningRate } });
  };
  const { compare: _, ...rest } = table;
  const recipe: Recipe = { ...rest, fit };
  const data = await recipe.readData(dataFiles({ 'a.csv': cloudTable(40, 3) }), readOptions());
  const files = [{ link: 'a.csv', sha256: 'a'.repeat(64), bytes: 1 }];
  const facts = {
    schema: 'dataset/1',
    visibility: 'public',
    sources: files,
    ...recipe.describe(data),
  };
  const record = parseRecord('dataset', facts, 'the data');
  const asked = {
    ...{ schema: 'training-request/1', module, recipe: recipe.name, dataset: files },
    ...{ budget: { MODEL_TRIAL_COUNT: 3, TIME_HOURS: 1 }, backend: 'cpu', seed: 1 },
    ...{ visibility: 'public', tuner: { folds: 1, stopping: 'none', refit: false } },
    knobs: { family: { type: 'categorical', values: ['mlp'] } },
  };
  const request = parseRecord('trainingRequest', asked, 'the request');
  const world = testWorld();
  const dataset = { data, record };
  const output = train({ recipe, request, run: 'run-1', dataset, environment, world });
  return { world, output: await output.catch(toFailure) };
}

describe('a training whose loss is no longer a number', () => {
  it('marks the trial, goes on, and ends with the best of the others', async () => {
    const { output, world } = await trainWith((fit) => fit === 1);
    if (!('receipt' in output)) throw output;
    const { trials, best, metrics } = output.receipt;
    expect(trials.map(({ status }) => status)).toEqual(['diverged', 'done', 'done']);
    expect(trials[0]).toMatchObject({ error: 'The loss is not a number in epoch 1' });
    expect(trials[0]).not.toHaveProperty('score');
    expect(best).toBeGreaterThan(1);
    expect(metrics['accuracy']).toBeGreaterThan(0.6);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'trial-ended', trial: 1, status: 'diverged' }),
    );
  });

  it('fails with each error once when all diverge', async () => {
    const { output } = await trainWith(() => true);
    expect(output).toMatchObject({ code: 'TRAINING_FAILED' });
    expect(String(output)).toMatchInlineSnapshot(`
      "Failure: 3 trials: expected one that gives weights, found none:
        The loss is not a number in epoch 1"
    `);
  });
});

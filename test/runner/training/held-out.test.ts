import { hashRecord, type Environment } from '@orangery/schemas';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { createRandom } from '../../../runner/src/random.ts';
import type { Recipe } from '../../../runner/src/recipes/recipe.ts';
import { recipes } from '../../../runner/src/recipes/index.ts';
import { startClock } from '../../../runner/src/training/budget.ts';
import { conductTraining } from '../../../runner/src/training/conduct-training.ts';
import type { Parts } from '../../../runner/src/training/divide-data.ts';
import { localExecutor } from '../../../runner/src/training/local-executor.ts';
import { planTraining } from '../../../runner/src/training/plan-training.ts';
import { memoryStore } from '../../../runner/src/training/store/memory-store.ts';
import { wholeTuner } from '../../../runner/src/training/tuner.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';
import { testWorld } from '../../helpers/test-world.ts';

/** Without the other families, which take longer than the search. */
const { compare: _, ...recipe } = recipes['tabular-classification'];
const environment: Environment = {
  ...{ orangery: '0.1.0', node: '24.0.0', backend: 'wasm', library: 'tfjs 4.22.0' },
  ...{ platform: 'linux x64', processor: 'a processor', cores: 1, memoryBytes: 1 },
};

interface Table {
  readonly labels: Int32Array;
  readonly names: readonly string[];
}

/** Two overlapping clouds. */
async function readTable(rows: number): Promise<unknown> {
  const random = createRandom(5);
  const lines = Array.from({ length: rows }, (_, index) => {
    const side = index % 2 === 0 ? 'left' : 'right';
    return `${(random.normal() + (index % 2)).toFixed(3)},${random.normal().toFixed(3)},${side}`;
  });
  const files = dataFiles({ 'data.csv': `x,y,side\n${lines.join('\n')}\n` });
  return recipe.readData(files, readOptions());
}

/** Every label of the held-out part is another than it was. */
function poison(parts: Parts): Parts {
  const test = parts.test as Table;
  const names = test.names.map((name) => (name === 'left' ? 'right' : 'left'));
  return { ...parts, test: { ...test, names, labels: test.labels.map((label) => 1 - label) } };
}

async function conduct(change: (parts: Parts) => Parts = (parts) => parts, own: Recipe = recipe) {
  const data = await readTable(60);
  const world = testWorld();
  const tuner = wholeTuner({ folds: 1, width: 1 }, { recipe, data, width: 1 });
  const request = {
    schema: 'training-request/1' as const,
    module: { id: 'generic', version: '1.0.0' },
    recipe: recipe.name,
    dataset: [{ link: 'data.csv' }],
    budget: { MODEL_TRIAL_COUNT: 3, TIME_HOURS: 1, GPU_COUNT: 0 },
    ...{ backend: 'wasm' as const, seed: 3, visibility: 'private' as const, tuner },
    knobs: {
      family: { type: 'fixed' as const, value: 'mlp' },
      batchSize: { type: 'fixed' as const, value: 32 },
    },
  };
  const planned = planTraining({ recipe: own, request, data });
  const parts = change(planned.parts);
  const store = memoryStore();
  const training = hashRecord(request);
  const work = { recipe: own, parts, seed: request.seed, training, store, world };
  const output = await conductTraining({
    ...{
      recipe: own,
      request,
      run: 'run',
      plan: planned.plan,
      environment,
      training,
      store,
      world,
    },
    dataset: {
      ...{ schema: 'dataset/1', visibility: 'private', sources: [], format: 'CSV' },
      ...{ files: 1, bytes: 1, examples: 60, fingerprint: hashRecord('data') },
    },
    executor: localExecutor(work),
    clock: startClock(request.budget, world.now),
  });
  return { ...output, world };
}

describe('a training', () => {
  let plain: Awaited<ReturnType<typeof conduct>>;
  beforeAll(async () => {
    await startBackend('wasm');
    plain = await conduct();
  });

  it('never sees the held-out labels: poisoned, they change its figures alone', async () => {
    const poisoned = await conduct(poison);
    expect(poisoned.receipt.trials).toEqual(plain.receipt.trials);
    expect(poisoned.receipt.best).toBe(plain.receipt.best);
    expect(poisoned.receipt.refit).toEqual(plain.receipt.refit);
    expect(poisoned.receipt.artifact).toEqual(plain.receipt.artifact);
    expect(poisoned.receipt.metrics).not.toEqual(plain.receipt.metrics);
  });

  it('fits the best knobs once more, to all that is not held out', async () => {
    const { receipt } = plain;
    expect(receipt.refit?.examples).toBe(48);
    const best = receipt.trials.find(({ number }) => number === receipt.best)!;
    expect(best.status).toBe('done');
    expect(receipt.refit?.epochs).toBeGreaterThan(0);
  });

  it('halves the batch when memory is used up, says so, and goes on', async () => {
    const own = failing(
      ({ knobs }) => Number(knobs.batchSize) > 16,
      'Array buffer allocation failed',
    );
    const { receipt, world } = await conduct(undefined, own);
    expect(receipt.trials.map(({ batchSize }) => batchSize)).toEqual([16, 16, 16]);
    expect(world.log.join('\n')).toContain(
      'memory is used up with 32 examples a step; again with 16',
    );
  });

  it('goes on when a trial fails', async () => {
    const own = failing(({ knobs }) => Number(knobs.learningRate) !== 0.01, 'upside down');
    const { receipt } = await conduct(undefined, own);
    expect(receipt.trials.some(({ status }) => status === 'failed')).toBe(true);
    expect(receipt.trials.some(({ status }) => status === 'done')).toBe(true);
  });

  it('fails with the distinct errors when every trial does', async () => {
    const own = failing(() => true, 'the network is upside down');
    await expect(conduct(undefined, own)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [Failure: 3 trials: expected one that gives weights, found none:
        the network is upside down]
    `);
  });
});

/** The recipe, whose fits fail in some trials. */
function failing(
  isBad: (options: Parameters<Recipe['fit']>[0]) => boolean,
  message: string,
): Recipe {
  return {
    ...recipe,
    fit: async (options) => {
      if (isBad(options)) throw new Error(message);
      return recipe.fit(options);
    },
  };
}

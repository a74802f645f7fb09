import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { readModule, readRecord, writeRecord } from '@orangery/schemas/files';
import { noAccess } from '../../../../runner/src/dataset/index.ts';
import { planRound } from '../../../../runner/src/training/matrix/plan-round.ts';
import { runRound } from '../../../../runner/src/training/matrix/run-round.ts';
import type { TrainingOrder } from '../../../../runner/src/training/training-order.ts';
import { cloudTable } from '../../../helpers/cloud-table.ts';
import { genericModule } from '../../../helpers/generic-module.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

/** One round of one short trial, planned and run. */
async function runOnce() {
  const root = await tempFolder({
    'modules/generic/module.md': genericModule('tabular-classification'),
    'data.csv': cloudTable(20, 3),
  });
  const found = await readModule(join(root, 'modules/generic'));
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  const order: TrainingOrder = {
    module: found.module,
    dataset: [{ link: 'data.csv' }],
    budget: { MODEL_TRIAL_COUNT: 1 },
    knobs: { family: { type: 'fixed', value: 'mlp' } },
    ...{ backend: 'wasm', seed: 1, visibility: 'public', baseFolder: root, workers: 0 },
    folderOf: () => join(root, 'out/child'),
    tuner: { stopping: 'none', refit: true, folds: 1 },
    folders: {
      ...{ root, cache: join(root, 'cache'), state: join(root, 'state'), searchPath: undefined },
    },
    access: noAccess,
    world: testWorld(),
  };
  const work = join(root, 'work');
  expect(await planRound(order, work)).toMatchObject({ state: 'round', segments: [{ trial: 1 }] });
  await runRound(order, work);
  return { order, work };
}

it('does not fit by a batch that somebody wrote into a result of the shared folder', async () => {
  const { order, work } = await runOnce();
  const path = join(work, 'trials/1/result-1.json');
  const result = await readRecord('trialResult', path);
  await writeRecord(path, { ...result, batchSize: 1e9 });
  const expected = 'trials: trial 1: expected a batch of at most';
  expect(String(await planRound(order, work).catch(toFailure))).toContain(expected);
  expect(String(await runRound(order, work).catch(toFailure))).toContain(expected);
  await writeFile(
    path,
    await readFile(path, 'utf8').then((text) => text.replace('1000000000', '4')),
  );
  expect((await planRound(order, work)).state).toBe('done');
});

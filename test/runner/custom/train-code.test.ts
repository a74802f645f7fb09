import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { noAccess } from '../../../runner/src/dataset/index.ts';
import { predictRaw } from '../../../runner/src/inference/predictor.ts';
import { loadPredictor } from '../../../runner/src/inference/load-predictor.ts';
import { verifyModule } from '../../../runner/src/provenance/index.ts';
import { runTraining } from '../../../runner/src/training/run-training.ts';
import { customModule } from '../../helpers/custom-module.ts';
import { testWorld } from '../../helpers/test-world.ts';

const rows = Array.from({ length: 60 }, (_, index) => {
  const side = index % 2;
  return `${side * 4 + (index % 10) / 5},${side === 0 ? 'left' : 'right'}`;
});

it('a module of code is trained into a child that has its code, verifies and answers', async () => {
  const folder = await customModule('neighbours', {
    files: { 'data.csv': `x,side\n${rows.join('\n')}\n` },
  });
  const found = await readModule(folder);
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  const root = dirname(dirname(folder));
  const code = { isTrusted: true };
  const { receipt, folder: child } = await runTraining({
    ...{ module: found.module, dataset: [{ link: 'data.csv' }], baseFolder: folder, code },
    ...{ budget: { MODEL_TRIAL_COUNT: 2 }, backend: 'wasm', seed: 1, visibility: 'public' },
    ...{ workers: 0, access: noAccess, world: testWorld() },
    folderOf: (run) => join(root, 'out', run),
    folders: {
      ...{ root, cache: join(root, 'cache'), state: join(root, 'state'), searchPath: undefined },
    },
  });
  expect(receipt.metrics.accuracy).toBe(1);
  expect(receipt.trials.map(({ status }) => status)).toEqual(['done', 'done']);
  const trained = await readModule(child);
  if (trained.kind === 'invalid') throw new Error(JSON.stringify(trained.problems));
  expect(trained.module.files).toContain('module.ts');
  expect(trained.module.artifact).toMatchObject({ format: 'custom' });
  expect(trained.module.frontMatter.recipe).toBeUndefined();
  const access = { schema: 'access/1', roles: {}, runners: [] } as const;
  const verified = await verifyModule(trained.module, [trained.module, found.module], {
    ...access,
    runners: [],
  });
  expect(verified).toMatchObject({ kind: 'verified' });
  const predictor = await loadPredictor(child, { backend: 'wasm', code });
  const [[answer] = []] = await predictRaw(predictor, [{ kind: 'value', value: { x: 5 } }]);
  expect(answer).toMatchObject({ label: 'right' });
  predictor.dispose();
});

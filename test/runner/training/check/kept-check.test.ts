import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetRecord, TrainingCheck } from '@orangery/schemas';
import {
  checkPath,
  findCheck,
  keepCheck,
  type CheckedTraining,
} from '../../../../runner/src/training/check/kept-check.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const dataset: DatasetRecord = {
  schema: 'dataset/1',
  recipe: 'tabular-classification',
  visibility: 'private',
  sources: [{ link: 'secret:DATASET' }],
  format: 'CSV, comma, header',
  examples: 6,
  fingerprint: 'a'.repeat(64),
  target: 'kind',
};
const training: CheckedTraining = {
  module: { id: 'generic', version: '1.0.0' },
  dataset,
  backend: 'wasm',
  seed: 1,
};
const check: TrainingCheck = {
  schema: 'training-check/1',
  module: training.module,
  budget: { MODEL_TRIAL_COUNT: 10 },
  visibility: 'private',
  checkedAt: '2026-11-21T08:00:00.000Z',
  format: {
    canTrain: true,
    recipes: [{ recipe: 'tabular-classification', resembles: 1, reads: true }],
  },
};

describe('a kept check', () => {
  it('is found again by the same training, however its data is reached', async () => {
    const state = await tempFolder();
    await keepCheck(checkPath(state, training), check);
    const elsewhere = { ...dataset, sources: [{ link: 'https://example.org/data.csv' }] };
    const path = checkPath(state, { ...training, dataset: elsewhere, knobs: {} });
    expect(await findCheck(path, silentLogger)).toEqual(check);
  });

  it.each<[string, Partial<CheckedTraining>]>([
    ['module', { module: { id: 'generic', version: '1.0.1' } }],
    ['data', { dataset: { ...dataset, fingerprint: 'b'.repeat(64) } }],
    ['target', { dataset: { ...dataset, target: 'other' } }],
    ['validation', { validation: dataset }],
    ['backend', { backend: 'cpu' }],
    ['seed', { seed: 2 }],
    ['knobs', { knobs: { units: { type: 'fixed', value: 8 } } }],
  ])('is not found by one of another %s', (_, change) => {
    expect(checkPath('state', { ...training, ...change })).not.toBe(checkPath('state', training));
  });

  it('counts as none when it is broken', async () => {
    const state = await tempFolder();
    const path = checkPath(state, training);
    await keepCheck(path, check);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, text.length / 2));
    expect(await findCheck(path, silentLogger)).toBeNull();
    expect(await findCheck(join(state, 'absent.json'), silentLogger)).toBeNull();
  });
});

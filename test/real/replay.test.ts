import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { cloudTable } from '../helpers/cloud-table.ts';
import { orangery } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

it.each([
  ['halving', ['--stopping', 'halving', '--folds', '1']],
  ['no stopping, so that a trial is cut half-way', ['--stopping', 'none', '--folds', '1']],
])('a run that the time cut is replayed to the same weights: %s', async (_, options) => {
  const folder = await tempFolder({ 'data.csv': cloudTable(1500) });
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
  const run = async (args: readonly string[], name: string) => {
    const out = ['--out', join(folder, name), '--json'];
    const outcome = await orangery(['train', ...args, ...out], { env });
    expect(outcome.stderr).not.toContain('✗');
    return parseRecord('receipt', outcome.record, 'the receipt');
  };
  const data = ['--dataset', join(folder, 'data.csv')];
  const network = ['--knob', 'family=mlp', '--knob', 'batchSize=8'];
  const budget = ['--trials', '1000', '--hours', '0.003', '--width', '2', '--backend', 'wasm'];
  const args = ['tabular-classifier', ...data, ...network, ...budget, ...options];
  const cut = await run(args, 'cut');
  expect(cut.observed.budgetReached).toBe('TIME_HOURS');
  const [name] = await readdir(join(folder, 'cut', 'receipts'));
  const receipt = join(folder, 'cut', 'receipts', name!);
  const again = await run(['--replay', receipt, ...data], 'again');
  expect(again.artifact).toEqual(cut.artifact);
  expect(again.metrics).toEqual(cut.metrics);
  expect(again.best).toBe(cut.best);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { cloudTable } from '../helpers/cloud-table.ts';
import { orangery } from '../helpers/orangery.ts';
import { cornerDataset } from '../helpers/pictures.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const network = ['--knob', 'family=mlp', '--knob', 'batchSize=32', '--knob', 'units=16'];

async function tableFolder(): Promise<string> {
  return tempFolder({ 'data.csv': cloudTable(60) });
}

function train(folder: string, name: string, module: string, args: readonly string[]) {
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
  const out = ['--out', join(folder, name), '--hours', '1', '--backend', 'wasm', '--json'];
  return orangery(['train', module, ...args, ...out], { env });
}

async function receiptOf(running: ReturnType<typeof orangery>) {
  const outcome = await running;
  expect(outcome.stderr).not.toContain('✗');
  return parseRecord('receipt', outcome.record, 'the receipt');
}

describe('training by worker processes', () => {
  it('gives the same with one worker as with none', async () => {
    const folder = await tableFolder();
    const args = [
      '--dataset',
      join(folder, 'data.csv'),
      '--trials',
      '3',
      '--width',
      '1',
      ...network,
    ];
    const one = await receiptOf(train(folder, 'one', 'tabular-classifier', args));
    const alone = [...args, '--workers', '0'];
    const none = await receiptOf(train(folder, 'none', 'tabular-classifier', alone));
    expect(one.observed.workers).toHaveLength(1);
    expect(none.observed.workers).toBeUndefined();
    expect(one.trials).toEqual(none.trials);
    expect(one.artifact).toEqual(none.artifact);
    expect(one.fingerprint).toBe(none.fingerprint);
  });

  it.each([
    ['--asynchronous', { asynchronous: true }],
    ['--warm-start', { warmStart: true }],
  ])('runs every trial with %s', async (flag, tuner) => {
    const folder = await tableFolder();
    const args = ['--dataset', join(folder, 'data.csv'), '--trials', '5', '--width', '2'];
    const options = [...args, ...network, '--folds', '1', '--stopping', 'none', flag];
    const receipt = await receiptOf(train(folder, 'out', 'tabular-classifier', options));
    expect(receipt.request.tuner).toMatchObject(tuner);
    expect(receipt.observed.workers).toHaveLength(2);
    expect(receipt.trials.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(receipt.trials.map(({ status }) => status)).toEqual(new Array(5).fill('done'));
    const starts = receipt.trials.map(({ startFrom }) => startFrom);
    if (flag === '--warm-start') expect(starts.some((start) => start !== undefined)).toBe(true);
    else expect(starts).toEqual(new Array(5).fill(undefined));
  });

  it('starts from a backbone that its receipt names, and from no other when it is run again', async () => {
    const pictures = Object.entries(await cornerDataset(2, 12));
    const folder = await tempFolder(
      Object.fromEntries(pictures.map(([path, bytes]) => [`pictures/${path}`, bytes])),
    );
    const data = ['--dataset', join(folder, 'pictures'), '--trials', '1', '--folds', '1'];
    const args = [...data, '--width', '1', '--visibility', 'public', '--no-refit'];
    const base = await receiptOf(train(folder, 'base', 'image-classifier', args));
    const start = [...args, '--backbone', join(folder, 'base')];
    const made = await receiptOf(train(folder, 'made', 'image-classifier', start));
    const { sha256 } = base.artifact;
    expect(made.request.backbone).toMatchObject({ id: 'base', artifactSha256: sha256 });
    expect(made.artifact.sha256).not.toBe(sha256);
    const weights = join(folder, 'base', 'artifact', 'weights.bin');
    const bytes = await readFile(weights);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(weights, bytes);
    const spoilt = await train(folder, 'again', 'image-classifier', start);
    expect(spoilt.code).toBe(1);
    expect(spoilt.stderr).toMatch(/VERIFY_FAILED|MODULE_INVALID/);
    expect(spoilt.stdout).not.toContain('"type":"run-started"');
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const seeds = join(root, 'modules/seed-classifier/sample/seeds.csv');
const leaves = join(root, 'modules/leaf-classifier/sample/leaves.zip');

async function check(module: string, link: string, ...args: readonly string[]) {
  const folder = await tempFolder();
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
  const command = ['train', module, '--dataset', link, '--check', '--hours', '0.003'];
  const outcome = await orangery([...command, '--out', join(folder, 'out'), ...args], { env });
  return { ...outcome, left: await readdir(folder) };
}

describe('orangery train --check', () => {
  it('answers format, odds, time and size, and names the command to go on with', async () => {
    const { code, stdout, left } = await check('tabular-classifier', seeds);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Format {2}✓ tabular-classification reads it: 300 examples of 3/m);
    expect(stdout).toMatch(/^Odds {4}✓ beats the baseline\n {8}accuracy 0\.\d\d, 95 % interval/m);
    expect(stdout).toMatch(/^Time {4}about \d+ s/m);
    expect(stdout).toMatch(/^Size {4}14 kB of data, \d+ MB of memory/m);
    expect(stdout).toContain(`orangery train tabular-classifier --dataset ${seeds} --hours 0.003`);
    expect(left).not.toContain('out');
  });

  it('gives its record to machines', async () => {
    const { code, record, stdout } = await check('image-classifier', leaves, '--json');
    expect(code).toBe(0);
    const found = parseRecord('trainingCheck', record, 'the record');
    expect(found.format.canTrain).toBe(true);
    expect(found.odds?.examples).toBe(60);
    expect(found.prediction?.budgetReached).toBe('TIME_HOURS');
    expect(stdout).not.toContain(leaves);
  });

  it.each([
    ['a table', 'image-classifier', seeds, 'tabular-classifier'],
    ['pictures', 'tabular-classifier', leaves, 'image-classifier'],
  ])('sends %s to the module that reads them', async (_, wrong, link, right) => {
    const { code, stdout, stderr } = await check(wrong, link);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ \w+-classification does not read it\n {4}.+\n {4}.+\n✓ /m);
    expect(stderr).toContain('DATASET_INVALID');
    expect(stderr).toContain(`→ orangery train ${right} --dataset ${link} --hours 0.003 --out `);
    expect(stderr).toMatch(/--check$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['a table', seeds, 'tabular-classifier'],
    ['pictures', leaves, 'image-classifier'],
  ])('finds the module for %s where none is named', async (_, link, right) => {
    const folder = await tempFolder();
    const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
    const args = ['train', '--dataset', link, '--check', '--hours', '0.003'];
    const { code, stdout, stderr } = await orangery(args, { env });
    expect(code).toBe(0);
    expect(stderr).toContain(`${right} fits this data best`);
    expect(stdout).toContain(`orangery train ${right} --dataset ${link}`);
  });

  it('finds no module for data that no recipe reads', async () => {
    const folder = await tempFolder({ 'notes.txt': 'nothing to learn from\n' });
    const outcome = await orangery(['train', '--dataset', folder, '--check']);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('expected data to train on, found data that no recipe reads');
  });

  it('says what is wrong where no recipe reads the data', async () => {
    const folder = await tempFolder({ 'data.csv': 'x,kind\n1,a\n2,a\n3,a\n' });
    const { code, stdout, stderr } = await check('tabular-classifier', join(folder, 'data.csv'));
    expect(code).toBe(1);
    expect(stdout).toContain('expected at least 2 classes');
    expect(stderr).toContain('found data that no recipe reads');
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '@orangery/schemas';
import { readModule, type Module } from '@orangery/schemas/files';
import { takeHeldOut } from '../../../runner/src/benchmark/held-out.ts';
import { recipes } from '../../../runner/src/recipes/index.ts';
import { caught } from '../../helpers/caught.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';

const folder = join(import.meta.dirname, '../../../modules/seed-classifier');
const recipe = recipes['tabular-classification'];

async function shipped() {
  const found = await readModule(folder);
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  const { module } = found;
  const receipt = module.receipts[0]!;
  const table = await readFile(join(folder, 'sample/seeds.csv'));
  const data = await recipe.readData(dataFiles({ 'seeds.csv': table }), readOptions('variety'));
  return { module, receipt, dataset: { data, record: receipt.dataset } };
}

const withReceipt = (module: Module, receipt: Receipt): Module => ({
  ...module,
  receipts: [receipt],
});

describe('what a module is measured on', () => {
  it('is the part of its own data that training never saw', async () => {
    const { module, receipt, dataset } = await shipped();
    const { data, heldOut } = takeHeldOut(module, recipe, dataset);
    expect(heldOut).toBe("held-out part of the receipt's split");
    expect(recipe.strata(data)).toHaveLength(receipt.split.test);
  });

  it('is all of other data', async () => {
    const { module, dataset } = await shipped();
    const record = { ...dataset.record, fingerprint: 'f'.repeat(64) };
    const { data, heldOut } = takeHeldOut(module, recipe, { ...dataset, record });
    expect(heldOut).toBe('all');
    expect(recipe.strata(data)).toHaveLength(300);
  });

  it('is nothing where that part can no longer be told', async () => {
    const { module, receipt, dataset } = await shipped();
    const split = { ...receipt.split, fingerprint: 'f'.repeat(64) };
    const old = withReceipt(module, { ...receipt, run: 'run-1', split });
    expect(await caught(() => takeHeldOut(old, recipe, dataset))).toMatch(
      /^VERIFY_FAILED The division of run-1: expected f{64}, found [0-9a-f]{64}$/,
    );
  });
});

import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { checkAnswer, takeWeights } from '../../../../runner/src/sandbox/locked/check-answer.ts';
import { listTaken } from '../../../../runner/src/sandbox/locked/take-files.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const shipped = join(root, 'modules/seed-classifier');

async function answer(): Promise<{ receipt: Receipt; folder: string }> {
  const folder = join(await tempFolder(), 'result');
  await cp(shipped, folder, { recursive: true });
  const [name] = await readdir(join(folder, 'receipts'));
  const value: unknown = JSON.parse(await readFile(join(folder, 'receipts', name!), 'utf8'));
  return { receipt: parseRecord('receipt', value, name!), folder };
}

describe('what came out of a sandbox', () => {
  it('is taken where it is what was asked for, and its weights are those it names', async () => {
    const { receipt, folder } = await answer();
    checkAnswer(receipt, { request: receipt.request, isOwnCode: false });
    const { files } = await takeWeights(folder, receipt);
    expect([...files.keys()].sort()).toEqual(
      receipt.artifact.files.map(({ path }) => `artifact/${path}`).sort(),
    );
  });

  it.each<[string, (receipt: Receipt) => Receipt]>([
    ['the request', (it) => ({ ...it, request: { ...it.request, seed: 2 } })],
    ['the request', (it) => ({ ...it, request: { ...it.request, visibility: 'private' } })],
    ['the hash of the request', (it) => ({ ...it, requestSha256: '0'.repeat(64) })],
    ['the hash of what repeats', (it) => ({ ...it, metrics: { accuracy: 1 } })],
  ])('is refused for %s', async (what, forge) => {
    const { receipt } = await answer();
    const { request } = receipt;
    expect(() => checkAnswer(forge(receipt), { request, isOwnCode: false })).toThrow(
      `What the sandbox gave, ${what}: expected`,
    );
  });

  it('is refused for other weights, and for a link in their place', async () => {
    const { receipt, folder } = await answer();
    const weights = join(folder, 'artifact/weights.bin');
    await writeFile(weights, 'others');
    await expect(takeWeights(folder, receipt)).rejects.toThrow(
      'What the sandbox gave, artifact/weights.bin: expected',
    );
    await rm(weights);
    await symlink(join(shipped, 'artifact/weights.bin'), weights);
    await expect(takeWeights(folder, receipt)).rejects.toMatchObject({
      code: 'VERIFY_FAILED',
      message: expect.stringContaining('found none that can be read'),
    });
    await expect(listTaken(folder)).rejects.toThrow('found a link or device');
  });
});

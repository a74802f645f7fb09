import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { askedByReceipt } from '../../../cli/src/train/asked-by-receipt.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const options = { backend: 'auto', seed: 1, visibility: 'private' } as const;

/** A receipt of the samples, as if its data were private. */
async function privateReceipt(): Promise<string> {
  const folder = await tempFolder({});
  const receipts = join(root, 'modules/seed-classifier/receipts');
  const name = (await readdir(receipts)).find((file) => file.endsWith('.json'))!;
  const text = await readFile(join(receipts, name), 'utf8');
  const hidden = text.replaceAll(/"link": "[^"]*"/g, '"link": "secret:DATASET"');
  await writeFile(join(folder, 'receipt.json'), hidden);
  await cp(join(root, 'modules/seed-classifier'), join(folder, 'modules/seed-classifier'), {
    recursive: true,
  });
  return folder;
}

it('says which option gives the private data of a receipt again', async () => {
  const cwd = await privateReceipt();
  const failure = await askedByReceipt('receipt.json', options, { cwd, env: {} }).catch(toFailure);
  expect(failure).toMatchInlineSnapshot(
    `[Failure: receipt.json: expected --dataset <link>, as its data is private, found only secret:DATASET]`,
  );
  expect(failure).toMatchObject({
    code: 'LINK_INVALID',
    hint: 'Give the same data again with --dataset <link>.',
  });
});

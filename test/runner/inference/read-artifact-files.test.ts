import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashBytes, type Artifact } from '@orangery/schemas';
import { readArtifactFiles } from '../../../runner/src/inference/read-artifact-files.ts';
import { caught } from '../../helpers/caught.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const content = new TextEncoder().encode('weights');
const listed = { path: 'weights.bin', sha256: hashBytes(content), bytes: content.length };

async function read(...files: Artifact['files']) {
  const folder = await tempFolder({ 'weights.bin': 'weights' });
  const artifact: Artifact = {
    ...{ schema: 'artifact/1', format: 'trees', recipe: 'tabular-regression', files },
  };
  return { folder, reading: readArtifactFiles(folder, artifact) };
}

it('reads what an artifact lists', async () => {
  const { reading } = await read(listed);
  expect(await reading).toEqual(new Map([['weights.bin', content]]));
});

it('reads no file of another size than is listed', async () => {
  const { folder, reading } = await read({ ...listed, bytes: 8 });
  const file = join(folder, 'weights.bin');
  expect(await caught(async () => reading)).toBe(
    `VERIFY_FAILED ${file}: expected 8 bytes, found 7`,
  );
});

it('reads nothing where the list is larger than memory, though it names one file many times', async () => {
  const many = Array.from({ length: 3000 }, () => ({ ...listed, bytes: 500_000 }));
  const { reading } = await read(...many);
  expect(await caught(async () => reading)).toContain(
    'artifact.json: expected files of at most 1073741824 bytes together, found 1500000000',
  );
});

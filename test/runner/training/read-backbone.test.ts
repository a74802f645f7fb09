import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashBytes, hashRecord, toFailure, type Artifact } from '@orangery/schemas';
import { readBackbone } from '../../../runner/src/training/read-backbone.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const weights = 'the weights';
const artifact: Artifact = {
  schema: 'artifact/1',
  format: 'tfjs-layers',
  recipe: 'image-classification',
  files: [{ path: 'weights.bin', sha256: hashBytes(Buffer.from(weights)), bytes: weights.length }],
};

async function read(onDisk: string, artifactSha256 = hashRecord(artifact)) {
  const folder = await tempFolder({
    'artifact/artifact.json': JSON.stringify(artifact),
    'artifact/weights.bin': onDisk,
    'artifact/notes.txt': 'not of the artifact',
  });
  const backbone = { id: 'flowers', version: '1.0.0', artifactSha256, folder };
  return { folder, files: await readBackbone(backbone).catch(toFailure) };
}

describe('readBackbone', () => {
  it('gives the files that the artifact lists', async () => {
    const { files } = await read(weights);
    expect(files).toEqual(new Map([['weights.bin', new Uint8Array(Buffer.from(weights))]]));
  });

  it('refuses a file that is not what the artifact says', async () => {
    const { folder, files } = await read('the w3ights');
    expect(files).toMatchObject({
      code: 'VERIFY_FAILED',
      message: `${join(folder, 'artifact/weights.bin')}: expected sha256 ${hashBytes(Buffer.from(weights))}, found ${hashBytes(Buffer.from('the w3ights'))}`,
    });
  });

  it('refuses an artifact that is not the one asked for', async () => {
    const { files } = await read(weights, 'a'.repeat(64));
    expect(files).toMatchObject({
      code: 'VERIFY_FAILED',
      message: `The backbone flowers: expected the artifact ${'a'.repeat(64)}, found ${hashRecord(artifact)}`,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { noAccess } from '../../../runner/src/dataset/index.ts';
import { recipes } from '../../../runner/src/index.ts';
import { readDataset, type OpenDataset } from '../../../runner/src/training/read-dataset.ts';
import { caught } from '../../helpers/caught.ts';
import { cornerDataset } from '../../helpers/pictures.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld, type TestWorld } from '../../helpers/test-world.ts';

async function read(
  link: string,
  visibility: 'public' | 'private',
  world: TestWorld,
): Promise<OpenDataset> {
  const baseFolder = await tempFolder({
    ...(await cornerDataset(2, 12)),
    'corner-1/broken-7.png': 'no picture',
  });
  return readDataset({
    recipe: recipes['image-classification'],
    links: [{ link }],
    visibility,
    secretName: 'DATASET',
    baseFolder,
    cacheFolder: await tempFolder(),
    access: noAccess,
    world,
  });
}

describe('readDataset', () => {
  it.each([
    ['public', ['warn: Left out 1: does not decode: corner-1/broken-7.png']],
    ['private', ['warn: Left out 1: does not decode']],
  ] as const)('says what it left out of %s data', async (visibility, expected) => {
    const world = testWorld();
    const dataset = await read('.', visibility, world);
    await dataset.close();
    expect(world.log).toEqual(expected);
    expect(dataset.record.examples).toBe(24);
    expect(dataset.links).toEqual(dataset.record.sources);
  });

  it('refuses to publish a link that gives access, before anything is fetched', async () => {
    const link = 'https://example.invalid/a.zip?token=5e0a7b8c9d';
    const refusal = await caught(() => read(link, 'public', testWorld()));
    expect(refusal).toMatch(/^LINK_REFUSED https:\/\/example\.invalid/);
    expect(refusal).not.toContain('5e0a7b8c9d');
  });
});

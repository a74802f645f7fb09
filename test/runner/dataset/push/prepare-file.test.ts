import { readdir, readFile, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packFolder } from '../../../../runner/src/dataset/push/pack-folder.ts';
import { nameFor, prepareFile } from '../../../../runner/src/dataset/push/prepare-file.ts';
import { caught } from '../../../helpers/caught.ts';
import { fetchLinks } from '../fetching.ts';
import { pushOptions } from './pushing.ts';

const files = {
  'd/b.csv': 'a,b\n1,2\n',
  'd/a/c.csv': 'a,b\n3,4\n',
  'd/ä.csv': 'x\n',
  'd/.DS_Store': 'x',
};

async function prepared(content: Readonly<Record<string, string>> = files) {
  const options = await pushOptions({ files: content });
  const file = await prepareFile(join(options.baseFolder, 'd'), options);
  return { options, file };
}

describe('a folder that is packed', () => {
  it('has the same bytes on every machine', async () => {
    const { file } = await prepared();
    expect({ name: file.name, sha256: file.sha256, bytes: file.bytes }).toMatchInlineSnapshot(`
      {
        "bytes": 352,
        "name": "d-7abfd5b336bf.zip",
        "sha256": "7abfd5b336bfbd494cf70eb5052c7837c2cf66ca58925cee41caf07ade90e955",
      }
    `);
  });

  it('has the same bytes whatever the time, its zone and the order of making', async () => {
    const { file } = await prepared();
    const zone = process.env.TZ;
    process.env.TZ = 'Asia/Kathmandu';
    onTestFinished(
      () => void (zone === undefined ? delete process.env.TZ : (process.env.TZ = zone)),
    );
    const reversed = Object.fromEntries(Object.entries(files).toReversed());
    const options = await pushOptions({ files: reversed });
    const folder = join(options.baseFolder, 'd');
    await utimes(join(folder, 'b.csv'), 1_000_000, 1_000_000);
    expect((await prepareFile(folder, options)).sha256).toBe(file.sha256);
  });

  it('gives its files again when it is fetched', async () => {
    const { file, options } = await prepared();
    const packed = await fetchLinks([file.path], options);
    const folder = await fetchLinks(['d'], options);
    const contents = async ({ files: list }: typeof packed) =>
      Object.fromEntries(
        await Promise.all(
          list.map(async (one) => [one.path, Buffer.from(await one.read()).toString()] as const),
        ),
      );
    expect(await contents(packed)).toEqual(await contents(folder));
  });

  it('leaves nothing behind when it is closed', async () => {
    const { file, options } = await prepared();
    expect((await readFile(file.path)).length).toBe(file.bytes);
    await file.close();
    expect(await readdir(join(options.cacheFolder, 'staging'))).toEqual([]);
  });

  it('is refused as it would be when fetched, and leaves nothing behind', async () => {
    const options = await pushOptions({ files });
    await symlink('/etc/passwd', join(options.baseFolder, 'd/link'));
    const work = () => prepareFile(join(options.baseFolder, 'd'), options);
    expect(await caught(work)).toMatch(/^ARCHIVE_UNSAFE .*"link" is a link, not a plain file$/);
    expect(await readdir(options.cacheFolder).catch(() => [])).toEqual([]);
  });

  it('is refused when it changes while it is packed', async () => {
    const options = await pushOptions();
    const lying = {
      path: 'a.csv',
      sizeBytes: 8,
      sha256: '',
      read: async () => new Uint8Array(),
      stream: async function* () {
        yield Buffer.from('other');
      },
    };
    const to = join(options.baseFolder, 'out.zip');
    await expect(packFolder([lying], to, options.world.signal)).rejects.toThrow();
  });
});

describe('a file that is pushed as it is', () => {
  it('is checked as it would be when fetched', async () => {
    const options = await pushOptions({ files: { 'page.csv': '<!doctype html><html></html>' } });
    const work = () => prepareFile(join(options.baseFolder, 'page.csv'), options);
    expect(await caught(work)).toMatch(/^DATASET_INVALID /);
  });

  it('is missed when it is not there', async () => {
    const options = await pushOptions();
    const work = () => prepareFile(join(options.baseFolder, 'none.csv'), options);
    expect(await caught(work)).toMatch(/^FILE_MISSING .*none\.csv cannot be read$/);
  });
});

describe('the name of what is pushed', () => {
  it.each([
    ['leaves.zip', 'leaves-1f0c2ab3d4e5.zip'],
    ['leaves.tar.gz', 'leaves-1f0c2ab3d4e5.tar.gz'],
    ['Größe & Gewicht.CSV', 'Gro-e-Gewicht-1f0c2ab3d4e5.csv'],
    ['data', 'data-1f0c2ab3d4e5'],
    ['.hidden.csv', 'hidden-1f0c2ab3d4e5.csv'],
    ['数据.csv', 'data-1f0c2ab3d4e5.csv'],
  ])('of %s is %s', (name, expected) => {
    expect(nameFor(name, `1f0c2ab3d4e5${'0'.repeat(52)}`)).toBe(expected);
  });
});

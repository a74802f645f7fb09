import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';
import { identify } from '../../../../runner/src/dataset/archive/identify.ts';
import { openView } from '../../../../runner/src/dataset/archive/open-view.ts';
import { removeView } from '../../../../runner/src/dataset/archive/remove-view.ts';
import { unpack } from '../../../../runner/src/dataset/archive/unpack.ts';
import { hashFile } from '../../../../runner/src/dataset/stored-file.ts';
import { fetchLinks, fetchOptions, type TestOptions } from '../fetching.ts';

const archive = zipBytes([
  { name: 'a/1.txt', content: 'one' },
  { name: '2.txt', content: 'two', isDeflated: true },
]);
const sha256 = createHash('sha256').update(archive).digest('hex');

async function opened(): Promise<{ options: TestOptions; view: string }> {
  const options = await fetchOptions({ 'data.zip': archive });
  await fetchLinks(['data.zip'], options);
  return { options, view: join(options.cacheFolder, 'views', sha256) };
}

async function textOf(options: TestOptions, index = 0): Promise<string> {
  const { files } = await fetchLinks(['data.zip'], options);
  return Buffer.from(await files[index]!.read()).toString();
}

describe('an unpacked archive', () => {
  it('lies in a cache that nobody else may look into, though nothing was downloaded', async () => {
    const { options } = await opened();
    expect((await stat(options.cacheFolder)).mode & 0o777).toBe(0o700);
  });

  it('lies in the cache by its hash, read-only, with a list of its files', async () => {
    const { view } = await opened();
    const modes = ['', 'files', 'files/a', 'files/a/1.txt', 'files/2.txt', 'manifest.json'].map(
      async (path) => [path, ((await stat(join(view, path))).mode & 0o777).toString(8)],
    );
    expect(Object.fromEntries(await Promise.all(modes))).toEqual({
      '': '555',
      files: '555',
      'files/a': '555',
      'files/a/1.txt': '444',
      'files/2.txt': '444',
      'manifest.json': '444',
    });
    expect(JSON.parse(await readFile(join(view, 'manifest.json'), 'utf8'))).toEqual({
      format: 'zip',
      files: [
        { path: 'a/1.txt', sha256: createHash('sha256').update('one').digest('hex'), bytes: 3 },
        { path: '2.txt', sha256: createHash('sha256').update('two').digest('hex'), bytes: 3 },
      ],
    });
  });

  it('is used again, and says when', async () => {
    const { options, view } = await opened();
    const { ino } = await stat(join(view, 'files/a/1.txt'));
    await utimes(view, 1, 1);
    expect(await textOf(options)).toBe('one');
    expect((await stat(join(view, 'files/a/1.txt'))).ino).toBe(ino);
    expect((await stat(view)).mtimeMs).toBeGreaterThan(1_700_000_000_000);
  });

  it('is unpacked once by runs at the same time', async () => {
    const options = await fetchOptions({ 'data.zip': archive });
    const path = join(options.baseFolder, 'data.zip');
    const named = { name: 'data.zip', label: 'data.zip' };
    const file = { ...(await hashFile(path, options.world.signal)), ...named };
    const content = await identify(file);
    let unpackings = 0;
    const runs = Array.from({ length: 5 }, () =>
      openView(file, options, (task) => {
        unpackings += 1;
        return unpack(content, task);
      }),
    );
    const found = await Promise.all(runs);
    expect(found.map(({ files }) => files.length)).toEqual([2, 2, 2, 2, 2]);
    expect(unpackings).toBe(1);
    expect(await readdir(join(options.cacheFolder, 'staging'))).toEqual([]);
  });

  it('is refused where its content was changed', async () => {
    const { options, view } = await opened();
    await chmod(join(view, 'files/a/1.txt'), 0o644);
    await writeFile(join(view, 'files/a/1.txt'), 'ONE');
    expect(await caught(() => textOf(options))).toMatchInlineSnapshot(
      `"DOWNLOAD_CHANGED a/1.txt was changed while it was in use"`,
    );
  });

  it.each<[string, (view: string) => Promise<void>]>([
    ['a file is missing', (view) => rm(join(view, 'files/2.txt'))],
    ['a file has another size', (view) => replace(join(view, 'files/2.txt'), 'twenty')],
    ['its list is missing', (view) => rm(join(view, 'manifest.json'))],
    ['its list is cut off', (view) => replace(join(view, 'manifest.json'), '{"format":"zip",')],
    [
      'its list leads out',
      (view) =>
        replace(
          join(view, 'manifest.json'),
          JSON.stringify({ format: 'zip', files: [{ path: '../x', sha256, bytes: 1 }] }),
        ),
    ],
  ])('is unpacked again where %s', async (_, damage) => {
    const { options, view } = await opened();
    await chmod(view, 0o755);
    await chmod(join(view, 'files'), 0o755);
    await damage(view);
    expect([await textOf(options, 0), await textOf(options, 1)]).toEqual(['one', 'two']);
    expect(await readdir(join(options.cacheFolder, 'staging'))).toEqual([]);
  });

  it('leaves nothing of a run that was killed', async () => {
    const options = await fetchOptions({ 'data.zip': archive });
    const staging = join(options.cacheFolder, 'staging');
    await mkdir(join(staging, `view-${sha256}-0123/files/a`), { recursive: true });
    expect(await textOf(options)).toBe('one');
    expect(await readdir(staging)).toEqual([]);
  });

  it('is held to the limits of each run', async () => {
    const { options } = await opened();
    const few = { ...options, limits: { ...options.limits, maxEntries: 1 } };
    const small = { ...options, limits: { ...options.limits, maxUnpackedBytes: 5 } };
    expect(await caught(() => fetchLinks(['data.zip'], few))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: expected at most 1 entries, found 2"`,
    );
    expect(await caught(() => fetchLinks(['data.zip'], small))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: expected at most 5 bytes unpacked, found 6"`,
    );
  });
});

describe('removeView', () => {
  it('removes read-only folders, and takes what is missing for removed', async () => {
    const folder = await tempFolder({ 'view/files/a/1.txt': 'x', 'view/manifest.json': '{}' });
    for (const path of ['view/files/a', 'view/files', 'view'])
      await chmod(join(folder, path), 0o555);
    await removeView(join(folder, 'view'));
    await removeView(join(folder, 'view'));
    expect(await readdir(folder)).toEqual([]);
  });
});

async function replace(path: string, content: string): Promise<void> {
  await rm(path);
  await writeFile(path, content);
}

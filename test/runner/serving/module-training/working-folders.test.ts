import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UploadedFile } from '../../../../runner/src/serving/call-sources.ts';
import {
  ownState,
  placeUpload,
  WorkingFolders,
} from '../../../../runner/src/serving/module-training/working-folders.ts';
import { readOrCreateKey } from '../../../../runner/src/provenance/key.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

/** Above what Linux gives to processes. */
const nobody = 2 ** 22 + 1;

function upload(filename: string): UploadedFile {
  return new UploadedFile(filename, 'text/csv', new TextEncoder().encode('a,b\n'));
}

describe('WorkingFolders', () => {
  it('removes what servers left that ended, and nothing of those that run', async () => {
    const folder = await tempFolder();
    const left = join(folder, 'working', `${hostname()} ${nobody}`, 'id');
    const running = join(folder, 'working', `${hostname()} ${process.ppid}`, 'id');
    const own = join(folder, 'working', `${hostname()} ${process.pid}`, 'id');
    for (const place of [left, running, own, join(folder, 'done', 'my-seeds')]) {
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'dataset.csv'), 'a,b\n');
    }
    await mkdir(join(left, 'view'), { mode: 0o500 });
    await WorkingFolders.open(folder);
    expect(await filesIn(folder)).toEqual([
      'done/my-seeds/dataset.csv',
      `working/${hostname()} ${process.ppid}/id/dataset.csv`,
    ]);
  });

  it('lets nobody else read what a training works on', async () => {
    const working = await WorkingFolders.open(await tempFolder());
    const folder = await working.make('id');
    const name = await placeUpload(upload('seeds.csv'), folder);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  });

  it('keeps a result and removes all else', async () => {
    const working = await WorkingFolders.open(await tempFolder());
    const folder = await working.make('id');
    await placeUpload(upload('seeds.csv'), folder);
    await mkdir(join(folder, 'result', 'my-seeds'), { recursive: true });
    await writeFile(join(folder, 'result', 'my-seeds', 'module.md'), '---\n');
    expect(await working.keep('id', 'my-seeds')).toBe('id/my-seeds');
    await working.remove('id');
    expect(await filesIn(working.folder)).toEqual(['id/my-seeds/module.md']);
  });
});

describe('placeUpload', () => {
  it.each([
    ['seeds.csv', 'dataset.csv'],
    ['seeds.tar.gz', 'dataset.tar.gz'],
    ['seeds', 'dataset'],
    ['', 'dataset'],
    ['../../etc/cron.d/x', 'dataset'],
    ['..', 'dataset'],
    ['a.csv/..', 'dataset'],
    ['a.\u0000.csv', 'dataset.csv'],
    [`a.${'x'.repeat(300)}`, 'dataset'],
    ['my private patient.csv.zip', 'dataset.csv.zip'],
  ])('takes of %j the ending alone', async (filename, name) => {
    const folder = await tempFolder();
    expect(await placeUpload(upload(filename), folder)).toBe(name);
    expect(await readdir(folder)).toEqual([name]);
    expect(await readFile(join(folder, name), 'utf8')).toBe('a,b\n');
  });
});

describe('ownState', () => {
  it('signs with the key of the server', async () => {
    const folder = await tempFolder();
    const own = await ownState(join(folder, 'server'), folder);
    const key = await readOrCreateKey(join(folder, 'server'));
    expect((await readOrCreateKey(own)).publicKey).toBe(key.publicKey);
  });
});

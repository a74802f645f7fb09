import type { DatasetRecord } from '@orangery/schemas';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkRead, pageLimits } from '../../../marketplace/src/retrain/worker/limits.ts';
import { openFiles } from '../../../marketplace/src/retrain/worker/open-files.ts';
import { packModule } from '../../../marketplace/src/retrain/worker/pack-module.ts';
import { caught } from '../../helpers/caught.ts';

const csv = 'x,kind\n1,a\n2,b\n';

function picked(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>) {
  return Object.entries(files).map(([path, content]) => ({
    path,
    file: new File([content], path.split('/').at(-1)!),
  }));
}

const open = async (files: Parameters<typeof picked>[0]) => openFiles(picked(files));
const pathsOf = async (files: Parameters<typeof picked>[0]) =>
  (await open(files)).files.map(({ path }) => path);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('what is chosen', () => {
  it('is one table, with its size and hash', async () => {
    const { files, pin, isFolder } = await open({ 'kinds.csv': csv });
    expect(new TextDecoder().decode(await files[0]!.read())).toBe(csv);
    expect({ ...pin, isFolder }).toEqual({
      sha256: 'f57a0ce7358714cc4f3daf26962b60a22d976d5b1bab0dc7addaa0fee7144d3c',
      bytes: 15,
      isFolder: false,
    });
  });

  it('is the files of an archive, without litter', async () => {
    const zip = zipSync({ 'a/1.txt': bytesOf('x'), '__MACOSX/a': bytesOf('y') });
    expect(await pathsOf({ 'texts.zip': zip })).toEqual(['a/1.txt']);
  });

  it('is the files below a folder', async () => {
    const files = { 'set/a/1.txt': 'x', 'set/b/2.txt': 'y', 'set/.DS_Store': 'z' };
    expect(await pathsOf(files)).toEqual(['a/1.txt', 'b/2.txt']);
  });

  it('is several folders that were dropped together', async () => {
    expect(await pathsOf({ 'a/1.txt': 'x', 'b/2.txt': 'y' })).toEqual(['a/1.txt', 'b/2.txt']);
  });
});

describe('what is refused', () => {
  it.each([
    [
      'an empty file',
      { 'kinds.csv': '' },
      'kinds.csv: expected an archive, a table or a picture, found an empty file',
    ],
    [
      'another kind than its name says',
      { 'kinds.csv': new Uint8Array([0x50, 0x4b, 3, 4]) },
      'found a zip archive',
    ],
    [
      'an archive that is cut off',
      { 'a.zip': zipSync({ 'a.txt': bytesOf('x') }).slice(0, 40) },
      'a.zip: expected a whole zip archive',
    ],
    [
      'a path out of an archive',
      { 'a.zip': zipSync({ '../a.txt': bytesOf('x') }) },
      'leads out of the archive',
    ],
    [
      'an archive of nothing',
      { 'a.zip': zipSync({}) },
      'a.zip: expected files in the archive, found none',
    ],
    [
      'a packing that is not read here',
      { 'a.gz': new Uint8Array([0x1f, 0x8b, 8, 0]) },
      'found a gzip file',
    ],
  ])('%s', async (_, files, message) => {
    expect(await caught(() => openFiles(picked(files)))).toContain(message);
  });

  it('an archive that unpacks to far more than it is', async () => {
    const zip = zipSync({ 'a.txt': new Uint8Array(2 * 1024 ** 2) });
    expect(await caught(() => openFiles(picked({ 'a.zip': zip })))).toContain(
      'more than 200 times',
    );
  });

  it('more files than a page takes', async () => {
    const one = picked({ 'a/1.txt': 'x' })[0]!;
    const many = Array.from({ length: pageLimits.files + 1 }, () => one);
    expect(await caught(() => openFiles(many))).toContain(
      'the data: expected at most 10000 files in a page, found 10001',
    );
  });

  it('more examples and classes than a page takes', async () => {
    const record: DatasetRecord = {
      ...{
        schema: 'dataset/1',
        visibility: 'private',
        sources: [],
        format: 'CSV',
        fingerprint: '0',
        examples: 3,
      },
    };
    const classes = Array.from({ length: 201 }, (_, index) => ({ name: `${index}`, count: 1 }));
    const refused = async (change: object) => caught(() => checkRead({ ...record, ...change }));
    expect(await refused({ examples: 100_001 })).toContain('at most 100000 examples');
    expect(await refused({ classes })).toContain('at most 200 classes');
  });
});

it('a module is packed into its folder, the same bytes each time', async () => {
  const files = new Map([
    ['module.md', bytesOf('card')],
    ['artifact/artifact.json', bytesOf('{}')],
  ]);
  const zip = packModule('my-kinds', files);
  expect(packModule('my-kinds', new Map([...files].toReversed()))).toEqual(zip);
  expect(await pathsOf({ 'my-kinds.zip': zip })).toEqual([
    'my-kinds/artifact/artifact.json',
    'my-kinds/module.md',
  ]);
});

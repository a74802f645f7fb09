import { createHash } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { caught } from '../../helpers/caught.ts';
import { testWorld } from '../../helpers/test-world.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';
import { fetchLinks, fetchOptions, refusalOf } from './fetching.ts';

const table = 'a,b\n1,2\n';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('a dataset on this machine', () => {
  it('is a file, by path or file: link', async () => {
    const options = await fetchOptions({ 'x/table.csv': table });
    const { href } = pathToFileURL(join(options.baseFolder, 'x/table.csv'));
    for (const link of ['x/table.csv', href]) {
      const { sources, files } = await fetchLinks([link], options);
      expect(sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
      expect(files).toMatchObject([{ path: 'table.csv', sizeBytes: table.length }]);
    }
  });

  it('is a folder, hashed over its sorted paths and contents', async () => {
    const options = await fetchOptions({
      'd/b/2.txt': 'two',
      'd/a.txt': 'one',
      'd/.DS_Store': 'x',
    });
    const { sources, files } = await fetchLinks(['d'], options);
    expect(files.map(({ path }) => path)).toEqual(['a.txt', 'b/2.txt']);
    expect(Buffer.from(await files[1]!.read()).toString()).toBe('two');
    const lines = `${sha256('one')}  a.txt\n${sha256('two')}  b/2.txt\n`;
    expect(sources).toEqual([{ link: 'd', sha256: sha256(lines), bytes: 6 }]);
  });

  it('is refused where nobody typed it', async () => {
    const options = { ...(await fetchOptions({ 'table.csv': table })), allowLocal: false };
    const { href } = pathToFileURL(join(options.baseFolder, 'table.csv'));
    for (const link of ['table.csv', href, 'http://127.0.0.1/table.csv']) {
      expect(await caught(() => fetchLinks([link], options))).toMatch(/^LINK_REFUSED /);
    }
  });

  it('is refused when it is missing', async () => {
    const options = await fetchOptions();
    expect(await caught(() => fetchLinks(['none.csv'], options))).toMatchInlineSnapshot(
      `"FILE_MISSING none.csv cannot be read"`,
    );
  });

  it('is refused when it is not what it was pinned to', async () => {
    const options = await fetchOptions({ 'table.csv': table, 'd/a.txt': 'one' });
    const pin = { sha256: 'ab'.repeat(32) };
    const file = () => fetchLinks([{ link: 'table.csv', ...pin }], options);
    const folder = () => fetchLinks([{ link: 'd', ...pin }], options);
    expect(await caught(file)).toMatch(/^DOWNLOAD_CHANGED table\.csv: expected sha256 abab/);
    expect(await caught(folder)).toMatch(/^DOWNLOAD_CHANGED d: expected sha256 abab/);
  });

  it('is refused when it changes while it is in use', async () => {
    const options = await fetchOptions({ 'table.csv': table });
    const { files } = await fetchLinks(['table.csv'], options);
    await writeFile(join(options.baseFolder, 'table.csv'), 'c,d\n');
    expect(await caught(() => files[0]!.read())).toMatchInlineSnapshot(
      `"DOWNLOAD_CHANGED table.csv was changed while it was in use"`,
    );
  });

  it.each(['a\nb.csv', 'con.csv', 'a\\b.csv'])(
    'is refused when a folder holds a name that an archive may not: %j',
    async (name) => {
      const options = await fetchOptions({ [`d/${name}`]: 'one' });
      const refusal = await caught(() => fetchLinks(['d'], options));
      expect(refusal).toContain(`ARCHIVE_UNSAFE d: ${JSON.stringify(name)} has a `);
    },
  );

  it('is refused when a folder holds a link', async () => {
    const options = await fetchOptions({ 'd/a.txt': 'one' });
    await symlink('/etc/passwd', join(options.baseFolder, 'd/link'));
    expect(await caught(() => fetchLinks(['d'], options))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE d: "link" is a link, not a plain file"`,
    );
  });

  it('is refused when a folder passes a limit', async () => {
    const files = { 'd/a.txt': 'one', 'd/b.txt': 'two' };
    const crowded = await fetchOptions(files, { maxEntries: 1 });
    const large = await fetchOptions(files, { maxBytes: 5 });
    expect(await caught(() => fetchLinks(['d'], crowded))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE d: expected at most 1 files, found more"`,
    );
    expect(await caught(() => fetchLinks(['d'], large))).toMatchInlineSnapshot(
      `"DOWNLOAD_TOO_LARGE d: expected at most 5 bytes, found more"`,
    );
  });

  it('is refused when a folder is empty', async () => {
    const options = await fetchOptions({ 'd/.DS_Store': '' });
    expect(await caught(() => fetchLinks(['d'], options))).toMatchInlineSnapshot(
      `"DATASET_INVALID d: expected files in the folder, found none"`,
    );
  });

  it('is not hashed on after a cancellation', async () => {
    const world = testWorld({ signal: AbortSignal.abort() });
    const options = await fetchOptions({ 'table.csv': table }, {}, world);
    expect(await caught(() => fetchLinks(['table.csv'], options))).toMatchInlineSnapshot(
      `"CANCELLED the fetching of the dataset was stopped"`,
    );
  });
});

describe('several links', () => {
  it('make one dataset', async () => {
    const options = await fetchOptions({
      'one.zip': zipBytes([{ name: 'cat/1.txt', content: 'a' }]),
      'two.zip': zipBytes([{ name: 'dog/1.txt', content: 'b' }]),
    });
    const { files, sources } = await fetchLinks(['one.zip', 'two.zip'], options);
    expect(files.map(({ path }) => path)).toEqual(['cat/1.txt', 'dog/1.txt']);
    expect(sources.map(({ link }) => link)).toEqual(['one.zip', 'two.zip']);
  });

  it('get a folder each when their paths would collide', async () => {
    const archive = zipBytes([{ name: 'cat/1.txt', content: 'a' }]);
    const options = await fetchOptions({
      'one.zip': archive,
      'two.zip': archive,
      'x/one.zip': archive,
    });
    const two = await fetchLinks(['one.zip', 'two.zip'], options);
    expect(two.files.map(({ path }) => path)).toEqual(['one/cat/1.txt', 'two/cat/1.txt']);
    const same = await fetchLinks(['one.zip', 'x/one.zip'], options);
    expect(same.files.map(({ path }) => path)).toEqual(['one-1/cat/1.txt', 'one-2/cat/1.txt']);
    expect(Buffer.from(await same.files[1]!.read()).toString()).toBe('a');
  });
});

describe('a file is refused by its content', () => {
  const tar = Buffer.alloc(512);
  tar.write('ustar', 257);
  const anyData = 'an archive, a table or a picture';

  it.each<[name: string, bytes: string | Buffer, says: string]>([
    [
      'page.zip',
      '<!doctype html><html></html>',
      'a zip archive, as its name says, found a web page (HTML)',
    ],
    ['table.zip', 'a,b\n1,2\n', 'a zip archive, as its name says, found text'],
    [
      'login.csv',
      '<html><body>Log in</body></html>',
      'a table, as its name says, found a web page (HTML)',
    ],
    ['picture.csv', latin1('\x89PNG\r\n\x1a\n'), 'a table, as its name says, found a PNG picture'],
    ['excel.csv', latin1('\xff\xfea\0,\0'), 'a table, as its name says, found UTF-16 text'],
    ['data.tar.bz2', latin1('BZh91AY'), `${anyData}, found a bzip2 file`],
    ['data.tar.xz', latin1('\xfd7zXZ\0'), `${anyData}, found an xz file`],
    ['data.7z', latin1("7z\xbc\xaf'\x1c"), `${anyData}, found a 7-Zip archive`],
    ['data.rar', latin1('Rar!\x1a\x07'), `${anyData}, found a RAR archive`],
    ['data.zip', tar, 'a zip archive, as its name says, found a tar archive'],
    ['data.tar', 'a,b\n1,2\n', 'a tar archive, as its name says, found text'],
    ['data.tgz', 'a,b\n1,2\n', 'a gzip file, as its name says, found text'],
    [
      'data.zst',
      latin1('\x1f\x8b\x08\x00'),
      'a Zstandard file, as its name says, found a gzip file',
    ],
    ['rows.jsonl', latin1('PAR1'), 'a table, as its name says, found a Parquet table'],
    ['rows.parquet', '{"a":1}', 'a Parquet table, as its name says, found text'],
    ['rows.parquet', latin1('PAR1\x15\x04'), 'a whole Parquet table, found one that is cut off'],
    ['sound.wav', 'RIFF1234WEBP', 'a WAV recording, as its name says, found a WebP picture'],
    ['moving.png', 'GIF89a', 'a picture, as its name says, found a GIF picture'],
    [
      'drawing.png',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'a picture, as its name says, found an SVG drawing',
    ],
    ['data.bin', Buffer.from([0, 1, 2, 3]), `${anyData}, found unknown binary data`],
    ['empty.csv', '', `${anyData}, found an empty file`],
  ])('%s', async (name, bytes, says) => {
    expect(await refusalOf(name, bytes)).toBe(`DATASET_INVALID ${name}: expected ${says}`);
  });

  it.each([
    [
      'data.tar.bz2',
      latin1('BZh91AY'),
      'This packing is not read: unpack it, and pack the files as zip, tar.gz or tar.zst.',
    ],
    ['excel.csv', latin1('\xff\xfea\0,\0'), 'Save the table as CSV in UTF-8.'],
  ])('and the hint says what to do: %s', async (name, bytes, hint) => {
    const options = await fetchOptions({ [name]: bytes });
    await expect(fetchLinks([name], options)).rejects.toMatchObject({ hint });
  });
});

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

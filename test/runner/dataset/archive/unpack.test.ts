import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { describe, expect, it } from 'vitest';
import { testWorld } from '../../../helpers/test-world.ts';
import { caught } from '../../../helpers/caught.ts';
import { longName, paxEntry, tarBytes } from '../../../helpers/tar-bytes.ts';
import { zipBytes, type ZipInput } from '../../../helpers/zip-bytes.ts';
import { fetchLinks, fetchOptions } from '../fetching.ts';

const table = 'a,b\n1,2\n';

/** The files that an archive gives, path and text. */
async function filesOf(name: string, bytes: Uint8Array): Promise<Record<string, string>> {
  const options = await fetchOptions({ [name]: bytes });
  const { files } = await fetchLinks([name], options);
  const entries = files.map(async (file) => [file.path, Buffer.from(await file.read()).toString()]);
  return Object.fromEntries(await Promise.all(entries));
}

describe('what an archive holds beside its files', () => {
  it.each([
    [
      'litter',
      tarBytes([
        { name: 'a.csv', content: table },
        { name: '._a', content: noise() },
      ]),
    ],
    ['zeros', tarBytes([{ name: 'a.csv', content: table }], Buffer.alloc(3_000_000))],
  ])('counts as well: %s', async (_, tar) => {
    const packed = Buffer.concat([gzipSync(tar), gzipSync(Buffer.alloc(0))]);
    const limits = { maxUnpackedBytes: 1_000_000, maxEntries: 10 };
    const options = await fetchOptions({ 'a.tar.gz': packed }, limits);
    expect(await caught(() => fetchLinks(['a.tar.gz'], options))).toMatch(
      /^ARCHIVE_UNSAFE a\.tar\.gz: expected at most 1000000 bytes unpacked, found more/,
    );
  });

  function noise(): string {
    return randomBytes(1_500_000).toString('hex');
  }
});

describe('a tar archive', () => {
  const long = `${'folder/'.repeat(20)}name.txt`;
  const archive = tarBytes([
    { name: './', type: '5' },
    { name: './a/', type: '5' },
    { name: './a/1.csv', content: table },
    { name: './a/empty.txt' },
    { name: '2.txt', prefix: 'prefix', content: 'two' },
    paxEntry({ comment: 'of all entries' }, 'g'),
    paxEntry({ path: 'b/ü.txt', mtime: '1.5' }),
    { name: 'b/u.txt', content: 'x'.repeat(1000) },
    longName(long),
    { name: 'folder', content: 'long', magic: 'ustar  \0' },
    { name: '__MACOSX/._1.csv', content: 'x' },
    { name: 'a/.DS_Store', content: 'x' },
    { name: 'a/._1.csv', content: 'x' },
  ]);
  const files = {
    'a/1.csv': table,
    'a/empty.txt': '',
    'prefix/2.txt': 'two',
    'b/ü.txt': 'x'.repeat(1000),
    [long]: 'long',
  };

  it.each<[string, Uint8Array]>([
    ['data.tar', archive],
    ['data.tar.gz', gzipSync(archive)],
    ['data.tgz', gzipSync(archive)],
    ['data.tar.zst', zstdCompressSync(archive)],
    ['download', gzipSync(archive)],
    [
      'data.gz',
      Buffer.concat([gzipSync(archive.subarray(0, 700)), gzipSync(archive.subarray(700))]),
    ],
  ])('gives its files, without folders and litter: %s', async (name, bytes) => {
    expect(await filesOf(name, bytes)).toEqual(files);
  });

  it('is read from another writer', async () => {
    const writer = pack();
    writer.entry({ name: 'a/1.csv' }, table);
    writer.entry({ name: `${'lang/'.repeat(60)}ü.txt` }, 'text');
    writer.entry({ name: 'folder', type: 'directory' });
    writer.finalize();
    expect(await filesOf('data.tar', await buffer(writer))).toEqual({
      'a/1.csv': table,
      [`${'lang/'.repeat(60)}ü.txt`]: 'text',
    });
  });

  it('is read when it is real', async () => {
    const folder = process.env.ORANGERY_TEST_DATA;
    const isThere = folder !== undefined && existsSync(join(folder, 'movie-reviews.tar.gz'));
    if (!isThere && process.env.ORANGERY_REQUIRE_DATA === '1') {
      throw new Error('ORANGERY_TEST_DATA names no folder with movie-reviews.tar.gz');
    }
    if (!isThere) {
      process.stderr.write('unpack.test.ts: ran on generated data only\n');
      return;
    }
    const options = { ...(await fetchOptions()), baseFolder: folder };
    const { files: reviews } = await fetchLinks(['movie-reviews.tar.gz'], options);
    expect(reviews).toHaveLength(2001);
    expect(Buffer.from(await reviews[0]!.read()).toString()).toMatch(/[a-z ]{20}/);
  });

  it('is refused beyond the limits', async () => {
    const few = await fetchOptions({ 'data.tar': archive }, { maxEntries: 3 });
    const small = await fetchOptions({ 'data.tar': archive }, { maxUnpackedBytes: 500 });
    expect(await caught(() => fetchLinks(['data.tar'], few))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.tar: expected at most 3 entries, found more"`,
    );
    expect(await caught(() => fetchLinks(['data.tar'], small))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.tar: expected at most 500 bytes unpacked, found 1011"`,
    );
  });
});

describe('a zip archive', () => {
  it('is read from another writer, small and large entries, with sizes after the content', async () => {
    const writer = new ZipFile();
    const large = Array.from({ length: 200_000 }, (_, index) => `${index},${index * 7}\n`).join('');
    writer.addBuffer(Buffer.from(table), 'a/1.csv');
    writer.addBuffer(Buffer.from(large), 'large.csv');
    writer.addBuffer(Buffer.from(large), 'stored.csv', { compress: false });
    writer.addBuffer(Buffer.from('z'), 'z.txt', { forceZip64Format: true });
    writer.end();
    expect(await filesOf('data.zip', await buffer(writer.outputStream))).toEqual({
      'a/1.csv': table,
      'large.csv': large,
      'stored.csv': large,
      'z.txt': 'z',
    });
  });

  it('gives its files in the order of its list, whatever their sizes', async () => {
    const entries = ['b.txt', 'a.txt', 'c.txt'].map((name, index) => ({
      name,
      content: String(index).repeat(index === 1 ? 100_000 : 10),
      isDeflated: index !== 2,
    }));
    expect(Object.keys(await filesOf('data.zip', zipBytes(entries)))).toEqual([
      'b.txt',
      'a.txt',
      'c.txt',
    ]);
  });

  it('does not let an entry without an end pass over into the next', async () => {
    // a stored block that is not the last and reaches over what follows the content
    const open = Buffer.from([0x00, 0x10, 0x00, 0xef, 0xff, ...Buffer.from('over')]);
    const archive = zipBytes([
      { name: 'a.txt', packed: open, method: 8, declaredBytes: 4 },
      { name: 'b.txt', packed: deflateRawSync('next'), method: 8, content: 'next' },
    ]);
    const options = await fetchOptions({ 'data.zip': archive });
    expect(await caught(() => fetchLinks(['data.zip'], options))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: "a.txt": expected a whole entry, found: unexpected end of file"`,
    );
  });
});

describe('a compressed file', () => {
  it.each<[string, Uint8Array, string]>([
    ['table.csv.gz', gzipSync(table), 'table.csv'],
    ['table.gz', gzipSync(table), 'table.csv'],
    ['rows.jsonl.zst', zstdCompressSync('{"a":1}\n'), 'rows.jsonl'],
    ['download', zstdCompressSync('{"a":1}\n'), 'download.jsonl'],
  ])('is the one file in it: %s', async (name, bytes, path) => {
    expect(Object.keys(await filesOf(name, bytes))).toEqual([path]);
  });

  it('is held to each name that it comes by', async () => {
    const bytes = gzipSync(table);
    const options = await fetchOptions({ 'table.csv.gz': bytes, 'table.tar.gz': bytes });
    const { files } = await fetchLinks(['table.csv.gz'], options);
    expect(files.map(({ path }) => path)).toEqual(['table.csv']);
    expect(await caught(() => fetchLinks(['table.tar.gz'], options))).toMatchInlineSnapshot(
      `"DATASET_INVALID table.tar.gz: expected a tar archive, as its name says, found text"`,
    );
  });
});

it('stops when it is cancelled', async () => {
  const controller = new AbortController();
  const world = testWorld({ signal: controller.signal });
  const options = await fetchOptions(
    { 'data.tar.gz': gzipSync(tarBytes([{ name: 'x' }])) },
    {},
    world,
  );
  const fetching = fetchLinks(['data.tar.gz'], options);
  controller.abort();
  expect(await caught(() => fetching)).toMatchInlineSnapshot(
    `"CANCELLED the fetching of the dataset was stopped"`,
  );
});

describe('a zip archive of many files', () => {
  const many = (last: Partial<ZipInput>): Buffer =>
    zipBytes(
      Array.from({ length: 6000 }, (_, index) => ({
        name: `class-${index % 7}/${index}.txt`,
        content: `text ${index} ${'.'.repeat(1000)}`,
        isDeflated: index % 30 === 0,
        ...(index === 5999 ? last : {}),
      })),
    );

  it('gives them all in their order, whichever thread unpacked them', async () => {
    const options = await fetchOptions({ 'data.zip': many({}) });
    const { files } = await fetchLinks(['data.zip'], options);
    expect(files.map(({ path }) => path)).toEqual(
      Array.from({ length: 6000 }, (_, index) => `class-${index % 7}/${index}.txt`),
    );
    for (const index of [0, 2999, 3000, 5999]) {
      expect(Buffer.from(await files[index]!.read()).toString()).toMatch(`text ${index} `);
    }
  });

  it('is refused for the last of them, and leaves nothing', async () => {
    const options = await fetchOptions({ 'data.zip': many({ crc: 1 }) });
    expect(await caught(() => fetchLinks(['data.zip'], options))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: "class-0/5999.txt": expected a whole entry, found: wrong checksum"`,
    );
    expect(await readdir(join(options.cacheFolder, 'staging'))).toEqual([]);
  });
});

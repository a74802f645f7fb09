import { describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImage } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { zipBytes, type ZipInput } from '../../../helpers/zip-bytes.ts';
import { fetchLinks, fetchOptions, refusalOf } from '../fetching.ts';

const plain = { name: 'a/1.txt', content: 'one' };

describe('a zip archive', () => {
  it('gives its files, unpacked once, without folders and litter', async () => {
    const archive = zipBytes([
      { name: 'a/', mode: 0o040755 },
      plain,
      { name: 'b/ü.txt', content: 'zwei '.repeat(100), isDeflated: true },
      { name: 'empty.txt', isDeflated: true },
      { name: '__MACOSX/a/._1.txt', content: 'x' },
      { name: 'a/.DS_Store', content: 'x' },
      { name: 'a/Thumbs.db', content: 'x' },
    ]);
    const options = await fetchOptions({ 'data.zip': archive });
    const { files, sources } = await fetchLinks(['data.zip'], options);
    expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['a/1.txt', 3],
      ['b/ü.txt', 500],
      ['empty.txt', 0],
    ]);
    const contents = await Promise.all(files.map((file) => file.read()));
    expect(contents.map((content) => Buffer.from(content).toString())).toEqual([
      'one',
      'zwei '.repeat(100),
      '',
    ]);
    expect(sources[0]).toMatchObject({ link: 'data.zip', bytes: archive.length });
  });

  it('gives names in one Unicode form, however macOS packed them', async () => {
    const names = ['u\u0308/1.txt', '__MACOSX/u\u0308/._1.txt'];
    const archive = zipBytes(names.map((name) => ({ name, content: 'x' })));
    const { files } = await fetchLinks(['data.zip'], await fetchOptions({ 'data.zip': archive }));
    expect(files.map(({ path }) => path)).toEqual(['ü/1.txt']);
  });

  it('is recognised by its content when its name says nothing', async () => {
    const options = await fetchOptions({ download: zipBytes([plain]) });
    const { files } = await fetchLinks(['download'], options);
    expect(files.map(({ path }) => path)).toEqual(['a/1.txt']);
  });

  it('is listed whole when it is real', async () => {
    const folder = process.env.ORANGERY_TEST_DATA;
    const isThere = folder !== undefined && existsSync(join(folder, 'sign-digits.zip'));
    if (!isThere && process.env.ORANGERY_REQUIRE_DATA === '1') {
      throw new Error('ORANGERY_TEST_DATA names no folder with sign-digits.zip');
    }
    if (!isThere) {
      process.stderr.write('open-zip.test.ts: ran on generated data only\n');
      return;
    }
    const options = { ...(await fetchOptions()), baseFolder: folder };
    const { files } = await fetchLinks(['sign-digits.zip'], options);
    expect(files).toHaveLength(700);
    const pixels = await decodeImage(await files[0]!.read());
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([100, 100, 3]);
  });
});

describe('an archive entry is refused', () => {
  it.each<[string, ZipInput, string]>([
    [
      'with .. in its path',
      { name: '../evil.txt' },
      '"../evil.txt" leads out of the archive by ".."',
    ],
    [
      'with .. inside its path',
      { name: 'a/../../evil.txt' },
      '"a/../../evil.txt" leads out of the archive by ".."',
    ],
    ['as a folder that leads out', { name: 'a/../' }, '"a/../" leads out of the archive by ".."'],
    ['with an absolute path', { name: '/etc/passwd' }, '"/etc/passwd" has an absolute path'],
    ['with a drive letter', { name: 'C:/evil.txt' }, '"C:/evil.txt" has an absolute path'],
    ['with a backslash', { name: '..\\evil.txt' }, '"..\\\\evil.txt" has a backslash in its name'],
    [
      'with a NUL in its name',
      { name: 'a\0.txt' },
      '"a\\u0000.txt" has a control character in its name',
    ],
    [
      'with a terminal sequence in its name',
      { name: '\u001b[2J.txt' },
      '"\\u001b[2J.txt" has a control character in its name',
    ],
    ['with an empty part', { name: 'a//b' }, '"a//b" has an empty or "." part in its path'],
    ['with a "." part', { name: './a' }, '"./a" has an empty or "." part in its path'],
    [
      'that is a symbolic link',
      { name: 'link', content: '/etc/passwd', mode: 0o120777 },
      '"link" is a link, not a plain file',
    ],
    ['that is a device', { name: 'disk', mode: 0o060644 }, '"disk" is a device, not a plain file'],
    [
      'that is a named pipe',
      { name: 'pipe', mode: 0o010644 },
      '"pipe" is a named pipe, not a plain file',
    ],
    [
      'that is encrypted',
      { name: 'a.txt', content: 'x'.repeat(20), isEncrypted: true, declaredBytes: 8 },
      '"a.txt" is encrypted',
    ],
    [
      'with a method that is not read',
      { name: 'a.txt', content: 'x', method: 14 },
      '"a.txt" is compressed by method 14, not deflate',
    ],
    [
      'that inflates hugely',
      { name: 'bomb.txt', content: '0'.repeat(2 ** 22), isDeflated: true },
      '"bomb.txt" unpacks 4081 bytes to 4194304, more than 200 times',
    ],
    [
      'that declares to inflate hugely',
      { name: 'big.txt', content: '', isDeflated: true, declaredBytes: 2 ** 31 },
      '"big.txt" unpacks 2 bytes to 2147483648, more than 200 times',
    ],
  ])('%s', async (_, entry, says) => {
    const failure = await refusalOf('data.zip', zipBytes([plain, entry]));
    expect(failure).toBe(`ARCHIVE_UNSAFE data.zip: ${says}`);
  });

  it('when another differs from it only in case', async () => {
    const archive = zipBytes([plain, { name: 'A/1.TXT', content: 'two' }]);
    expect(await refusalOf('data.zip', archive)).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "A/1.TXT" differs from "a/1.txt" only in case"`,
    );
  });

  it('when it is there twice', async () => {
    expect(await refusalOf('data.zip', zipBytes([plain, plain]))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "a/1.txt" is there twice"`,
    );
  });

  it('when it shares bytes with another', async () => {
    const archive = zipBytes([
      plain,
      { name: 'b.txt', content: 'two' },
      { name: 'c.txt', content: 'x', offset: 1 },
    ]);
    expect(await refusalOf('data.zip', archive)).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "c.txt" overlaps "a/1.txt""`,
    );
  });

  it('when it gives more than it declares, while it is inflated', async () => {
    const content = '0123456789'.repeat(1000);
    const lying = { name: 'lying.txt', content, isDeflated: true, declaredBytes: 100 };
    expect(await refusalOf('data.zip', zipBytes([lying]))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "lying.txt" unpacks to more than the 100 bytes it declares"`,
    );
  });

  it('when it gives less than it declares', async () => {
    const lying = { name: 'lying.txt', content: 'abc', isDeflated: true, declaredBytes: 100 };
    expect(await refusalOf('data.zip', zipBytes([lying]))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "lying.txt" unpacks to 3 bytes, not the 100 bytes it declares"`,
    );
  });

  it('when its checksum is wrong', async () => {
    expect(await refusalOf('data.zip', zipBytes([{ ...plain, crc: 1 }]))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: "a/1.txt": expected a whole entry, found: wrong checksum"`,
    );
  });

  it('naming the first five and counting the rest', async () => {
    const entries = Array.from({ length: 8 }, (_, index) => ({ name: `../${index}` }));
    expect(await refusalOf('data.zip', zipBytes(entries))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: "../0" leads out of the archive by ".."; "../1" leads out of the archive by ".."; "../2" leads out of the archive by ".."; "../3" leads out of the archive by ".."; "../4" leads out of the archive by ".."; and 3 more"`,
    );
  });
});

describe('an archive is refused', () => {
  const archive = zipBytes([plain, { name: 'b.txt', content: 'two' }]);

  it('with more entries than the limit', async () => {
    const options = await fetchOptions({ 'data.zip': archive }, { maxEntries: 1 });
    expect(await caught(() => fetchLinks(['data.zip'], options))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: expected at most 1 entries, found 2"`,
    );
  });

  it('with more bytes unpacked than the limit', async () => {
    const options = await fetchOptions({ 'data.zip': archive }, { maxUnpackedBytes: 5 });
    expect(await caught(() => fetchLinks(['data.zip'], options))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE data.zip: expected at most 5 bytes unpacked, found 6"`,
    );
  });

  it('that is larger than the limit', async () => {
    const options = await fetchOptions({ 'data.zip': archive }, { maxBytes: 50 });
    expect(await caught(() => fetchLinks(['data.zip'], options))).toMatch(
      /^DOWNLOAD_TOO_LARGE data\.zip: expected at most 50 bytes, found \d+$/,
    );
  });

  it('that is cut off', async () => {
    expect(await refusalOf('data.zip', archive.subarray(0, -30))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: expected a whole zip archive, found: End of central directory record signature not found. Either not a zip file, or file is truncated."`,
    );
  });

  it('with a damaged list of entries', async () => {
    const damaged = Buffer.from(archive);
    damaged.write('XX', damaged.indexOf('PK\x01\x02'), 'latin1');
    expect(await refusalOf('data.zip', damaged)).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: expected a whole zip archive, found: invalid central directory file header signature: 0x2015858"`,
    );
  });

  it('with more entries than it declares', async () => {
    const short = zipBytes([plain, { name: 'b.txt' }], { declaredEntries: 1 });
    expect(await refusalOf('data.zip', short)).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: expected a whole zip archive, found: more entries than the archive declares"`,
    );
  });

  it('without files', async () => {
    expect(await refusalOf('data.zip', zipBytes([]))).toMatchInlineSnapshot(
      `"DATASET_INVALID data.zip: expected files in the archive, found none"`,
    );
  });

  it('that is an Office document', async () => {
    const office = zipBytes([{ name: '[Content_Types].xml', content: '<Types/>' }]);
    expect(await refusalOf('table.xlsx', office)).toMatchInlineSnapshot(
      `"DATASET_INVALID table.xlsx: expected an archive of data, found an Office document"`,
    );
  });
});

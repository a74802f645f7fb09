import { gzipSync, zstdCompressSync } from 'node:zlib';
import { longName, paxEntry, paxRecord, tarBytes, tarEnd } from '../../../helpers/tar-bytes.ts';
import type { TarInput } from '../../../helpers/tar-bytes.ts';
import { zipBytes, type ZipInput, type ZipOptions } from '../../../helpers/zip-bytes.ts';

/** An archive that must be refused, its file name, and how the refusal goes on after the name. */
export interface HostileArchive {
  readonly what: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly says: string;
}

const good = { name: 'good.txt', content: 'good' };

/** Names that both kinds of archive refuse. */
const names: readonly (readonly [what: string, path: string, says: string])[] = [
  ['leads out by ..', '../evil.txt', 'leads out of the archive by ".."'],
  ['leads out by .. inside', 'a/../../evil.txt', 'leads out of the archive by ".."'],
  ['is absolute', '/etc/cron.d/evil', 'has an absolute path'],
  ['has a drive letter', 'C:/evil.txt', 'has an absolute path'],
  ['has a backslash', '..\\evil.txt', 'has a backslash in its name'],
  ['has a network path', '\\\\host\\share\\evil', 'has a backslash in its name'],
  ['has a terminal sequence', '\u001b[2J.txt', 'has a control character in its name'],
  ['has a newline', 'a\nb.txt', 'has a control character in its name'],
  ['turns its reading direction', 'a\u202etxt.exe', 'has a control character in its name'],
  ['has an empty part', 'a//b.txt', 'has an empty or "." part in its path'],
  ['has a "." part', 'a/./b.txt', 'has an empty or "." part in its path'],
  ['is a device on Windows', 'aux.txt', 'has a name that is a device on Windows'],
  ['is below a device on Windows', 'NUL/a.txt', 'has a name that is a device on Windows'],
  ['ends in a dot', 'a.txt.', 'has a name that ends in a dot or space'],
  ['ends in a space', 'a /b.txt', 'has a name that ends in a dot or space'],
];

const longPart = `${'é'.repeat(128)}.txt`;
const longPath = Array.from({ length: 40 }, () => 'p'.repeat(110)).join('/');

const long: readonly (readonly [what: string, path: string, says: string])[] = [
  ['has a name too long', longPart, 'has a name of more than 255 bytes'],
  ['has a path too long', longPath, 'has a path of more than 4096 bytes'],
];

/** Entries that cannot be beside a good one, `a/1.txt`. */
const collisions: readonly (readonly [what: string, path: string, says: string])[] = [
  ['is there twice', 'a/1.txt', 'is there twice'],
  ['differs only in case', 'A/1.TXT', 'differs from "a/1.txt" only in case'],
  ['is a file where a folder is', 'a', 'is a file and the folder "a"'],
  ['is below a file', 'a/1.txt/b', 'needs the folder "a/1.txt", and "a/1.txt" is a file'],
];

/** As macOS writes a name, and as others do. */
const twoForms = ['ü.txt', 'u\u0308.txt'].map((name) => ({ name, content: 'x' }));

const first = { name: 'a/1.txt', content: 'one' };

const unsafeName = (path: string, says: string): string => {
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return `ARCHIVE_UNSAFE ${shown.replace('\u202e', '\\u202e')} ${says}`;
};

function zip(what: string, entries: ZipInput[], says: string, options?: ZipOptions) {
  return { what: `zip: ${what}`, name: 'data.zip', bytes: zipBytes(entries, options), says };
}

function tar(what: string, entries: TarInput[], says: string, end?: Uint8Array) {
  return { what: `tar: ${what}`, name: 'data.tar', bytes: tarBytes(entries, end), says };
}

const cutOff = 'DATASET_INVALID expected a whole zip archive, found: ';
const contradicts = `${cutOff}an end that contradicts the list of entries`;
const contradicts64 = `${cutOff}a zip64 end that contradicts the list of entries`;

const kinds: readonly (readonly [mode: number, kind: string])[] = [
  [0o120777, 'a link'],
  [0o020644, 'a device'],
  [0o060644, 'a device'],
  [0o010644, 'a named pipe'],
  [0o140644, 'a socket'],
  [0o110644, 'of an unknown type'],
];

const zeros = Buffer.alloc(4 * 1024 * 1024);

const zips: readonly HostileArchive[] = [
  ...[...names, ...long].map(([what, path, says]) =>
    zip(what, [good, { name: path, content: 'x' }], unsafeName(path, says)),
  ),
  ...collisions.map(([what, path, says]) =>
    zip(what, [first, { name: path, content: 'x' }], unsafeName(path, says)),
  ),
  zip('differs only in its Unicode form', twoForms, unsafeName('ü.txt', 'is there twice')),
  zip(
    'has a NUL',
    [good, { name: 'a\0.txt' }],
    unsafeName('a\0.txt', 'has a control character in its name'),
  ),
  zip(
    'has a name that is not UTF-8',
    [{ name: Buffer.from('a\xff.txt', 'latin1') }],
    unsafeName('a\ufffd.txt', 'has a name that is not UTF-8'),
  ),
  ...kinds.map(([mode, kind]) =>
    zip(
      `is ${kind} (${mode.toString(8)})`,
      [good, { name: 'x', mode }],
      `ARCHIVE_UNSAFE "x" is ${kind}, not a plain file`,
    ),
  ),
  zip(
    'is a folder by its mode',
    [good, { name: 'x', mode: 0o040755 }],
    'ARCHIVE_UNSAFE "x" is a folder by its mode and not by its name',
  ),
  zip(
    'is a folder with content',
    [good, { name: 'x/', content: 'x' }],
    'ARCHIVE_UNSAFE "x/" is a folder with content',
  ),
  zip(
    'is encrypted',
    [{ name: 'x', content: 'x'.repeat(20), isEncrypted: true, declaredBytes: 8 }],
    'ARCHIVE_UNSAFE "x" is encrypted',
  ),
  zip(
    'has a masked header',
    [{ name: 'x', content: 'x', flags: 0x2000 }],
    'ARCHIVE_UNSAFE "x" is patched or encrypted in a way that is not read',
  ),
  zip(
    'is strongly encrypted',
    [{ name: 'x', content: 'x', flags: 0x40 }],
    `${cutOff}strong encryption is not supported`,
  ),
  zip(
    'is packed by another method',
    [{ name: 'x', content: 'x', method: 14 }],
    'ARCHIVE_UNSAFE "x" is compressed by method 14, not deflate',
  ),
  zip(
    'inflates hugely',
    [{ name: 'x', content: zeros, isDeflated: true }],
    'ARCHIVE_UNSAFE "x" unpacks 4080 bytes to 4194304, more than 200 times',
  ),
  zip(
    'gives more than it declares',
    [{ name: 'x', content: 'x'.repeat(999), isDeflated: true, declaredBytes: 9 }],
    'ARCHIVE_UNSAFE "x" unpacks to more than the 9 bytes it declares',
  ),
  zip(
    'gives less than it declares',
    [{ name: 'x', content: 'xyz', isDeflated: true, declaredBytes: 9 }],
    'ARCHIVE_UNSAFE "x" unpacks to 3 bytes, not the 9 bytes it declares',
  ),
  zip(
    'has a wrong checksum',
    [{ name: 'x', content: 'x', crc: 1 }],
    'DATASET_INVALID "x": expected a whole entry, found: wrong checksum',
  ),
  zip(
    'has no deflated content',
    [{ name: 'x', packed: Buffer.from([0xff, 0xff]), method: 8, declaredBytes: 3 }],
    'DATASET_INVALID "x": expected a whole entry, found: invalid block type',
  ),
  zip(
    'has bytes after its deflated content',
    [{ name: 'x', packed: Buffer.from([0x4b, 0x04, 0x00, 0x61, 0x62]), method: 8, content: 'a' }],
    'DATASET_INVALID "x": expected a whole entry, found: something after its end',
  ),
  zip(
    'has another name in its own header',
    [good, { name: 'a.txt', content: 'x', local: { name: '../bc' } }],
    'ARCHIVE_UNSAFE "a.txt" has another name in its own header than in the list of entries',
  ),
  zip(
    'has another size in its own header',
    [{ name: 'x', content: 'x', local: { declaredBytes: 2 } }],
    'ARCHIVE_UNSAFE "x" has another size in its own header than in the list of entries',
  ),
  zip(
    'has another packed size in its own header',
    [{ name: 'x', content: 'x', local: { packedBytes: 2 } }],
    'ARCHIVE_UNSAFE "x" has another packed size in its own header than in the list of entries',
  ),
  zip(
    'has another method in its own header',
    [{ name: 'x', content: 'x', local: { method: 8 } }],
    'ARCHIVE_UNSAFE "x" has another compression in its own header than in the list of entries',
  ),
  zip(
    'is encrypted by its own header',
    [{ name: 'x', content: 'x', local: { flags: 0x0801 } }],
    'ARCHIVE_UNSAFE "x" has another flag in its own header than in the list of entries',
  ),
  zip(
    'has another checksum in its own header',
    [{ name: 'x', content: 'x', local: { crc: 3 } }],
    'ARCHIVE_UNSAFE "x" has another checksum in its own header than in the list of entries',
  ),
  zip(
    'reaches into the next by its own header',
    [
      { name: 'x', content: 'x'.repeat(9), local: { extra: Buffer.alloc(20) } },
      { name: 'y', content: 'y', offset: 45 },
    ],
    'ARCHIVE_UNSAFE "x" reaches into what follows it',
  ),
  zip(
    'shares its bytes with another',
    [good, { name: 'x', content: 'good', offset: 0 }],
    'ARCHIVE_UNSAFE "x" overlaps "good.txt"',
  ),
  zip(
    'reaches into the list of entries',
    [{ name: 'x', content: 'x', declaredBytes: 60, packedBytes: 60 }],
    'ARCHIVE_UNSAFE "x" overlaps the list of entries',
  ),
  zip(
    'begins where nothing is',
    [good, { name: 'x', content: 'x', offset: 2 }],
    'ARCHIVE_UNSAFE "x" overlaps "good.txt"',
  ),
  zip(
    'has more entries than it declares',
    [good, first],
    `${cutOff}more entries than the archive declares`,
    { declaredEntries: 1 },
  ),
  zip('has fewer entries than it declares', [good], `${cutOff}unexpected EOF`, {
    declaredEntries: 2,
  }),
  zip('has another size of its list', [good], contradicts, { directoryBytes: 7 }),
  zip(
    'is one of several disks',
    [good],
    `${cutOff}multi-disk zip files are not supported: found disk number: 3`,
    { disk: 3 },
  ),
  zip(
    'has something before its end',
    [good],
    `${cutOff}something between the list of entries and the end of the archive`,
    { gap: Buffer.from('hidden') },
  ),
  zip(
    'has a zip64 end with fewer entries',
    [good, first],
    `${cutOff}more entries than the archive declares`,
    { zip64: { entries: 1 } },
  ),
  zip('has a zip64 end with another size', [good], contradicts64, { zip64: { bytes: 1 } }),
  zip(
    'has a zip64 end that begins elsewhere',
    [good],
    `${cutOff}invalid central directory file header signature: 0x4034b50`,
    { zip64: { start: 0 } },
  ),
  zip(
    'has a zip64 end with an endless count',
    [good],
    'ARCHIVE_UNSAFE expected at most 200000 entries, found 9007199254740991',
    { zip64: { entries: Number.MAX_SAFE_INTEGER } },
  ),
  zip('has an end that its zip64 end contradicts', [good, first], contradicts, {
    zip64: {},
    declaredEntries: 1,
  }),
  {
    ...zip(
      'has something after its end',
      [good],
      `${cutOff}Invalid comment length. Expected: 4. Found: 0. Are there extra bytes at the end of the file? Or is the end of central dir signature ` +
        '`PK…` in the comment?',
    ),
    bytes: Buffer.concat([zipBytes([good]), Buffer.from('more')]),
  },
];

const tarDamaged = (why: string, after = ''): string =>
  `DATASET_INVALID ${after === '' ? '' : `after "${after}": `}expected a whole tar archive, found: ${why}`;

const tarKinds: readonly (readonly [type: string, kind: string])[] = [
  ['1', 'a hard link'],
  ['2', 'a link'],
  ['3', 'a device'],
  ['4', 'a device'],
  ['6', 'a named pipe'],
  ['S', 'a sparse file'],
  ['M', 'the rest of a file in another archive'],
  ['V', 'a name of a volume'],
  ['D', 'a list of a folder from a backup'],
  ['Z', 'of the unknown type "Z"'],
];

const base256 = (...bytes: number[]): Buffer =>
  Buffer.from([...bytes, ...Array(12).fill(0)].slice(0, 12));

const tars: readonly HostileArchive[] = [
  ...names.map(([what, path, says]) =>
    tar(what, [good, { name: path, content: 'x' }], unsafeName(path, says)),
  ),
  ...[...names.slice(0, 5), ...long].map(([what, path, says]) =>
    tar(
      `by an extended header ${what}`,
      [good, paxEntry({ path }), { name: 'ok.txt', content: 'x' }],
      unsafeName(path, says),
    ),
  ),
  ...[...names.slice(0, 5), ...long].map(([what, path, says]) =>
    tar(
      `by a long name ${what}`,
      [good, longName(path), { name: 'ok.txt', content: 'x' }],
      unsafeName(path, says),
    ),
  ),
  ...collisions.map(([what, path, says]) =>
    tar(what, [first, { name: path, content: 'x' }], unsafeName(path, says)),
  ),
  tar('differs only in its Unicode form', twoForms, unsafeName('ü.txt', 'is there twice')),
  ...tarKinds.map(([type, kind]) =>
    tar(
      `is ${kind} (${type})`,
      [good, { name: 'x', type, linkName: '/etc/passwd' }],
      `ARCHIVE_UNSAFE "x" is ${kind}, not a plain file`,
    ),
  ),
  tar(
    'is a link, then a file through it',
    [
      { name: 'x', type: '2', linkName: '/tmp' },
      { name: 'x/evil', content: 'x' },
    ],
    'ARCHIVE_UNSAFE "x" is a link, not a plain file',
  ),
  tar(
    'is a link by a long name of its target',
    [longName('/'.repeat(200), 'K'), { name: 'x', type: '2' }],
    'ARCHIVE_UNSAFE "x" is a link, not a plain file',
  ),
  tar(
    'is a sparse file by its extended header',
    [paxEntry({ 'GNU.sparse.major': '1' }), { name: 'x', content: 'x' }],
    'ARCHIVE_UNSAFE "x" is a sparse file, not a plain file',
  ),
  tar(
    'leads out by its prefix',
    [{ name: 'evil', prefix: '..', content: 'x' }],
    'ARCHIVE_UNSAFE "../evil" leads out of the archive by ".."',
  ),
  tar(
    'is a folder with content',
    [{ name: 'x/', type: '5', content: 'x' }],
    'ARCHIVE_UNSAFE "x/" is a folder with content',
  ),
  tar(
    'has two sizes',
    [paxEntry({ size: '512' }), { name: 'x', content: 'x' }],
    'ARCHIVE_UNSAFE "x" has two sizes, 1 and 512',
  ),
  tar(
    'has two long names',
    [longName('a'), paxEntry({ path: 'b' }), { name: 'x' }],
    'ARCHIVE_UNSAFE "b" has two long names',
  ),
  tar(
    'has a long name of a long name',
    [longName('a'), longName('b'), { name: 'x' }],
    tarDamaged('two extended headers for one entry'),
  ),
  tar(
    'has two extended headers',
    [good, paxEntry({ path: 'a' }), paxEntry({ path: 'b' }), { name: 'x' }],
    tarDamaged('two extended headers for one entry', 'good.txt'),
  ),
  tar(
    'says its path twice',
    [
      {
        ...paxEntry({}),
        content: Buffer.concat([paxRecord('path', 'a'), paxRecord('path', '../b')]),
      },
      { name: 'x' },
    ],
    tarDamaged('an extended header that says "path" twice'),
  ),
  tar(
    'names all entries at once',
    [paxEntry({ path: '../evil' }, 'g'), good],
    tarDamaged('a header that gives all entries one name or size'),
  ),
  tar(
    'sizes all entries at once',
    [paxEntry({ size: '0' }, 'g'), good],
    tarDamaged('a header that gives all entries one name or size'),
  ),
  tar(
    'has a huge extended header',
    [{ name: 'PaxHeader', type: 'x', declaredBytes: 2 ** 32 }],
    tarDamaged('an extended header of 4294967296 bytes, more than 1048576'),
  ),
  tar(
    'has an extended header that lies about its length',
    [{ name: 'PaxHeader', type: 'x', content: '999 path=x\n' }, good],
    tarDamaged('a broken extended header'),
  ),
  tar(
    'has an extended header of nothing',
    [{ name: 'PaxHeader', type: 'x', content: '0 =\n' }, good],
    tarDamaged('a broken extended header'),
  ),
  tar(
    'has an extended header with a negative size',
    [paxEntry({ size: '-512' }), good],
    tarDamaged('an extended header with a size that is none'),
  ),
  tar(
    'has an extended header without its entry',
    [good, paxEntry({ path: 'x' })],
    tarDamaged('an extended header without its entry', 'good.txt'),
  ),
  tar(
    'has a negative size',
    [good, { name: 'x', sizeField: base256(0xff, 0xff) }],
    tarDamaged('a header with a negative size', 'good.txt'),
  ),
  tar(
    'has an endless size',
    [good, { name: 'x', sizeField: base256(0x80, 0x7f, 0xff) }],
    tarDamaged('a header with an endless size', 'good.txt'),
  ),
  tar(
    'has a size beyond the limit',
    [good, { name: 'x', sizeField: Buffer.from([0x80, 0, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0]) }],
    'ARCHIVE_UNSAFE expected at most 17179869184 bytes unpacked, found 280375465082884',
  ),
  tar(
    'has a size that is no number',
    [good, { name: 'x', sizeField: Buffer.from('0x000000001\0') }],
    tarDamaged('a header with a number that is not octal', 'good.txt'),
  ),
  tar(
    'has a wrong checksum',
    [good, { name: 'x', checksum: 1 }],
    tarDamaged('a header with a wrong checksum', 'good.txt'),
  ),
  tar(
    'has a block that is no header',
    [good, { name: 'x', magic: 'nothing\0' }],
    tarDamaged('a block that is no header', 'good.txt'),
  ),
  tar(
    'ends without its end',
    [good],
    tarDamaged('no end: it is cut off', 'good.txt'),
    Buffer.alloc(0),
  ),
  tar(
    'ends inside a file',
    [{ name: 'x', content: 'x', declaredBytes: 9999 }],
    tarDamaged('no end: it is cut off', 'x'),
    Buffer.alloc(0),
  ),
  tar(
    'has something after its end',
    [good],
    tarDamaged('something after its end', 'good.txt'),
    Buffer.concat([tarEnd, tarBytes([{ name: '../evil' }])]),
  ),
  tar(
    'holds nothing',
    [{ name: 'a/', type: '5' }],
    'DATASET_INVALID expected files in the archive, found none',
  ),
];

const goodTar = tarBytes([good]);
const bomb = tarBytes([{ name: 'bomb.bin', content: Buffer.alloc(20 * 1024 * 1024) }]);
const gzipDamaged = 'DATASET_INVALID expected a whole gzip file, found: ';
const zstdDamaged = 'DATASET_INVALID expected a whole Zstandard file, found: ';

const compressed: readonly HostileArchive[] = [
  {
    what: 'tar.gz: leads out',
    name: 'data.tar.gz',
    bytes: gzipSync(tarBytes([{ name: '../evil' }])),
    says: 'ARCHIVE_UNSAFE "../evil" leads out of the archive by ".."',
  },
  {
    what: 'tar.zst: leads out',
    name: 'data.tar.zst',
    bytes: zstdCompressSync(tarBytes([{ name: '../evil' }])),
    says: 'ARCHIVE_UNSAFE "../evil" leads out of the archive by ".."',
  },
  {
    what: 'tar.gz: unpacks hugely',
    name: 'data.tgz',
    bytes: gzipSync(bomb),
    says: 'ARCHIVE_UNSAFE "bomb.bin" unpacks N bytes to M, more than 200 times',
  },
  {
    what: 'tar.zst: unpacks hugely',
    name: 'data.tar.zst',
    bytes: zstdCompressSync(bomb),
    says: 'ARCHIVE_UNSAFE "bomb.bin" unpacks N bytes to M, more than 200 times',
  },
  {
    what: 'gz: a table that unpacks hugely',
    name: 'data.csv.gz',
    bytes: gzipSync(Buffer.alloc(20 * 1024 * 1024, 'a,b\n')),
    says: 'ARCHIVE_UNSAFE "content" unpacks N bytes to M, more than 200 times',
  },
  {
    what: 'zst: asks for a huge window',
    name: 'data.csv.zst',
    bytes: Buffer.from('28b52ffd04a00900006100000000', 'hex'),
    says: `${zstdDamaged}Frame requires too much memory for decoding`,
  },
  {
    what: 'tar.gz: has something after its end',
    name: 'data.tar.gz',
    bytes: Buffer.concat([gzipSync(goodTar), Buffer.alloc(64)]),
    says: `${gzipDamaged}something after its end`,
  },
  {
    what: 'tar.zst: has something after its end',
    name: 'data.tar.zst',
    bytes: Buffer.concat([zstdCompressSync(goodTar), Buffer.alloc(64)]),
    says: `${zstdDamaged}something after its end`,
  },
  {
    what: 'tar.gz: a second archive behind the first',
    name: 'data.tar.gz',
    bytes: Buffer.concat([gzipSync(goodTar), gzipSync(tarBytes([{ name: 'x', content: 'x' }]))]),
    says: tarDamaged('something after its end', 'good.txt'),
  },
  {
    what: 'tar.gz: is cut off',
    name: 'data.tar.gz',
    bytes: gzipSync(goodTar).subarray(0, -9),
    says: `${gzipDamaged}unexpected end of file`,
  },
  {
    what: 'tar.gz: has a wrong checksum',
    name: 'data.tar.gz',
    bytes: withByte(gzipSync(goodTar), -6),
    says: `${gzipDamaged}incorrect data check`,
  },
  {
    what: 'gz: holds a zip archive',
    name: 'data.gz',
    bytes: gzipSync(zipBytes([good])),
    says: 'DATASET_INVALID expected a tar archive or a table in it, found a zip archive',
  },
  {
    what: 'gz: holds a gzip file',
    name: 'data.gz',
    bytes: gzipSync(gzipSync(goodTar)),
    says: 'DATASET_INVALID expected a tar archive or a table in it, found a gzip file',
  },
  {
    what: 'gz: holds nothing',
    name: 'data.gz',
    bytes: gzipSync(''),
    says: 'DATASET_INVALID expected a tar archive or a table in it, found nothing',
  },
  {
    what: 'gz: holds a page',
    name: 'data.csv.gz',
    bytes: gzipSync('<!doctype html><html></html>'),
    says: 'DATASET_INVALID expected a table, as its name says, found a web page (HTML)',
  },
  {
    what: 'tgz: holds a table',
    name: 'data.tgz',
    bytes: gzipSync('a,b\n1,2\n'),
    says: 'DATASET_INVALID expected a tar archive, as its name says, found text',
  },
  {
    what: 'csv.gz: holds a tar archive',
    name: 'data.csv.gz',
    bytes: gzipSync(goodTar),
    says: 'DATASET_INVALID expected a table, as its name says, found a tar archive',
  },
];

/** Archives made to break what unpacks them. */
export const hostileArchives: readonly HostileArchive[] = [...zips, ...tars, ...compressed];

function withByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length + at]! ^= 0xff;
  return changed;
}

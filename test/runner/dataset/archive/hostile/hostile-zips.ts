import { zipBytes, type ZipInput, type ZipOptions } from '../../../../helpers/zip-bytes.ts';
import {
  collisions,
  first,
  good,
  long,
  names,
  twoForms,
  unsafeName,
  type HostileArchive,
} from './hostile-archive.ts';

function zip(what: string, entries: ZipInput[], says: string, options?: ZipOptions) {
  return { what: `zip: ${what}`, name: 'data.zip', bytes: zipBytes(entries, options), says };
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

/** Zip archives made to break what unpacks them. */
export const hostileZips: readonly HostileArchive[] = [
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

import {
  longName,
  paxEntry,
  paxRecord,
  tarBytes,
  tarEnd,
  type TarInput,
} from '../../../../helpers/tar-bytes.ts';
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

function tar(what: string, entries: TarInput[], says: string, end?: Uint8Array) {
  return { what: `tar: ${what}`, name: 'data.tar', bytes: tarBytes(entries, end), says };
}

export const tarDamaged = (why: string, after = ''): string =>
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

/** Tar archives made to break what unpacks them. */
export const hostileTars: readonly HostileArchive[] = [
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

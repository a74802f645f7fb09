import { gzipSync, zstdCompressSync } from 'node:zlib';
import { tarBytes } from '../../../../helpers/tar-bytes.ts';
import { zipBytes } from '../../../../helpers/zip-bytes.ts';
import { good, type HostileArchive } from './hostile-archive.ts';
import { tarDamaged } from './hostile-tars.ts';

const goodTar = tarBytes([good]);
const bomb = tarBytes([{ name: 'bomb.bin', content: Buffer.alloc(20 * 1024 * 1024) }]);
const gzipDamaged = 'DATASET_INVALID expected a whole gzip file, found: ';
const zstdDamaged = 'DATASET_INVALID expected a whole Zstandard file, found: ';

/** Compressed files made to break what unpacks them. */
export const hostileStreams: readonly HostileArchive[] = [
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

function withByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length + at]! ^= 0xff;
  return changed;
}

import { damaged, quote, unsafeEntries } from '../archive-failures.ts';
import type { BlockReader } from '../block-reader.ts';
import type { ZipEntry } from './list-zip.ts';

const headerBytes = 30;
/** Sizes and checksum follow the content. */
const laterFlag = 0x08;
/** Bits of deflate's effort; they differ between the two headers of some programs' archives. */
const effortFlags = 0x06;
const inZip64 = 0xffffffff;

/**
 * Finds where an entry's content lies, by the header before it, which must say what the central
 * directory says: programs differ in which of the two they believe.
 * @param end where the next entry begins
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export function readLocalHeader(
  reader: BlockReader,
  entry: ZipEntry,
  { end, label }: { readonly end: number; readonly label: string },
): number {
  const { path, start, rawName } = entry;
  const length = headerBytes + rawName.length;
  const header = reader.read(start, length);
  if (header.length < length || header.readUInt32LE(0) !== 0x04034b50) {
    const found = new Error('no header before its content');
    throw damaged(`${label}: ${quote(path)}`, 'a whole entry', found);
  }
  const difference = findDifference(header, entry);
  if (difference !== undefined) {
    const says = `has another ${difference} in its own header than in the list of entries`;
    throw unsafeEntries(label, [{ path, says }]);
  }
  const content = start + length + header.readUInt16LE(28);
  if (content + entry.packedBytes <= end) return content;
  throw unsafeEntries(label, [{ path, says: 'reaches into what follows it' }]);
}

function findDifference(header: Buffer, entry: ZipEntry): string | undefined {
  const flags = header.readUInt16LE(6);
  const isLater = (flags & laterFlag) !== 0;
  if (header.readUInt16LE(26) !== entry.rawName.length) return 'name';
  if (header.toString('latin1', headerBytes) !== entry.rawName) return 'name';
  if (((flags ^ entry.flags) & ~effortFlags) !== 0) return 'flag';
  if (header.readUInt16LE(8) !== entry.method) return 'compression';
  if (!isSame(header.readUInt32LE(14), entry.crc32, isLater)) return 'checksum';
  if (!isSame(header.readUInt32LE(18), entry.packedBytes, isLater)) return 'packed size';
  return isSame(header.readUInt32LE(22), entry.bytes, isLater) ? undefined : 'size';
}

function isSame(found: number, listed: number, isLater: boolean): boolean {
  return found === listed || found === inZip64 || (isLater && found === 0);
}

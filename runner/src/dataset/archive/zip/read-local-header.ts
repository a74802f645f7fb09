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
  { path, raw }: ZipEntry,
  { end, label }: { readonly end: number; readonly label: string },
): number {
  const start = raw.relativeOffsetOfLocalHeader;
  const header = reader.read(start, headerBytes + raw.fileNameLength);
  if (header.length < headerBytes + raw.fileNameLength || header.readUInt32LE(0) !== 0x04034b50) {
    const found = new Error('no header before its content');
    throw damaged(`${label}: ${quote(path)}`, 'a whole entry', found);
  }
  const difference = findDifference(header, raw);
  if (difference !== undefined) {
    const says = `has another ${difference} in its own header than in the list of entries`;
    throw unsafeEntries(label, [{ path, says }]);
  }
  const content = start + headerBytes + raw.fileNameLength + header.readUInt16LE(28);
  if (content + raw.compressedSize <= end) return content;
  throw unsafeEntries(label, [{ path, says: 'reaches into the entry after it' }]);
}

function findDifference(header: Buffer, raw: ZipEntry['raw']): string | undefined {
  const flags = header.readUInt16LE(6);
  const name = header.subarray(headerBytes, headerBytes + header.readUInt16LE(26));
  const size = (found: number, declared: number): boolean =>
    found === declared || found === inZip64 || ((flags & laterFlag) !== 0 && found === 0);
  const rules: readonly (readonly [string, boolean])[] = [
    ['name', name.equals(raw.fileNameRaw)],
    ['flag', ((flags ^ raw.generalPurposeBitFlag) & ~effortFlags) === 0],
    ['compression', header.readUInt16LE(8) === raw.compressionMethod],
    ['checksum', size(header.readUInt32LE(14), raw.crc32)],
    ['packed size', size(header.readUInt32LE(18), raw.compressedSize)],
    ['size', size(header.readUInt32LE(22), raw.uncompressedSize)],
  ];
  return rules.find(([, fits]) => !fits)?.[0];
}

import type { BlockReader } from '../block-reader.ts';

/** The list of entries as it was read. */
export interface ReadDirectory {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
}

const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;

/**
 * Checks that the archive's end says of the list of entries what was read, in both its forms, and
 * that nothing lies between. Programs differ in which of several contradicting records they believe.
 * @throws Error what is wrong
 */
export function checkZipEnd(reader: BlockReader, directory: ReadDirectory): void {
  const signature = reader.read(directory.end, 4).toString('latin1');
  if (signature === 'PK\x01\x02') throw new Error('more entries than the archive declares');
  const is64 = signature === 'PK\x06\x06';
  const endStart = is64 ? checkEnd64(reader, directory) : directory.end;
  const end = Buffer.from(reader.read(endStart, endBytes));
  if (end.length < endBytes || end.toString('latin1', 0, 4) !== 'PK\x05\x06') {
    throw new Error('something between the list of entries and the end of the archive');
  }
  const says = {
    entries: end.readUInt16LE(10),
    entriesHere: end.readUInt16LE(8),
    bytes: end.readUInt32LE(12),
    start: end.readUInt32LE(16),
  };
  const fits =
    isField(says.entries, directory.entries, 0xffff, is64) &&
    isField(says.entriesHere, directory.entries, 0xffff, is64) &&
    isField(says.bytes, directory.end - directory.start, 0xffffffff, is64) &&
    isField(says.start, directory.start, 0xffffffff, is64);
  if (!fits) throw new Error('an end that contradicts the list of entries');
  const commentBytes = end.readUInt16LE(20);
  if (endStart + endBytes + commentBytes === reader.size) return;
  throw new Error('something after the end of the archive');
}

/** A field is its value, or where the longer form holds it, all ones. */
function isField(says: number, found: number, ones: number, is64: boolean): boolean {
  return says === found || (is64 && says === ones);
}

/** @returns where the shorter form begins */
function checkEnd64(reader: BlockReader, { start, end, entries }: ReadDirectory): number {
  const record = Buffer.from(reader.read(end, end64Bytes));
  if (record.length < end64Bytes) throw new Error('a zip64 end that is cut off');
  const locatorStart = end + 12 + Number(record.readBigUInt64LE(4));
  const locator = Buffer.from(reader.read(locatorStart, locatorBytes));
  const fits =
    locator.length === locatorBytes &&
    locator.toString('latin1', 0, 4) === 'PK\x06\x07' &&
    locator.readUInt32LE(4) === 0 &&
    locator.readBigUInt64LE(8) === BigInt(end) &&
    locator.readUInt32LE(16) <= 1 &&
    record.readBigUInt64LE(24) === BigInt(entries) &&
    record.readBigUInt64LE(32) === BigInt(entries) &&
    record.readBigUInt64LE(40) === BigInt(end - start) &&
    record.readBigUInt64LE(48) === BigInt(start);
  if (!fits) throw new Error('a zip64 end that contradicts the list of entries');
  return locatorStart + locatorBytes;
}

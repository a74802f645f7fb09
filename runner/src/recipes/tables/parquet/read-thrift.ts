import { DamagedError, ensure } from './damaged.ts';

export type ThriftValue = number | boolean | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** Fields by their number. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  /** Values that may still be read: a list of empty structs takes a byte each, and fifty in memory. */
  left: number;
}

const deepest = 16;

/**
 * Reads one struct of Thrift's compact protocol, as Parquet writes its footer and page headers:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md. Ours rather
 * than hyparquet's, which takes memory for any length that a list claims and parses statistics.
 * @param most values to read
 * @returns the struct, and the position after it
 * @throws DamagedError
 */
export function readThrift(
  bytes: Uint8Array,
  start: number,
  most: number,
): { readonly struct: ThriftStruct; readonly end: number } {
  const cursor = { bytes, at: start, left: most };
  const struct = readStruct(cursor, 0);
  return { struct, end: cursor.at };
}

function readStruct(cursor: Cursor, depth: number): ThriftStruct {
  ensure(depth < deepest, 'its records are nested too deeply');
  const fields = new Map<number, ThriftValue>();
  let id = 0;
  for (;;) {
    const head = readByte(cursor);
    const type = head & 0x0f;
    if (type === 0) return fields;
    id = head >> 4 === 0 ? readInteger(cursor) : id + (head >> 4);
    // a boolean field has its value in its type
    fields.set(id, type <= 2 ? type === 1 : readValue(cursor, type, depth + 1));
  }
}

function readValue(cursor: Cursor, type: number, depth: number): ThriftValue {
  cursor.left -= 1;
  ensure(cursor.left >= 0, 'its footer holds too many values');
  const read = readers[type];
  if (read === undefined) throw new DamagedError(`a record has the unknown type ${type}`);
  return read(cursor, depth);
}

const readers: Readonly<Record<number, (cursor: Cursor, depth: number) => ThriftValue>> = {
  1: (cursor) => readByte(cursor) === 1,
  2: (cursor) => readByte(cursor) === 1,
  3: (cursor) => (readByte(cursor) << 24) >> 24,
  4: readInteger,
  5: readInteger,
  6: readInteger,
  7: (cursor) => skip(cursor, 8).length,
  8: (cursor) => skip(cursor, readUnsigned(cursor)),
  9: readList,
  10: readList,
  12: readStruct,
};

function readList(cursor: Cursor, depth: number): readonly ThriftValue[] {
  ensure(depth < deepest, 'its records are nested too deeply');
  const head = readByte(cursor);
  const size = head >> 4 === 15 ? readUnsigned(cursor) : head >> 4;
  // each takes a byte at least
  ensure(size <= cursor.bytes.length - cursor.at, 'a list is longer than the file');
  const values: ThriftValue[] = [];
  while (values.length < size) values.push(readValue(cursor, head & 0x0f, depth + 1));
  return values;
}

function skip(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  ensure(end <= cursor.bytes.length, 'a text is longer than the file');
  const bytes = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}

function readByte(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at];
  if (byte === undefined) throw new DamagedError('it ends within a record');
  cursor.at += 1;
  return byte;
}

function readUnsigned(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = readByte(cursor);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new DamagedError('a number has too many digits');
}

/** Zigzag: 0, -1, 1, -2 … */
function readInteger(cursor: Cursor): number {
  const value = readUnsigned(cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

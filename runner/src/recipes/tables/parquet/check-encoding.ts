import { DamagedError, ensure } from './damaged.ts';

// hyparquet trusts the lengths within a page: a run of two billion values in five bytes takes the
// memory of the machine, a width of none never ends. These walk a page without taking memory.

/**
 * Checks a stretch of RLE and bit-packed runs.
 * @param width bits of a value
 * @param count values that are wanted of it
 * @throws DamagedError
 */
export function checkHybrid(bytes: Uint8Array, start: number, width: number, count: number): void {
  ensure(width <= 32, 'values are too wide');
  const cursor = { bytes, at: start };
  let left = count;
  while (left > 0) {
    const head = readVarint(cursor);
    const isPacked = head % 2 === 1;
    const length = isPacked ? Math.floor(head / 2) * 8 : head / 2;
    // packed runs come in eights, and some writers fill up a whole block
    ensure(length <= left + (isPacked ? 512 : 0), 'a run of values is too long');
    ensure(length > 0 || !isPacked, 'a run of values is empty');
    cursor.at += isPacked ? Math.ceil((Math.min(length, left) * width) / 8) : Math.ceil(width / 8);
    ensure(cursor.at <= bytes.length, 'a page ends within its values');
    left -= length;
  }
}

/**
 * Checks a stretch of delta-encoded integers.
 * @returns the position after it
 * @throws DamagedError
 */
export function checkDelta(bytes: Uint8Array, start: number, count: number): number {
  const cursor = { bytes, at: start };
  const blockSize = readVarint(cursor);
  const parts = readVarint(cursor);
  const perPart = blockSize / parts;
  ensure(parts > 0 && parts <= 1024 && perPart > 0 && perPart % 8 === 0, 'its blocks are odd');
  ensure(readVarint(cursor) >= count, 'a page has fewer values than it says');
  readVarint(cursor);
  for (let left = count - 1; left > 0;) {
    readVarint(cursor);
    const widths = bytes.subarray(cursor.at, cursor.at + parts);
    cursor.at += parts;
    for (const width of widths) {
      if (left <= 0) break;
      ensure(width <= 64, 'values are too wide');
      cursor.at += (perPart * width) / 8;
      left -= perPart;
    }
    ensure(cursor.at <= bytes.length, 'a page ends within its values');
  }
  return cursor.at;
}

function readVarint(cursor: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) throw new DamagedError('a page ends within its values');
    cursor.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new DamagedError('a number has too many digits');
}

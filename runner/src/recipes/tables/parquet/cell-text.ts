import { DamagedError, ensure } from './damaged.ts';
import type { Meaning, ParquetColumn } from './parquet-file.ts';
import { dateText, timestampText, timeText } from './time-text.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a value, as other formats would write it.
 * @throws DamagedError when the value is not of the column's type, or no UTF-8
 */
export function cellText(value: unknown, column: ParquetColumn): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return wholeText(value, column);
  if (typeof value === 'number') {
    if (column.type === 'INT32') return wholeText(BigInt(value), column);
    return column.type === 'FLOAT' ? shortestText(value) : String(value);
  }
  if (value instanceof Uint8Array) return bytesText(value, column.meaning);
  throw new DamagedError('a value is missing');
}

function wholeText(value: bigint, { type, meaning }: ParquetColumn): string {
  if (type === 'INT96') return timestampText(nanosOf(value), nanosPerSecond, true);
  switch (meaning.kind) {
    case 'decimal':
      return decimalText(value, meaning.scale);
    case 'date':
      return dateText(value);
    case 'time':
      return timeText(value, meaning.perSecond);
    case 'timestamp':
      return timestampText(value, meaning.perSecond, meaning.isUtc);
    case 'unsigned':
      return String(BigInt.asUintN(type === 'INT64' ? 64 : 32, value));
    case 'plain':
    case 'half':
    case 'uuid':
    case 'text':
      return String(value);
  }
}

const nanosPerSecond = 1_000_000_000n;
const julianDayOf1970 = 2_440_588n;

/** INT96, as Spark and Impala once wrote times: the Julian day, then nanoseconds of the day. */
function nanosOf(value: bigint): bigint {
  const days = (value >> 64n) - julianDayOf1970;
  return days * 86_400n * nanosPerSecond + BigInt.asUintN(64, value);
}

function decimalText(value: bigint, scale: number): string {
  ensure(scale >= 0 && scale <= 100, 'a decimal has an odd scale');
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The fewest digits that give the same number in 32 bits: 39.1 rather than 39.099998474121094. */
function shortestText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

function bytesText(bytes: Uint8Array, meaning: Meaning): string {
  if (meaning.kind === 'decimal') return decimalText(signedOf(bytes), meaning.scale);
  if (meaning.kind === 'half') return String(halfOf(bytes));
  if (meaning.kind === 'uuid') return uuidOf(bytes);
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new DamagedError('it holds bytes that are no text in UTF-8', { cause: error });
  }
}

function signedOf(bytes: Uint8Array): bigint {
  ensure(bytes.length > 0 && bytes.length <= 64, 'a decimal has an odd length');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hexOf(bytes)}`));
}

function uuidOf(bytes: Uint8Array): string {
  ensure(bytes.length === 16, 'a UUID has an odd length');
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** IEEE 754 binary16. */
function halfOf(bytes: Uint8Array): number {
  ensure(bytes.length === 2, 'a number has an odd length');
  const bits = bytes[0]! | (bytes[1]! << 8);
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * 2 ** -24 * fraction
    : Number((sign * 2 ** (exponent - 15) * (1 + fraction / 1024)).toPrecision(4));
}

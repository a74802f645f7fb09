import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit, readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { checkDelta, checkHybrid } from './check-encoding.ts';
import { DamagedError, ensure } from './damaged.ts';
import type { ParquetColumn } from './parquet-file.ts';

/** Cells of a table. */
export type Cells = readonly (string | null)[];

/** Numbers, bigints, booleans or bytes, as hyparquet gives them. */
type Values = ArrayLike<unknown>;

export interface EncodedValues {
  /** In a buffer of their own, so that nothing reads beyond them. */
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly column: ParquetColumn;
  readonly dictionary: Cells | undefined;
  readonly toCell: (value: unknown) => string | null;
}

type ReadValues = (encoded: EncodedValues) => Values;

/** By the number of the encoding; 1 and 4 are given up by the format. */
const byEncoding: Readonly<Record<number, ReadValues>> = {
  0: readPlainValues,
  3: readBooleans,
  5: readDelta,
  6: readDeltaLength,
  7: readDeltaBytes,
  9: readSplit,
};
const dictionaryEncodings = [2, 8];

const mostTextBytes = 512_000_000;

/**
 * Decodes the values of a page, by hyparquet, after a check that they cannot lead it astray:
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 * @throws DamagedError, and whatever hyparquet throws
 */
export function readValues(encoding: number, encoded: EncodedValues): Cells {
  if (dictionaryEncodings.includes(encoding)) return lookUp(encoded);
  const read = byEncoding[encoding];
  if (read === undefined) throw new DamagedError(`its encoding ${encoding} is unknown`);
  return encoded.count === 0 ? [] : Array.from(read(encoded), encoded.toCell);
}

/**
 * Decodes whether each of a column's values is there: 1, or 0 where it is missing.
 * @throws DamagedError, and whatever hyparquet throws
 */
export function readLevels(bytes: Uint8Array, count: number): readonly number[] {
  checkHybrid(bytes, 0, 1, count);
  const levels: number[] = new Array<number>(count);
  readRleBitPackedHybrid(readerOf(bytes), 1, levels, bytes.length);
  return levels;
}

function readPlainValues({ bytes, count, column }: EncodedValues): Values {
  const bits = bitsOf[column.type] ?? column.typeLength * 8;
  ensure(count * bits <= bytes.length * 8, 'a page is shorter than its values');
  return readPlain(readerOf(bytes), column.type, count, column.typeLength);
}

/** The least that a value takes. */
const bitsOf: Partial<Record<ParquetColumn['type'], number>> = {
  BOOLEAN: 1,
  INT32: 32,
  INT64: 64,
  INT96: 96,
  FLOAT: 32,
  DOUBLE: 64,
  BYTE_ARRAY: 32,
};

function lookUp({ bytes, count, dictionary }: EncodedValues): Cells {
  if (count === 0) return [];
  if (dictionary === undefined) throw new DamagedError('a page lacks its dictionary');
  const width = bytes[0];
  if (width === undefined) throw new DamagedError('a page ends within its values');
  const indices: number[] = new Array<number>(count).fill(0);
  if (width > 0) {
    checkHybrid(bytes, 1, width, count);
    readRleBitPackedHybrid({ ...readerOf(bytes), offset: 1 }, width, indices, bytes.length - 1);
  }
  return indices.map((index) => {
    ensure(index >= 0 && index < dictionary.length, 'a value is not in its dictionary');
    return dictionary[index]!;
  });
}

function readBooleans({ bytes, count, column }: EncodedValues): Values {
  ensure(column.type === 'BOOLEAN', 'a page is encoded as another type');
  checkHybrid(bytes, 4, 1, count);
  const values: number[] = new Array<number>(count);
  readRleBitPackedHybrid(readerOf(bytes), 1, values);
  return values.map((value) => value === 1);
}

function readDelta({ bytes, count, column }: EncodedValues): Values {
  const isShort = column.type === 'INT32';
  ensure(isShort || column.type === 'INT64', 'a page is encoded as another type');
  checkDelta(bytes, 0, count);
  const values = isShort ? new Int32Array(count) : new BigInt64Array(count);
  deltaBinaryUnpack(readerOf(bytes), count, values);
  return values;
}

function readDeltaLength({ bytes, count, column }: EncodedValues): Values {
  ensure(column.type === 'BYTE_ARRAY', 'a page is encoded as another type');
  checkDelta(bytes, 0, count);
  const values: Uint8Array[] = [];
  deltaLengthByteArray(readerOf(bytes), count, values);
  return values;
}

/** Each value takes some bytes of the one before: few bytes can claim to be very many. */
function readDeltaBytes({ bytes, count, column }: EncodedValues): Values {
  ensure(column.type.endsWith('BYTE_ARRAY'), 'a page is encoded as another type');
  const second = checkDelta(bytes, 0, count);
  checkDelta(bytes, second, count);
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack(readerOf(bytes), count, prefixes);
  let total = 0;
  for (const prefix of prefixes) {
    ensure(prefix >= 0, 'a text has a length below zero');
    total += prefix;
  }
  ensure(total <= mostTextBytes, `its texts are longer than ${mostTextBytes} bytes together`);
  const values: Uint8Array[] = [];
  deltaByteArray(readerOf(bytes), count, values);
  return values;
}

function readSplit({ bytes, count, column }: EncodedValues): Values {
  const bits = bitsOf[column.type] ?? column.typeLength * 8;
  ensure(count * bits <= bytes.length * 8, 'a page is shorter than its values');
  return byteStreamSplit(readerOf(bytes), count, column.type, column.typeLength);
}

function readerOf(bytes: Uint8Array): { view: DataView; offset: number } {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

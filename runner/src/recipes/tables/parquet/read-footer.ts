import { DamagedError, ensure } from './damaged.ts';
import { codecs, type ColumnChunk, type ParquetColumn, type ParquetFile } from './parquet-file.ts';
import { readSchema } from './read-schema.ts';
import { readThrift, type ThriftStruct } from './read-thrift.ts';
import {
  countField,
  optionalInteger,
  optionalStruct,
  structsField,
  textsField,
} from './thrift-fields.ts';

const magicBytes = 4;
const tailBytes = 8;
const mostFooterBytes = 16 * 1024 * 1024;
const mostFooterValues = 4_000_000;

/**
 * Reads what a Parquet file says of itself, and checks every place it names:
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 * @throws DamagedError, and Failure DATASET_INVALID naming columns that are nested
 */
export function readFooter(bytes: Uint8Array, name: string): ParquetFile {
  const footerStart = findFooter(bytes);
  const footer = bytes.subarray(footerStart, bytes.length - tailBytes);
  const { struct } = readThrift(footer, 0, mostFooterValues);
  ensure(optionalStruct(struct, 8) === undefined, 'it is encrypted');
  const columns = readSchema(structsField(struct, 2), name);
  const groups = structsField(struct, 4).map((group) => {
    const chunks = structsField(group, 1);
    ensure(chunks.length === columns.length, 'a row group lacks columns');
    return {
      rows: countField(group, 3),
      chunks: chunks.map((chunk, index) => readChunk(chunk, columns[index]!, footerStart)),
    };
  });
  const rows = countField(struct, 3);
  const counted = groups.reduce((sum, group) => sum + group.rows, 0);
  ensure(counted === rows, `it claims ${rows} rows and has ${counted}`);
  return { columns, groups, rows };
}

function findFooter(bytes: Uint8Array): number {
  const [head, tail] = [bytes.subarray(0, magicBytes), bytes.subarray(-magicBytes)];
  ensure(isMagic(head), 'it does not begin with PAR1');
  ensure(bytes.length >= magicBytes + tailBytes, 'it is too short');
  ensure(isMagic(tail), 'its end is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(bytes.length - tailBytes, true);
  const start = bytes.length - tailBytes - length;
  ensure(start >= magicBytes, `its footer of ${length} bytes is longer than the file`);
  ensure(length <= mostFooterBytes, `its footer of ${length} bytes is too long`);
  return start;
}

function isMagic(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes) === 'PAR1';
}

function readChunk(chunk: ThriftStruct, column: ParquetColumn, footerStart: number): ColumnChunk {
  const data = optionalStruct(chunk, 3);
  if (data === undefined) throw new DamagedError('a column is encrypted or lies elsewhere');
  ensure(chunk.get(1) === undefined, 'a column lies in another file');
  const path = textsField(data, 3);
  ensure(path.length === 1 && path[0] === column.name, 'its columns are not in their order');
  const codec = codecs[countField(data, 4)];
  if (codec === undefined) throw new DamagedError('a column is packed in an unknown way');
  // some writers put 0 for "no dictionary", others a dictionary without saying so
  const start = optionalInteger(data, 11) || countField(data, 9);
  const end = start + countField(data, 7);
  ensure(start >= magicBytes && end <= footerStart, 'a column lies outside the file');
  return { codec, start, end };
}

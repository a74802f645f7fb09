import { decompress } from './decompress.ts';
import { DamagedError, ensure } from './damaged.ts';
import type { ColumnChunk, ParquetColumn } from './parquet-file.ts';
import { readLevels, readValues, type Cells } from './read-values.ts';
import { readThrift, type ThriftStruct } from './read-thrift.ts';
import { countField, optionalStruct } from './thrift-fields.ts';

const mostHeaderValues = 1000;
const dataPage = 0;
const indexPage = 1;
const dictionaryPage = 2;
const dataPageV2 = 3;

/** What the pages of a file may unpack to, together. */
export interface PageBudget {
  bytes: number;
}

interface Page {
  readonly header: ThriftStruct;
  readonly packed: Uint8Array;
  /** Bytes when unpacked. */
  readonly length: number;
}

/** One column in one row group. */
export interface ChunkTask {
  readonly column: ParquetColumn;
  readonly chunk: ColumnChunk;
  /** Rows it must have. */
  readonly rows: number;
  /** The cell of a value as it is stored; of a dictionary's it is asked once. */
  readonly toCell: (value: unknown) => string | null;
}

interface ChunkState extends ChunkTask {
  dictionary: Cells | undefined;
  /** Rows still to come. */
  left: number;
}

/**
 * Reads the pages of one column in one row group.
 * @yields cells by row; null is missing
 * @throws DamagedError, and whatever the decoders throw
 */
export function* readChunk(
  bytes: Uint8Array,
  task: ChunkTask,
  budget: PageBudget,
): Generator<Cells, void> {
  const state: ChunkState = { ...task, dictionary: undefined, left: task.rows };
  const within = bytes.subarray(0, task.chunk.end);
  for (let at = task.chunk.start; state.left > 0;) {
    const { struct: header, end } = readThrift(within, at, mostHeaderValues);
    const packed = within.subarray(end, end + countField(header, 3));
    ensure(packed.length === countField(header, 3), 'a page is longer than its column');
    const page = { header, packed, length: countField(header, 2) };
    budget.bytes -= page.length;
    ensure(budget.bytes >= 0, 'its pages unpack to more than is read');
    at = end + packed.length;
    const values = readPage(page, state);
    if (values === undefined) continue;
    state.left -= values.length;
    yield values;
  }
}

function readPage(page: Page, state: ChunkState): Cells | undefined {
  const type = countField(page.header, 1);
  if (type === dataPage) return readFirstForm(page, state);
  if (type === dataPageV2) return readSecondForm(page, state);
  if (type === dictionaryPage) state.dictionary = readDictionary(page, state);
  else ensure(type === indexPage, 'a page is of an unknown kind');
  return undefined;
}

function readDictionary(page: Page, state: ChunkState): Cells {
  const header = fieldsOf(page.header, 7);
  const bytes = decompress(page.packed, state.chunk.codec, page.length);
  return readValues(0, { ...state, bytes, count: countField(header, 1) });
}

/** Levels and values are packed together, the levels after their length. */
function readFirstForm(page: Page, state: ChunkState): Cells {
  const { column, chunk } = state;
  const header = fieldsOf(page.header, 5);
  const count = countOf(header, state);
  const bytes = decompress(page.packed, chunk.codec, page.length);
  if (!column.isOptional) {
    return readValues(countField(header, 2), { ...state, bytes, count });
  }
  ensure(bytes.length >= 4, 'a page ends within its values');
  const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
  ensure(end <= bytes.length, 'a page ends within its values');
  return weave(readLevels(bytes.slice(4, end), count), countField(header, 2), {
    ...state,
    bytes: bytes.slice(end),
  });
}

/** Levels stand before the values and are not packed. */
function readSecondForm(page: Page, state: ChunkState): Cells {
  const { column, chunk } = state;
  const header = fieldsOf(page.header, 8);
  const count = countOf(header, state);
  const levelsLength = countField(header, 5);
  ensure(countField(header, 6) === 0, 'a column has lists');
  ensure(
    levelsLength <= Math.min(page.packed.length, page.length),
    'a page ends within its levels',
  );
  const packed = page.packed.subarray(levelsLength);
  const codec = header.get(7) === false ? 'UNCOMPRESSED' : chunk.codec;
  const bytes = decompress(packed, codec, page.length - levelsLength);
  if (!column.isOptional) {
    return readValues(countField(header, 4), { ...state, bytes, count });
  }
  const levels = readLevels(page.packed.slice(0, levelsLength), count);
  return weave(levels, countField(header, 4), { ...state, bytes });
}

/** Puts nulls between the values where levels say that one is missing. */
function weave(
  levels: readonly number[],
  encoding: number,
  encoded: ChunkState & { readonly bytes: Uint8Array },
): Cells {
  const count = levels.reduce((sum, level) => sum + level, 0);
  const values = readValues(encoding, { ...encoded, count });
  let next = 0;
  return levels.map((level) => (level === 1 ? values[next++]! : null));
}

function countOf(header: ThriftStruct, { left }: ChunkState): number {
  const count = countField(header, 1);
  ensure(count > 0 && count <= left, `a page claims ${count} values of ${left}`);
  return count;
}

function fieldsOf(header: ThriftStruct, id: number): ThriftStruct {
  const fields = optionalStruct(header, id);
  if (fields === undefined) throw new DamagedError('a page has no header');
  return fields;
}

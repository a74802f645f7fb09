import { Failure } from '@orangery/schemas';
import { toCell } from '../cell.ts';
import { uniqueColumns } from '../column-names.ts';
import type { Table } from '../table.ts';
import { checkCellLength, checkCharacters, checkSize, type TableLimits } from '../table-limits.ts';
import { cellText } from './cell-text.ts';
import type { ParquetFile } from './parquet-file.ts';
import { readChunk, type PageBudget } from './read-chunk.ts';
import { readFooter } from './read-footer.ts';

const mostUnpackedBytes = 2 ** 31;

/**
 * Reads a Parquet file of simple columns: texts, numbers, booleans, decimals, dates and times.
 * @throws Failure DATASET_INVALID naming what is wrong, and the column
 */
export function readParquet(file: Uint8Array, name: string, limits: TableLimits): Table {
  // of Node's Buffer, slice() gives no copy
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const parquet = orDamaged(name, () => readFooter(bytes, name));
  const { columns, rows } = parquet;
  checkSize({ rows, columns: columns.length }, limits, name);
  if (rows === 0 || columns.length < 2) {
    const found = rows === 0 ? 'no rows' : 'a single column';
    throw new Failure('DATASET_INVALID', `${name}: expected a table of columns, found ${found}`);
  }
  return {
    format: 'Parquet',
    columns: uniqueColumns(columns.map((column) => column.name)),
    rows: readRows(bytes, parquet, { name, limits }),
    places: { unit: 'row', numbers: Array.from({ length: rows }, (_, index) => index + 1) },
  };
}

interface ReadOptions {
  readonly name: string;
  readonly limits: TableLimits;
}

function readRows(
  bytes: Uint8Array,
  { columns, groups, rows: count }: ParquetFile,
  options: ReadOptions,
): (string | null)[][] {
  const rows = Array.from({ length: count }, () => new Array<string | null>(columns.length));
  const budget: PageBudget = { bytes: mostUnpackedBytes };
  let characters = 0;
  for (const [index, column] of columns.entries()) {
    const place = `${options.name}, column ${column.name}`;
    const toText = (value: unknown): string | null => {
      const text = cellText(value, column);
      checkCellLength(text.length, options.limits, place);
      return toCell(text);
    };
    orDamaged(place, () => {
      let row = 0;
      for (const group of groups) {
        const task = { column, chunk: group.chunks[index]!, rows: group.rows, toCell: toText };
        for (const cells of readChunk(bytes, task, budget)) {
          for (const cell of cells) {
            rows[row++]![index] = cell;
            characters += cell?.length ?? 0;
          }
          // a text of a dictionary takes its memory once, however often it is meant
          checkCharacters(characters, options.limits, options.name);
        }
      }
    });
  }
  return rows;
}

/** What a decoder throws on bytes that cannot be is the file's fault. */
function orDamaged<Value>(place: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'DATASET_INVALID',
      `${place}: expected Parquet that can be read, found that ${problem}`,
      {
        cause: error,
        hint: 'Write the file again, or save the table as CSV.',
      },
    );
  }
}

import { Failure } from '@orangery/schemas';
import { toCell } from '../cell.ts';
import { numberedColumns, uniqueColumns } from '../column-names.ts';
import type { Table } from '../table.ts';
import { checkSize, type TableLimits } from '../table-limits.ts';
import { mendDecimalCommas, numberPattern } from './decimal-comma.ts';
import { findDelimiter } from './find-delimiter.ts';
import { looksLikeHeader } from './looks-like-header.ts';
import { scanRows, type ScanOptions } from './scan-rows.ts';

/**
 * Reads CSV or TSV: finds the delimiter, and whether the first line is a header, by looking.
 * @throws Failure DATASET_INVALID naming the line
 */
export function readCsv(text: string, name: string, limits: TableLimits): Table {
  const delimiter = findDelimiter(text, name, limits);
  const { rows, lines } = readRows(text, { delimiter: delimiter.character, name, limits });
  const width = rows[0]?.length ?? 0;
  checkShape(rows, lines, name);
  const hasHeader = looksLikeHeader(rows, numberPattern(delimiter.character));
  const columns = hasHeader ? uniqueColumns(rows[0]!) : numberedColumns(width);
  const cells = toCells(hasHeader ? rows.slice(1) : rows);
  if (cells.length === 0) throw onlyHeader(name);
  const mended =
    delimiter.character === ';'
      ? mendDecimalCommas(cells, width)
      : { rows: cells, hasCommas: false };
  const parts = ['CSV', delimiter.name];
  if (mended.hasCommas) parts.push('decimal comma');
  return {
    format: [...parts, hasHeader ? 'header' : 'no header'].join(', '),
    columns,
    rows: mended.rows,
    places: { unit: 'line', numbers: hasHeader ? lines.slice(1) : lines },
  };
}

function readRows(text: string, options: ScanOptions) {
  const rows: string[][] = [];
  const lines: number[] = [];
  const { limits, name } = options;
  let cellCount = 0;
  for (const { cells, line } of scanRows(text, options)) {
    rows.push(cells);
    lines.push(line);
    cellCount += cells.length;
    // a header is none of the rows
    if (rows.length > limits.rows + 1 || cellCount > limits.cells + cells.length) {
      checkSize({ rows: rows.length - 1, columns: cells.length }, limits, name);
    }
  }
  return { rows, lines };
}

/** Turns texts into cells where they lie: a second table beside the first would double the memory. */
function toCells(rows: readonly string[][]): readonly (string | null)[][] {
  for (const row of rows) {
    const cells: (string | null)[] = row;
    for (const [index, text] of row.entries()) cells[index] = toCell(text);
  }
  return rows;
}

function checkShape(
  rows: readonly (readonly string[])[],
  lines: readonly number[],
  name: string,
): void {
  const width = rows[0]?.length ?? 0;
  if (width < 2) {
    const found = rows.length === 0 ? 'nothing' : 'a single column';
    throw new Failure('DATASET_INVALID', `${name}: expected a table of columns, found ${found}`, {
      hint: 'Separate columns by comma, semicolon, tab or pipe.',
    });
  }
  const ragged = rows.flatMap((row, index) => (row.length === width ? [] : [index]));
  if (ragged.length === 0) return;
  const shown = ragged
    .slice(0, 5)
    .map((index) => `line ${lines[index]} has ${rows[index]!.length}`);
  const more = ragged.length > 5 ? `, and ${ragged.length - 5} more` : '';
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected ${width} columns on every line, found that ${shown.join(', ')}${more}`,
    { hint: 'Mend these lines; quote values that hold the delimiter.' },
  );
}

function onlyHeader(name: string): Failure {
  return new Failure('DATASET_INVALID', `${name}: expected rows, found only a header`, {
    hint: 'Add a line for each example.',
  });
}

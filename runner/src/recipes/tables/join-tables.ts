import { Failure } from '@orangery/schemas';
import type { Table } from './table.ts';

type NamedTable = Table & { readonly name: string };

/**
 * Puts tables with the same columns below each other; their order may differ.
 * @throws Failure DATASET_INVALID naming two files and the columns that differ
 */
export function joinTables(tables: readonly NamedTable[]): Table {
  const [first, ...others] = tables;
  if (first === undefined) throw new Error('expected a table to join');
  if (others.length === 0) return first;
  for (const other of others) checkAlike(first, other);
  const rows = tables.flatMap((table) => rowsInOrder(table, first.columns));
  return {
    format: `${first.format}, ${tables.length} files`,
    columns: first.columns,
    rows,
    places: { unit: 'row', numbers: rows.map((_, index) => index + 1) },
  };
}

function checkAlike(first: NamedTable, other: NamedTable): void {
  const lacks = first.columns.filter((name) => !other.columns.includes(name));
  const adds = other.columns.filter((name) => !first.columns.includes(name));
  const problems = [
    ...(lacks.length > 0 ? [`without ${list(lacks)}`] : []),
    ...(adds.length > 0 ? [`with ${list(adds)} besides`] : []),
  ];
  if (problems.length === 0) return checkFormat(first, other);
  throw new Failure(
    'DATASET_INVALID',
    `${other.name}: expected the columns of ${first.name}, found it ${problems.join(' and ')}`,
    { hint: 'Give the files the same columns, or link to one of them.' },
  );
}

/** The same rows are often given twice, as CSV and as Parquet. */
function checkFormat(first: NamedTable, other: NamedTable): void {
  const [expected] = first.format.split(',');
  const [found] = other.format.split(',');
  if (expected === found) return;
  throw new Failure(
    'DATASET_INVALID',
    `${other.name}: expected ${expected} as ${first.name}, found ${found}`,
    { hint: 'Link to one of them: tables of two formats may hold the same rows twice.' },
  );
}

function rowsInOrder({ columns, rows }: Table, wanted: readonly string[]): Table['rows'] {
  if (wanted.every((name, index) => columns[index] === name)) return rows;
  const indices = wanted.map((name) => columns.indexOf(name));
  return rows.map((row) => indices.map((index) => row[index]!));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

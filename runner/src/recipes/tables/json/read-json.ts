import { Failure } from '@orangery/schemas';
import type { Table } from '../table.ts';
import type { TableLimits } from '../table-limits.ts';
import { collectRows } from './collect-rows.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readJsonList } from './read-json-list.ts';

/** Whether a text is JSON by its name, or because it begins as an object or a list of objects. */
export function looksLikeJson(text: string, name: string): boolean {
  return /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*(\{\s*"|\[\s*\{)/.test(text);
}

/**
 * Reads JSON lines, or a JSON list of objects: columns are the keys in the order they first appear,
 * a key that a row lacks is missing there.
 * @throws Failure DATASET_INVALID naming the line, and the key where one is at fault
 */
export function readJson(text: string, name: string, limits: TableLimits): Table {
  const isList = /^\s*\[/.test(text);
  const objects = isList ? readJsonList(text, name) : readJsonLines(text, name);
  const { columns, rows, lines } = collectRows(objects, name, limits);
  if (rows.length === 0 || columns.length < 2) {
    const found = rows.length === 0 ? 'nothing' : `rows of ${columns.length} column`;
    throw new Failure('DATASET_INVALID', `${name}: expected a table of columns, found ${found}`, {
      hint: 'Write an object with the same keys for each row.',
    });
  }
  return {
    format: isList ? 'JSON list' : 'JSON lines',
    columns,
    rows,
    places: { unit: 'line', numbers: lines },
  };
}

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Failure } from '@orangery/schemas';
import { scanRows } from '../../../../../runner/src/recipes/tables/csv/scan-rows.ts';
import { defaultTableLimits } from '../../../../../runner/src/recipes/tables/table-limits.ts';

const anyDelimiter = fc.constantFrom(',', ';', '\t', '|');
const anyLineEnd = fc.constantFrom('\n', '\r\n');
const anyCell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc
    .array(fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r\n', 'a', ' ', 'ä'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);
const anyRows = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.array(fc.array(anyCell, { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 8,
  }),
);

function scan(text: string, delimiter: string): (readonly string[])[] {
  const options = { delimiter, name: 'data.csv', limits: defaultTableLimits };
  return [...scanRows(text, options)].map(({ cells }) => cells);
}

function write(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string): string {
  const quote = (cell: string): string =>
    cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => row.map(quote).join(delimiter) + lineEnd).join('');
}

it('reads back what a strict writer wrote, 3,000 tables', () => {
  fc.assert(
    fc.property(anyRows, anyDelimiter, anyLineEnd, (rows, delimiter, lineEnd) => {
      expect(scan(write(rows, delimiter, lineEnd), delimiter)).toEqual(rows);
    }),
    { numRuns: 3000 },
  );
});

it('reads what csv-parse reads, on 2,000 texts that it takes', () => {
  const anyText = fc.array(fc.constantFrom('"', '""', ',', '\n', 'a', 'bc', ' ', 'ä'), {
    maxLength: 24,
  });
  let compared = 0;
  fc.assert(
    fc.property(anyText, (parts) => {
      const text = parts.join('');
      const theirs = parseStrictly(text);
      fc.pre(theirs !== undefined);
      compared += 1;
      expect(scan(text, ',')).toEqual(theirs);
    }),
    { numRuns: 2000 },
  );
  expect(compared).toBe(2000);
});

it('says on which line a row begins, whatever its cells hold', () => {
  fc.assert(
    fc.property(anyRows, anyLineEnd, (rows, lineEnd) => {
      const options = { delimiter: ',', name: 'data.csv', limits: defaultTableLimits };
      const scanned = [...scanRows(write(rows, ',', lineEnd), options)];
      let line = 1;
      for (const [index, row] of rows.entries()) {
        expect(scanned[index]!.line).toBe(line);
        line += write([row], ',', lineEnd).match(/\r\n|\n|\r/g)!.length;
      }
    }),
    { numRuns: 500 },
  );
});

it('stops at a cell that is too long, before it reads on', () => {
  const text = `a,"${'b'.repeat(50)}"\n`;
  const limits = { ...defaultTableLimits, cellCharacters: 40 };
  expect(() => [...scanRows(text, { delimiter: ',', name: 'data.csv', limits })]).toThrow(Failure);
});

function parseStrictly(text: string): unknown {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true });
  } catch {
    // what it refuses is no text to compare
    return undefined;
  }
}

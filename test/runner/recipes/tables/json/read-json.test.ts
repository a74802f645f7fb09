import { describe, expect, it } from 'vitest';
import { caught } from '../../../../helpers/caught.ts';
import { readTextTable } from '../../../../helpers/read-text-table.ts';

const read = async (text: string, name = 'data.jsonl') => readTextTable(text, name);

describe('reading JSON lines', () => {
  it('makes a column of each key, in the order they first appear', async () => {
    const table = await read(
      '{"b": 1.50, "a": "x"}\r\n\n{"a": "y", "7": true, "b": null}\n{"a":""}',
    );
    expect(table.format).toBe('JSON lines');
    expect(table.columns).toEqual(['b', 'a', '7']);
    expect(table.rows).toEqual([
      ['1.50', 'x', null],
      [null, 'y', 'true'],
      [null, null, null],
    ]);
    expect(table.places).toEqual({ unit: 'line', numbers: [1, 3, 4] });
  });

  it('keeps all digits of a number and all characters of a text', async () => {
    const { rows } = await read('{"n": -12345678901234567890.5e-3, "t": "a\\n\\"\\u00e4\\\\"}');
    expect(rows).toEqual([['-12345678901234567890.5e-3', 'a\n"ä\\']]);
  });

  it('knows them by their content, whatever their name', async () => {
    expect((await read('{"a": 1, "b": 2}\n', 'data.txt')).format).toBe('JSON lines');
    expect((await read('[{"a": 1, "b": 2}]', 'data.csv')).format).toBe('JSON list');
  });

  it('reads a long line in no time', async () => {
    const text = 'x\\"'.repeat(300_000);
    const { rows } = await read(`{"a": "${text}", "b": 1}\n`);
    expect(rows[0]![0]).toHaveLength(600_000);
  });

  it('takes keys that objects treat as their own for names', async () => {
    const { columns, rows } = await read('{"__proto__": 1, "constructor": 2}\n');
    expect(columns).toEqual(['__proto__', 'constructor']);
    expect(rows).toEqual([['1', '2']]);
  });
});

describe('reading a JSON list', () => {
  it('reads objects over several lines', async () => {
    const table = await read(
      '[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {"a": 2, "b": "y"}\n]\n',
      'data.json',
    );
    expect(table.format).toBe('JSON list');
    expect(table.rows).toEqual([
      ['1', 'x'],
      ['2', 'y'],
    ]);
    expect(table.places.numbers).toEqual([2, 6]);
  });
});

describe('what is wrong with JSON', () => {
  it.each([
    ['a list in a line', '{"a": 1, "b": 2}\n[1, 2]\n'],
    ['a text in a line', '{"a": 1, "b": 2}\nhello\n'],
    ['a line that ends early', '{"a": 1, "b": 2}\n{"a": 1, "b"\n'],
    ['a text that is not closed', '{"a": 1, "b": "x\n'],
    ['a bad escape', '{"a": 1, "b": "\\x"}\n'],
    ['two objects on a line', '{"a": 1, "b": 2} {"a": 1}\n'],
    ['an object in an object', '{"a": 1, "b": {"c": 2}}\n'],
    ['a list in an object', '{"a": 1, "b": [1]}\n'],
    ['a key twice', '{"a": 1, "b": 2, "a": 3}\n'],
    ['a key without quotes', '{a: 1}\n'],
    ['a comma too many', '{"a": 1,}\n'],
    ['a number that is none', '{"a": 01}\n'],
    ['NaN', '{"a": NaN}\n'],
    ['one key', '{"a": 1}\n{"a": 2}\n'],
    ['nothing', '\n'],
    ['a list that is not closed', '[{"a": 1},\n{"a": 2}'],
    ['a list with a comma too many', '[{"a": 1},\n]'],
    ['a list with something after it', '[{"a": 1, "b": 2}]\n\n{}'],
    ['a list of numbers', '[1, 2]'],
    ['an empty list', '[]'],
  ])('is told: %s', async (_, text) => {
    expect(await caught(() => read(text))).toMatchSnapshot();
  });

  it.each([
    ['rows', { rows: 1 }],
    ['columns', { columns: 1 }],
    ['cells', { cells: 3 }],
    ['a cell', { cellCharacters: 3 }],
  ])('is told: too many %s', async (_, limits) => {
    const text = '{"a": 1, "b": "four"}\n{"a": 1}\n';
    expect(await caught(() => readTextTable(text, 'data.jsonl', limits))).toMatchSnapshot();
  });
});

import { expect, it } from 'vitest';
import { checkRows } from '../../../../runner/src/serving/module-model/check-rows.ts';
import { mostRows } from '../../../../runner/src/serving/pool/call-size.ts';

const row = { inputs: [{ name: 'x', type: 'number' }] } as const;
const series = { inputs: [{ name: 'x', type: 'series' }] } as const;

function table(rows: number, name = 'a.csv', end = '\n') {
  const text = `x\n${'1\n'.repeat(rows)}`.trimEnd() + end;
  return { kind: 'file', name, bytes: new TextEncoder().encode(text) } as const;
}

it.each(['', '\n'])('lets a table of the most rows pass, whose last line ends with %j', (end) => {
  expect(() => checkRows([table(mostRows, 'a.csv', end)], row)).not.toThrow();
  expect(() => checkRows([table(mostRows + 1, 'a.csv', end)], row)).toThrow(
    `At most ${mostRows} rows a request`,
  );
});

it('counts the rows of all tables together', () => {
  const half = table(mostRows / 2 + 1);
  expect(() => checkRows([half], row)).not.toThrow();
  expect(() => checkRows([half, half], row)).toThrow(`At most ${mostRows} rows`);
});

it('lets what is no table of rows pass', () => {
  expect(() => checkRows([table(mostRows + 1, 'a.parquet')], row)).not.toThrow();
  expect(() => checkRows([table(mostRows + 1)], series)).not.toThrow();
});

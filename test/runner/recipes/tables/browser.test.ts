import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { parquetBytes } from '../../../helpers/parquet-bytes.ts';

const entry = new URL('../../../../runner/src/recipes/tables/read-table.ts', import.meta.url);
const fixture = new URL('../../../fixtures/tables/types-zstd.parquet', import.meta.url);

it('reads tables where there is nothing of Node, as in a page', async () => {
  const bundle = await rolldown({ input: entry.pathname, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({
    format: 'iife',
    name: 'tables',
    codeSplitting: false,
  });
  await bundle.close();
  const { code } = output[0];
  const small = parquetBytes([
    { name: 'a', data: [1], type: 'INT32' },
    { name: 'b', data: ['x'], type: 'STRING' },
  ]);
  const files = {
    'a.csv': new TextEncoder().encode('a,b\n1,x\n'),
    'a.jsonl': new TextEncoder().encode('{"a": 1, "b": "x"}\n'),
    'a.parquet': small,
    'types.parquet': Uint8Array.from(await readFile(fixture)),
  };
  // a page has these; Buffer, process and require it has not
  const page = { TextDecoder, TextEncoder, URL, WebAssembly, atob, files };
  const read = `Promise.all(Object.entries(files).map(([name, bytes]) => tables.readTable(bytes, name)))`;
  const result: unknown = await runInNewContext(`${code}; ${read}`, page);
  expect(result).toMatchObject([
    { rows: [['1', 'x']] },
    { rows: [['1', 'x']] },
    { rows: [['1', 'x']] },
    { rows: { length: 24 } },
  ]);
});

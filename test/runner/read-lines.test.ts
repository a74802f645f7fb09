import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { readLines } from '../../runner/src/read-lines.ts';

async function linesOf(chunks: Iterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  const stream = Readable.from(chunks);
  readLines(stream, (line) => lines.push(line));
  await finished(stream);
  return lines;
}

it('shows lines however their bytes arrive, and the last one without an end', async () => {
  const bytes = Buffer.from('one\r\n\nzwölf\nlast');
  expect(await linesOf([bytes])).toEqual(['one', '', 'zwölf', 'last']);
  expect(await linesOf(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual([
    'one',
    '',
    'zwölf',
    'last',
  ]);
});

it('keeps the beginning of a line that does not end', async () => {
  function* flood(): Generator<Buffer> {
    for (let part = 0; part < 100; part += 1) yield Buffer.alloc(1_000_000, 'x');
    yield Buffer.from('\nnext\n');
  }
  const [long, ...others] = await linesOf(flood());
  expect(long).toBe('x'.repeat(10_000));
  expect(others).toEqual(['next']);
});

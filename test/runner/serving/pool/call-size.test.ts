import { expect, it } from 'vitest';
import { sizeOfCall } from '../../../../runner/src/serving/pool/call-size.ts';

const picture = 'x'.repeat(2000);

it.each<[string, unknown, number]>([
  ['a row', { x: 1 }, 1],
  ['rows', [{ x: 1 }, { x: 2 }, { x: 3 }], 3],
  ['a picture', picture, 1],
  ['pictures', [picture, picture], 2],
  ['words of one sentence', ['a', 'b', 'c'], 1],
  [
    'pixels of one picture',
    [
      [0, 1],
      [2, 3],
    ],
    1,
  ],
  ['an empty list', [], 1],
])('%s', (_, value, size) => {
  expect(sizeOfCall([{ kind: 'value', value }])).toBe(size);
  expect(sizeOfCall(Array(3).fill({ kind: 'value', value }))).toBe(3 * size);
});

it('a large file, which may be a table of many rows', () => {
  const file = (megabytes: number) =>
    ({ kind: 'file', name: 'a', bytes: new Uint8Array(megabytes * 1024 ** 2) }) as const;
  expect(sizeOfCall([file(0), file(16)])).toBe(66);
});

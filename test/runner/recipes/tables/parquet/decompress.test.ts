import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../../../runner/src/recipes/tables/read-table.ts';
import { decompress } from '../../../../../runner/src/recipes/tables/parquet/decompress.ts';
import {
  pageUnpackers,
  unpackers,
} from '../../../../../runner/src/recipes/tables/parquet/unpackers.ts';
import { caught } from '../../../../helpers/caught.ts';
import type { Codec } from '../../../../../runner/src/recipes/tables/parquet/parquet-file.ts';

const text = 'the same, the same and something else, '.repeat(20);
const bytes = new TextEncoder().encode(text);

describe.each([
  ['in Node', unpackers],
  ['in a page', pageUnpackers],
])('what is packed, %s', (_where, by) => {
  it.each<[Codec, Uint8Array]>([
    ['UNCOMPRESSED', bytes],
    ['GZIP', gzipSync(bytes)],
    ['BROTLI', brotliCompressSync(bytes)],
    ['ZSTD', zstdCompressSync(bytes)],
    // a literal of 5 bytes, then 10 bytes from 5 back
    ['SNAPPY', Uint8Array.of(15, 0x10, 97, 98, 99, 100, 101, 0x26, 5, 0)],
    ['LZ4_RAW', Uint8Array.of(0x56, 97, 98, 99, 100, 101, 5, 0)],
  ])('by %s is unpacked', (codec, packed) => {
    const expected = packed.length < 20 ? 'abcdeabcdeabcde' : text;
    const page = decompress(packed, codec, expected.length, by);
    expect(new TextDecoder().decode(page)).toBe(expected);
    expect(page.buffer.byteLength).toBe(page.length);
  });

  it.each<[string, Codec, readonly number[]]>([
    ['a literal whose length is below zero', 'SNAPPY', [8, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0]],
    ['a copy from before the beginning', 'SNAPPY', [8, 0x01, 9]],
    ['a copy of nothing', 'LZ4_RAW', [0x10, 97, 0, 0]],
    ['a stored block without end', 'GZIP', [0, 255, 255, 0, 0]],
    ['the old form of LZ4', 'LZ4', [0, 0, 0, 0, 255, 255, 255, 248, 0, 0]],
    ['LZO', 'LZO', [1]],
  ])('is refused at once with %s', (_, codec, packed) => {
    expect(() => decompress(Uint8Array.from(packed), codec, 8, by)).toThrow(/./);
  });
});

it('is refused when it claims far more than it is packed from', () => {
  expect(() =>
    decompress(zstdCompressSync(bytes), 'ZSTD', 2 ** 30),
  ).toThrowErrorMatchingInlineSnapshot(
    `[DamagedError: a page claims 1073741824 bytes of 52 that are packed]`,
  );
});

it('a Zstandard page of endless copies is refused in no time', async () => {
  const file = new URL('../../../../fixtures/tables/types-zstd.parquet', import.meta.url);
  const damaged = Uint8Array.from(await readFile(file));
  // found by mutation: the page's sequences copy billions of bytes nowhere
  damaged.set([62, 255, 255, 255, 255, 255], 2714);
  const start = performance.now();
  const message = await caught(() => readTable(damaged, 'x.parquet'));
  expect(message).toMatch(/^DATASET_INVALID x\.parquet, column/);
  expect(performance.now() - start).toBeLessThan(2000);
});

it('unpacks or refuses any bytes, 3,000 pages', () => {
  const anyCodec = fc.constantFrom<Codec>('SNAPPY', 'GZIP', 'ZSTD', 'LZ4_RAW');
  const anyByte = fc.oneof(fc.constantFrom(0, 0xff, 0xfc, 0xf0), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(anyCodec, fc.array(anyByte, { maxLength: 40 }), (codec, packed) => {
      let unpacked: Uint8Array;
      try {
        unpacked = decompress(Uint8Array.from(packed), codec, 64);
      } catch {
        return;
      }
      expect(unpacked).toHaveLength(64);
    }),
    { numRuns: 3000 },
  );
});

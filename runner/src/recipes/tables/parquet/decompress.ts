import { DamagedError, ensure } from './damaged.ts';
import type { Codec } from './parquet-file.ts';
import { unpackers, type Unpackers } from './unpackers.ts';

// memory is taken for what a page claims: pages hold about a megabyte, seldom a whole row group
const largestFreely = 32 * 1024 * 1024;
const mostRatio = 256;

/**
 * Unpacks a page into a buffer of its own.
 * @param length it must have
 * @param by replaced by tests only
 * @throws DamagedError, and whatever the decompressor throws
 */
export function decompress(
  packed: Uint8Array,
  codec: Codec,
  length: number,
  by: Unpackers = unpackers,
): Uint8Array {
  const unpack = by[codec];
  if (unpack === undefined) throw new DamagedError(`it is packed by ${codec}, which is not read`);
  const most = Math.max(largestFreely, packed.length * mostRatio);
  ensure(length <= most, `a page claims ${length} bytes of ${packed.length} that are packed`);
  const page = length === 0 ? new Uint8Array() : unpack(packed, length);
  ensure(page.length === length, `a page has ${page.length} bytes instead of ${length}`);
  // a view that is copied whole: zlib and Buffer share the memory below theirs
  return page.buffer.byteLength === length ? new Uint8Array(page.buffer) : Uint8Array.from(page);
}

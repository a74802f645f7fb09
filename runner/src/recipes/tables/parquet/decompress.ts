import { snappyUncompress } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { checkSnappy } from './check-snappy.ts';
import { DamagedError, ensure } from './damaged.ts';
import type { Codec } from './parquet-file.ts';

type Decompress = (packed: Uint8Array, length: number) => Uint8Array;

/**
 * By codec; those left out are not read: LZO is used by nobody, and the old LZ4 has two forms that
 * can only be guessed.
 */
const byCodec: Partial<Readonly<Record<Codec, Decompress>>> = {
  UNCOMPRESSED: (packed) => packed,
  SNAPPY: (packed, length) => {
    checkSnappy(packed);
    const unpacked = new Uint8Array(length);
    snappyUncompress(packed, unpacked);
    return unpacked;
  },
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (packed, length) => decompressZstd(packed, new Uint8Array(length)),
  LZ4_RAW: decompressLz4Raw,
};

// memory is taken for what a page claims: pages hold about a megabyte, seldom a whole row group
const largestFreely = 32 * 1024 * 1024;
const mostRatio = 256;

/**
 * Unpacks a page into a buffer of its own.
 * @param length it must have
 * @throws DamagedError, and whatever the decompressor throws
 */
export function decompress(packed: Uint8Array, codec: Codec, length: number): Uint8Array {
  const unpack = byCodec[codec];
  if (unpack === undefined) throw new DamagedError(`it is packed by ${codec}, which is not read`);
  const most = Math.max(largestFreely, packed.length * mostRatio);
  ensure(length <= most, `a page claims ${length} bytes of ${packed.length} that are packed`);
  const page = length === 0 ? new Uint8Array() : unpack(packed, length);
  ensure(page.length === length, `a page has ${page.length} bytes instead of ${length}`);
  return page.buffer.byteLength === page.length ? page : page.slice();
}

import { snappyUncompress } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { checkSnappy } from './check-snappy.ts';
import type { Codec } from './parquet-file.ts';

/** Unpacks bytes to this length, or to another where they are damaged. */
type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/** Those left out are not read: LZO is used by nobody, and the old LZ4 has two forms to guess. */
export type Unpackers = Partial<Readonly<Record<Codec, Unpack>>>;

/** In a page there is JavaScript alone. */
export const pageUnpackers: Unpackers = {
  UNCOMPRESSED: (packed) => packed,
  SNAPPY: unpackSnappy,
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (packed, length) => decompressZstd(packed, new Uint8Array(length)),
  LZ4_RAW: decompressLz4Raw,
};

/**
 * In Node, zlib's where it has them: faster, and they stop at the length. A few damaged bytes keep
 * fzstd busy for half a minute, which is a page's own matter but not a server's.
 */
export const unpackers: Unpackers = { ...pageUnpackers, ...zlibUnpackers() };

function zlibUnpackers(): Unpackers {
  // no import: bundlers would look for it in a page
  const zlib = typeof process === 'undefined' ? undefined : process.getBuiltinModule('node:zlib');
  if (zlib === undefined) return {};
  const most = (length: number) => ({ maxOutputLength: Math.max(1, length) });
  return {
    GZIP: (packed, length) => zlib.gunzipSync(packed, most(length)),
    BROTLI: (packed, length) => zlib.brotliDecompressSync(packed, most(length)),
    ZSTD: (packed, length) => zlib.zstdDecompressSync(packed, most(length)),
  };
}

function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  checkSnappy(packed);
  const unpacked = new Uint8Array(length);
  snappyUncompress(packed, unpacked);
  return unpacked;
}

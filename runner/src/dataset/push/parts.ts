import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Region } from './upload-meter.ts';

const smallestPartBytes = 8 * 1024 * 1024;
/** S3 and Nextcloud both count to 10,000. */
const mostParts = 10_000;

/** A piece of a file; they count from 1. */
export interface Part extends Region {
  readonly number: number;
}

/** Cuts a file in pieces, always the same way: another run must find the same ones. */
export function partsOf(bytes: number, smallest: number = smallestPartBytes): readonly Part[] {
  const mebibyte = 1024 * 1024;
  const size = Math.max(smallest, Math.ceil(bytes / mostParts / mebibyte) * mebibyte);
  return Array.from({ length: Math.max(1, Math.ceil(bytes / size)) }, (_, index) => ({
    number: index + 1,
    start: index * size,
    end: Math.min(bytes, (index + 1) * size),
  }));
}

export interface RegionHashes {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly md5: string;
}

/** Hashes a piece of a file, without holding it in memory. */
export async function hashRegion(
  path: string,
  { start, end }: Region,
  signal: AbortSignal,
): Promise<RegionHashes> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  if (end > start) {
    const options = { start, end: end - 1, highWaterMark: 1024 * 1024, signal };
    for await (const chunk of createReadStream(path, options) as AsyncIterable<Buffer>) {
      sha256.update(chunk);
      md5.update(chunk);
    }
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}

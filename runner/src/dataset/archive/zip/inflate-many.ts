import { promisify } from 'node:util';
import { crc32, gunzip } from 'node:zlib';

/** A deflated content and what the archive declares of it. */
export interface Deflated {
  readonly packed: Uint8Array;
  /** More than 0. */
  readonly bytes: number;
  readonly crc32: number;
}

/** Of a gzip member without name and time (RFC 1952). */
const memberHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const trailerBytes = 8;

/**
 * Inflates many small contents at once: each is framed as a member of one gzip stream. Node makes a
 * decompressor for each call, which costs more than the inflating of a small file and, a hundred
 * thousand times, keeps the garbage collector busy. Other threads do it.
 * @returns the contents, each of its declared size and checksum; `undefined` when one is not, which
 * it is takes inflating them one by one
 */
export async function inflateMany(
  contents: readonly Deflated[],
): Promise<readonly Uint8Array[] | undefined> {
  const total = contents.reduce((sum, { bytes }) => sum + bytes, 0);
  const unpacked = await gunzipAll(frame(contents), total);
  if (unpacked?.length !== total) return undefined;
  let start = 0;
  const files = contents.map(({ bytes }) => unpacked.subarray(start, (start += bytes)));
  // what is no whole member could pass over the frame to the next
  return files.every((file, index) => crc32(file) === contents[index]!.crc32) ? files : undefined;
}

function frame(contents: readonly Deflated[]): Buffer {
  const framing = (memberHeader.length + trailerBytes) * contents.length;
  const length = contents.reduce((sum, { packed }) => sum + packed.length, framing);
  const framed = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { packed, bytes, crc32: checksum } of contents) {
    framed.set(memberHeader, at);
    framed.set(packed, at + memberHeader.length);
    at += memberHeader.length + packed.length;
    framed.writeUInt32LE(checksum, at);
    framed.writeUInt32LE(bytes, at + 4);
    at += trailerBytes;
  }
  return framed;
}

const gunzipping = promisify(gunzip);

async function gunzipAll(framed: Buffer, total: number): Promise<Buffer | undefined> {
  try {
    return await gunzipping(framed, { maxOutputLength: total, chunkSize: Math.max(64, total) });
  } catch {
    // which one it was, and what is wrong with it, is found by inflating them one by one
    return undefined;
  }
}

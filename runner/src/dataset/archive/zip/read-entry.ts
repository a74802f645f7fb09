import { crc32, createInflateRaw, inflateRawSync, type Inflate } from 'node:zlib';
import { Failure } from '@orangery/schemas';
import { damaged, quote, unlikeDeclared } from '../archive-failures.ts';
import type { BlockReader } from '../block-reader.ts';
import { decompressed } from '../decompressed.ts';
import type { ZipEntry } from './list-zip.ts';

/** Where an entry's content lies. */
export interface EntryContent {
  readonly reader: BlockReader;
  readonly entry: ZipEntry;
  /** How messages name the archive. */
  readonly label: string;
  readonly start: number;
}

/** Reads a small entry. @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID */
export function readWhole(content: EntryContent): Uint8Array {
  const { reader, entry, start } = content;
  const packed = reader.read(start, entry.packedBytes);
  const unpacked = entry.method === 0 ? packed : inflateWhole(packed, content);
  checkWhole(content, unpacked.length, crc32(unpacked));
  return unpacked;
}

/** Reads an entry of any size in parts. @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID */
export async function* readParts(content: EntryContent): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let checksum = 0;
  try {
    for await (const chunk of chunksOf(content)) {
      bytes += chunk.length;
      if (bytes > content.entry.bytes) throw unlike(content, 'more');
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Failure ? error : broken(content, error);
  }
  checkWhole(content, bytes, checksum);
}

function inflateWhole(packed: Uint8Array, content: EntryContent): Uint8Array {
  try {
    // an output limit of 0 is refused; one byte too many is found by whoever calls
    const maxOutputLength = Math.max(1, content.entry.bytes);
    const { buffer, engine } = inflateWithEngine(packed, maxOutputLength);
    if (engine.bytesWritten === packed.length) return buffer;
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? unlike(content, 'more') : broken(content, error);
  }
  throw broken(content, new Error('something after its end'));
}

/** Node's types leave out what `info` gives. */
function inflateWithEngine(
  packed: Uint8Array,
  maxOutputLength: number,
): { readonly buffer: Buffer; readonly engine: Inflate } {
  const result: unknown = inflateRawSync(packed, { maxOutputLength, info: true });
  return result as { readonly buffer: Buffer; readonly engine: Inflate };
}

function chunksOf({
  reader,
  entry,
  start,
}: EntryContent): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const { packedBytes, method } = entry;
  const blocks = reader.blocks(start, packedBytes);
  if (method === 0) return blocks;
  return decompressed(blocks, { engine: createInflateRaw({ chunkSize: 256 * 1024 }), packedBytes });
}

function checkWhole(content: EntryContent, bytes: number, checksum: number): void {
  const { entry } = content;
  if (bytes !== entry.bytes) throw unlike(content, bytes);
  if (checksum !== entry.crc32) throw broken(content, new Error('wrong checksum'));
}

function unlike({ entry, label }: EntryContent, found: number | 'more'): Failure {
  return unlikeDeclared(label, { path: entry.path, declared: entry.bytes, found });
}

function broken({ entry, label }: EntryContent, error: unknown): Failure {
  return damaged(`${label}: ${quote(entry.path)}`, 'a whole entry', error);
}

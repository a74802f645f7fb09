import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Inflate } from 'node:zlib';
import { Failure } from '@orangery/schemas';
import { damaged, quote, unlikeDeclared } from '../archive-failures.ts';
import { BlockReader } from '../block-reader.ts';
import { decompressed } from '../decompressed.ts';
import { Pacer } from '../pacer.ts';
import type { UnpackTask } from '../unpack-task.ts';
import { checkEntries } from './check-entries.ts';
import { listZip, type ZipEntry } from './list-zip.ts';
import { readLocalHeader } from './read-local-header.ts';

/** Larger entries are inflated in parts. */
const wholeBytes = 1024 * 1024;

/**
 * Unpacks a zip archive: all entries are listed and checked, then read in the order in which they
 * lie in the file.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpackZip({ file, limits, signal, writer }: UnpackTask): Promise<void> {
  const reader = new BlockReader(file.path);
  try {
    const listed = await listZip(reader, file.label, limits.maxEntries);
    const files = checkEntries(listed, file.label, limits);
    const pacer = new Pacer(signal);
    const ends = entryEnds(listed.entries, listed.directoryStart);
    for (const entry of files.toSorted((a, b) => startOf(a) - startOf(b))) {
      if (pacer.isDue) await pacer.rest();
      const place = { reader, entry, label: file.label, end: ends.get(startOf(entry))! };
      const start = readLocalHeader(reader, entry, place);
      if (Math.max(entry.raw.compressedSize, entry.raw.uncompressedSize) <= wholeBytes) {
        writer.writeWhole(entry.path, readWhole({ ...place, start }));
        continue;
      }
      const opened = writer.open(entry.path);
      for await (const chunk of readParts({ ...place, start })) {
        signal.throwIfAborted();
        opened.write(chunk);
      }
      opened.end();
    }
  } finally {
    reader.close();
  }
}

function startOf({ raw }: ZipEntry): number {
  return raw.relativeOffsetOfLocalHeader;
}

/** Where the next entry begins, by where each begins. */
function entryEnds(
  entries: readonly ZipEntry[],
  directoryStart: number,
): ReadonlyMap<number, number> {
  const starts = entries.map(startOf).toSorted((a, b) => a - b);
  return new Map(starts.map((start, index) => [start, starts[index + 1] ?? directoryStart]));
}

interface EntryContent {
  readonly reader: BlockReader;
  readonly entry: ZipEntry;
  readonly label: string;
  readonly start: number;
}

function readWhole(content: EntryContent): Uint8Array {
  const { reader, entry, start } = content;
  const { compressedSize, compressionMethod } = entry.raw;
  const packed = reader.read(start, compressedSize);
  const unpacked = compressionMethod === 0 ? packed : inflateWhole(packed, content);
  checkWhole(content, unpacked.length, crc32(unpacked));
  return unpacked;
}

function inflateWhole(packed: Uint8Array, content: EntryContent): Uint8Array {
  try {
    // an output limit of 0 is refused; one byte too many is found by whoever calls
    const maxOutputLength = Math.max(1, content.entry.raw.uncompressedSize);
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

async function* readParts(content: EntryContent): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let checksum = 0;
  try {
    for await (const chunk of chunksOf(content)) {
      bytes += chunk.length;
      if (bytes > content.entry.raw.uncompressedSize) throw unlike(content, 'more');
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Failure ? error : broken(content, error);
  }
  checkWhole(content, bytes, checksum);
}

function chunksOf({ reader, entry, start }: EntryContent) {
  const { compressedSize: packedBytes, compressionMethod } = entry.raw;
  const blocks = reader.blocks(start, packedBytes);
  if (compressionMethod === 0) return blocks;
  const engine = createInflateRaw({ chunkSize: 256 * 1024 });
  return decompressed(blocks, { engine, packedBytes });
}

function checkWhole(content: EntryContent, bytes: number, checksum: number): void {
  const { raw } = content.entry;
  if (bytes !== raw.uncompressedSize) throw unlike(content, bytes);
  if (checksum !== raw.crc32) throw broken(content, new Error('wrong checksum'));
}

function unlike({ entry, label }: EntryContent, found: number | 'more'): Failure {
  return unlikeDeclared(label, { path: entry.path, declared: entry.raw.uncompressedSize, found });
}

function broken({ entry, label }: EntryContent, error: unknown): Failure {
  return damaged(`${label}: ${quote(entry.path)}`, 'a whole entry', error);
}

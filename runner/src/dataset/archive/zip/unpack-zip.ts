import { BlockReader } from '../block-reader.ts';
import { Pacer } from '../pacer.ts';
import type { UnpackTask } from '../unpack-task.ts';
import { checkEntries } from './check-entries.ts';
import { inflateMany } from './inflate-many.ts';
import { listZip, type ZipEntry } from './list-zip.ts';
import { readParts, readWhole, type EntryContent } from './read-entry.ts';
import { readLocalHeader } from './read-local-header.ts';

/** Larger entries are read in parts. */
const wholeBytes = 1024 * 1024;
/** Smaller entries are inflated together, up to a batch. */
const smallBytes = 16 * 1024;
const batchBytes = 256 * 1024;

/**
 * Unpacks a zip archive: all entries are listed and checked, then read in the order in which they
 * lie in the file.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpackZip(task: UnpackTask): Promise<void> {
  const { file, limits, signal, writer } = task;
  const { label } = file;
  const reader = new BlockReader(file.path);
  try {
    const listed = await listZip(reader, label, limits.maxEntries);
    const files = checkEntries(listed, label, limits);
    const ends = entryEnds(listed.entries, listed.directoryStart);
    const pacer = new Pacer(signal);
    const batch = new Batch(task);
    for (const entry of files.toSorted((a, b) => a.start - b.start)) {
      if (pacer.isDue) await pacer.rest();
      const start = readLocalHeader(reader, entry, { label, end: ends.get(entry.start)! });
      const content = { reader, entry, label, start };
      const size = Math.max(entry.packedBytes, entry.bytes);
      if (size <= smallBytes && isDeflated(entry)) batch.add(content);
      else if (size <= wholeBytes) writer.writeWhole(entry.path, readWhole(content));
      else await writeParts(content, task);
    }
    batch.write();
    writer.arrange(files.map(({ path }) => path));
  } finally {
    reader.close();
  }
}

function isDeflated({ method, bytes }: ZipEntry): boolean {
  return method === 8 && bytes > 0;
}

async function writeParts(content: EntryContent, { writer, signal }: UnpackTask): Promise<void> {
  const opened = writer.open(content.entry.path);
  for await (const chunk of readParts(content)) {
    signal.throwIfAborted();
    opened.write(chunk);
  }
  opened.end();
}

/** Where the next entry begins, by where each begins. */
function entryEnds(
  entries: readonly ZipEntry[],
  directoryStart: number,
): ReadonlyMap<number, number> {
  const starts = entries.map(({ start }) => start).toSorted((a, b) => a - b);
  return new Map(starts.map((start, index) => [start, starts[index + 1] ?? directoryStart]));
}

/** Small entries on their way. */
class Batch {
  readonly #task: UnpackTask;
  #contents: (EntryContent & { readonly packed: Uint8Array })[] = [];
  #bytes = 0;

  constructor(task: UnpackTask) {
    this.#task = task;
  }

  add(content: EntryContent): void {
    const { packedBytes, bytes } = content.entry;
    // a copy: the reader's block is used again
    const packed = Uint8Array.from(content.reader.read(content.start, packedBytes));
    this.#contents.push({ ...content, packed });
    this.#bytes += bytes;
    if (this.#bytes >= batchBytes) this.write();
  }

  write(): void {
    const contents = this.#contents;
    this.#contents = [];
    this.#bytes = 0;
    const inflated = inflateMany(
      contents.map(({ packed, entry }) => ({ packed, bytes: entry.bytes, crc32: entry.crc32 })),
    );
    for (const [index, content] of contents.entries()) {
      this.#task.writer.writeWhole(content.entry.path, inflated?.[index] ?? readWhole(content));
    }
  }
}

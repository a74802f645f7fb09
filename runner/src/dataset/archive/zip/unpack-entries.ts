import type { BlockReader } from '../block-reader.ts';
import { Pacer } from '../pacer.ts';
import type { ViewWriter } from '../view-writer.ts';
import { inflateMany } from './inflate-many.ts';
import type { ZipEntry } from './list-zip.ts';
import { readParts, readWhole, type EntryContent } from './read-entry.ts';
import { readLocalHeader } from './read-local-header.ts';

/** Larger entries are read in parts. */
const wholeBytes = 1024 * 1024;
/** Smaller entries are inflated together, up to a batch. */
const smallBytes = 16 * 1024;
const batchBytes = 256 * 1024;

/** A checked entry, and where the next one begins. */
export interface PlacedEntry extends ZipEntry {
  readonly end: number;
}

export interface EntriesTask {
  readonly reader: BlockReader;
  readonly writer: ViewWriter;
  readonly label: string;
  readonly signal: AbortSignal;
}

/** Unpacks checked entries, quickest in the order in which they lie. @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID */
export async function unpackEntries(
  entries: readonly PlacedEntry[],
  task: EntriesTask,
): Promise<void> {
  const { reader, writer, label, signal } = task;
  const pacer = new Pacer(signal);
  const batch = new Batch(writer);
  for (const entry of entries) {
    if (pacer.isDue) await pacer.rest();
    const start = readLocalHeader(reader, entry, { label, end: entry.end });
    const content = { reader, entry, label, start };
    const size = Math.max(entry.packedBytes, entry.bytes);
    if (size <= smallBytes && isDeflated(entry)) batch.add(content);
    else if (size <= wholeBytes) writer.writeWhole(entry.path, readWhole(content));
    else await writeParts(content, task);
  }
  batch.write();
}

function isDeflated({ method, bytes }: ZipEntry): boolean {
  return method === 8 && bytes > 0;
}

async function writeParts(content: EntryContent, { writer, signal }: EntriesTask): Promise<void> {
  const opened = writer.open(content.entry.path);
  for await (const chunk of readParts(content)) {
    signal.throwIfAborted();
    opened.write(chunk);
  }
  opened.end();
}

/** Small entries on their way. */
class Batch {
  readonly #writer: ViewWriter;
  #contents: (EntryContent & { readonly packed: Uint8Array })[] = [];
  #bytes = 0;

  constructor(writer: ViewWriter) {
    this.#writer = writer;
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
      this.#writer.writeWhole(content.entry.path, inflated?.[index] ?? readWhole(content));
    }
  }
}

import type { BlockReader } from '../block-reader.ts';
import { Pacer } from '../pacer.ts';
import type { ViewWriter } from '../view-writer.ts';
import type { ZipEntry } from './list-zip.ts';
import { readParts, readWhole, type EntryContent } from './read-entry.ts';
import { readLocalHeader } from './read-local-header.ts';
import type { SmallEntries } from './small-entries.ts';

/** Larger entries are read in parts. */
const wholeBytes = 1024 * 1024;

/** A checked entry, and where the next one begins. */
export interface PlacedEntry extends ZipEntry {
  readonly end: number;
}

export interface EntriesTask {
  readonly reader: BlockReader;
  readonly writer: ViewWriter;
  /** Holds small ones back; who calls ends it. */
  readonly small: SmallEntries;
  readonly label: string;
  readonly signal: AbortSignal;
}

/**
 * Unpacks checked entries; quickest in the order in which they lie.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpackEntries(
  entries: readonly PlacedEntry[],
  task: EntriesTask,
): Promise<void> {
  const { reader, writer, small, label, signal } = task;
  const pacer = new Pacer(signal);
  for (const entry of entries) {
    if (pacer.isDue) await pacer.rest();
    const start = readLocalHeader(reader, entry, { label, end: entry.end });
    const content = { reader, entry, label, start };
    const isWhole = Math.max(entry.packedBytes, entry.bytes) <= wholeBytes;
    if (small.isSmall(entry)) await small.add(content);
    else if (isWhole) writer.writeWhole(entry.path, readWhole(content));
    else await writeParts(content, task);
  }
}

async function writeParts(content: EntryContent, { writer, signal }: EntriesTask): Promise<void> {
  const opened = writer.open(content.entry.path);
  for await (const chunk of readParts(content)) {
    signal.throwIfAborted();
    opened.write(chunk);
  }
  opened.end();
}

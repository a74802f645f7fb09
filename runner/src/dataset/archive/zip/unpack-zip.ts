import { BlockReader } from '../block-reader.ts';
import { Pacer } from '../pacer.ts';
import type { UnpackTask } from '../unpack-task.ts';
import { checkEntries } from './check-entries.ts';
import { listZip } from './list-zip.ts';
import { readParts, readWhole, type EntryContent } from './read-entry.ts';
import { readLocalHeader } from './read-local-header.ts';
import { SmallEntries } from './small-entries.ts';

/** Larger entries are read in parts. */
const wholeBytes = 1024 * 1024;

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
    const pacer = new Pacer(signal);
    const small = new SmallEntries(writer);
    let end = listed.directoryStart;
    const ends = new Map<number, number>();
    for (const { start } of listed.entries.toSorted((a, b) => b.start - a.start)) {
      ends.set(start, end);
      end = start;
    }
    for (const entry of files.toSorted((a, b) => a.start - b.start)) {
      if (pacer.isDue) await pacer.rest();
      const start = readLocalHeader(reader, entry, { label, end: ends.get(entry.start)! });
      const content = { reader, entry, label, start };
      if (small.isSmall(entry)) await small.add(content);
      else if (Math.max(entry.packedBytes, entry.bytes) <= wholeBytes) {
        writer.writeWhole(entry.path, readWhole(content));
      } else await writeParts(content, task);
    }
    await small.end();
    writer.arrange(files.map(({ path }) => path));
  } finally {
    reader.close();
  }
}

async function writeParts(content: EntryContent, { writer, signal }: UnpackTask): Promise<void> {
  const opened = writer.open(content.entry.path);
  for await (const chunk of readParts(content)) {
    signal.throwIfAborted();
    opened.write(chunk);
  }
  opened.end();
}

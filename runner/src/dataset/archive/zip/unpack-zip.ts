import { availableParallelism } from 'node:os';
import { BlockReader } from '../block-reader.ts';
import type { UnpackTask } from '../unpack-task.ts';
import { checkEntries } from './check-entries.ts';
import { Helper } from './helper.ts';
import { listZip, type ListedZip, type ZipEntry } from './list-zip.ts';
import { SmallEntries } from './small-entries.ts';
import { unpackEntries, type PlacedEntry } from './unpack-entries.ts';

/** Entries that are taken at a time. */
const shareEntries = 1000;
/** A smaller archive is unpacked before a helper has started. */
const smallestForHelp = 4 * 1024 * 1024;

/**
 * Unpacks a zip archive: all entries are listed and checked, then read in the order in which they
 * lie in the file, by two threads when it is large.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpackZip({ file, limits, signal, writer }: UnpackTask): Promise<void> {
  const { label } = file;
  const reader = new BlockReader(file.path);
  const isWorthHelp = file.bytes >= smallestForHelp && availableParallelism() > 1;
  const helper = isWorthHelp ? new Helper(file.path, label, writer) : undefined;
  try {
    const listed = await listZip(reader, label, limits.maxEntries);
    const files = checkEntries(listed, label, limits);
    const shares = inShares(placed(files, listed));
    helper?.share(shares);
    const small = new SmallEntries(writer);
    for (let share = shares.shift(); share !== undefined; share = shares.shift()) {
      await unpackEntries(share, { reader, writer, small, label, signal });
      helper?.check();
    }
    await small.end();
    await helper?.finish(signal);
    writer.arrange(files.map(({ path }) => path));
  } finally {
    await helper?.stop();
    reader.close();
  }
}

/** In the order in which they lie. */
function placed(
  files: readonly ZipEntry[],
  { entries, directoryStart }: ListedZip,
): readonly PlacedEntry[] {
  const wanted = new Set(files);
  const sorted = entries.toSorted((a, b) => a.start - b.start);
  const found: PlacedEntry[] = [];
  for (const [index, entry] of sorted.entries()) {
    if (!wanted.has(entry)) continue;
    found.push({ ...entry, end: sorted[index + 1]?.start ?? directoryStart });
  }
  return found;
}

function inShares(entries: readonly PlacedEntry[]): PlacedEntry[][] {
  return Array.from({ length: Math.ceil(entries.length / shareEntries) }, (_, index) =>
    entries.slice(index * shareEntries, (index + 1) * shareEntries),
  );
}

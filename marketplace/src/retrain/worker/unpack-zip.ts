import { checkPacked, damaged, type PackedEntry } from '@orangery/runner/browser';
import { unzipSync } from 'fflate';
import { pageLimits } from './limits.ts';

/**
 * Unpacks a zip archive in memory, after all its entries were checked.
 * @param label how messages name it
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export function unpackZip(bytes: Uint8Array, label: string): ReadonlyMap<string, Uint8Array> {
  const entries: PackedEntry[] = [];
  unzip(bytes, label, (entry) => {
    entries.push(entry);
    return false;
  });
  const { files: maxEntries, unpackedBytes: maxUnpackedBytes } = pageLimits;
  const wanted = checkPacked(entries, label, { maxEntries, maxUnpackedBytes });
  return new Map(Object.entries(unzip(bytes, label, ({ path }) => wanted.has(path))));
}

function unzip(
  bytes: Uint8Array,
  label: string,
  isWanted: (entry: PackedEntry) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, {
      filter: ({ name, size, originalSize }) =>
        isWanted({ path: name, packedBytes: size, bytes: originalSize }),
    });
  } catch (error) {
    throw damaged(label, 'a whole zip archive', error);
  }
}

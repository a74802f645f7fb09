import { emptyArchive, tooManyBytes, tooManyEntries, unsafeEntries } from './archive-failures.ts';
import { isLitter, problemOfPath } from './check-paths.ts';
import { KnownPaths } from './known-paths.ts';
import { describeRatio, isBomb } from './ratio.ts';

/** An entry as the archive's own list tells of it. */
export interface PackedEntry {
  /** Of a folder with a slash at the end. */
  readonly path: string;
  readonly packedBytes: number;
  readonly bytes: number;
}

export interface PackedLimits {
  readonly maxEntries: number;
  readonly maxUnpackedBytes: number;
}

/**
 * Checks the entries of an archive that is unpacked in memory, before one is.
 * @returns paths of the files among them, without litter
 * @throws Failure ARCHIVE_UNSAFE naming the entries and why, DATASET_INVALID
 */
export function checkPacked(
  entries: readonly PackedEntry[],
  label: string,
  { maxEntries, maxUnpackedBytes }: PackedLimits,
): ReadonlySet<string> {
  const wanted = entries.filter(({ path }) => !isLitter(path));
  if (wanted.length > maxEntries) throw tooManyEntries(label, maxEntries, `${wanted.length}`);
  const known = new KnownPaths();
  const problems = wanted.flatMap((entry) =>
    problemsOf(entry, known).map((says) => ({ path: entry.path, says })),
  );
  if (problems.length > 0) throw unsafeEntries(label, problems);
  const files = wanted.filter(({ path }) => !path.endsWith('/'));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > maxUnpackedBytes) throw tooManyBytes(label, maxUnpackedBytes, `${total}`);
  if (files.length === 0) throw emptyArchive(label);
  return new Set(files.map(({ path }) => path));
}

function problemsOf({ path, packedBytes, bytes }: PackedEntry, known: KnownPaths): string[] {
  const isFolder = path.endsWith('/');
  const name = isFolder ? path.slice(0, -1) : path;
  return [
    problemOfPath(name),
    isFolder ? known.addFolder(name) : known.addFile(name),
    isBomb(packedBytes, bytes) ? describeRatio(packedBytes, bytes) : undefined,
  ].filter((says) => says !== undefined);
}

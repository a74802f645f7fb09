import type { FileEntry, Files } from './files.ts';

export interface FileDifference {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed';
  /** Null of what was removed. */
  readonly after: FileEntry | null;
  readonly before: FileEntry | null;
}

/** What two trees differ in, by path. A file that moved unchanged is renamed; similar ones are not found. */
export function diffFiles(before: Files, after: Files): readonly FileDifference[] {
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const differences: FileDifference[] = [];
  for (const [path, entry] of after) {
    const previous = before.get(path) ?? null;
    if (previous === null) differences.push(addedOrRenamed(path, entry, removed));
    else if (previous.sha !== entry.sha) {
      differences.push({ path, status: 'modified', after: entry, before: previous });
    } else if (previous.mode !== entry.mode) {
      differences.push({ path, status: 'changed', after: entry, before: previous });
    }
  }
  for (const [path, entry] of removed) {
    differences.push({ path, status: 'removed', after: null, before: entry });
  }
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Takes the file it was renamed from out of those removed. */
function addedOrRenamed(
  path: string,
  entry: FileEntry,
  removed: Map<string, FileEntry>,
): FileDifference {
  for (const [previousPath, candidate] of removed) {
    if (candidate.sha !== entry.sha) continue;
    removed.delete(previousPath);
    return { path, previousPath, status: 'renamed', after: entry, before: candidate };
  }
  return { path, status: 'added', after: entry, before: null };
}

import type { FileDifference } from './diff.ts';
import type { GitObjects } from './objects.ts';

/** Lines a change adds and removes: those that the other side has fewer of. Binary files have none. */
export function countLines(
  objects: GitObjects,
  { before, after, status }: FileDifference,
): { readonly additions: number; readonly deletions: number } {
  if (status === 'renamed') return { additions: 0, deletions: 0 };
  const balance = new Map<string, number>();
  for (const line of linesOf(objects, after?.sha)) balance.set(line, (balance.get(line) ?? 0) + 1);
  for (const line of linesOf(objects, before?.sha)) balance.set(line, (balance.get(line) ?? 0) - 1);
  const counts = [...balance.values()];
  return {
    additions: counts.reduce((sum, count) => sum + Math.max(0, count), 0),
    deletions: counts.reduce((sum, count) => sum + Math.max(0, -count), 0),
  };
}

function linesOf(objects: GitObjects, sha: string | undefined): readonly string[] {
  const content = sha === undefined ? undefined : objects.blobs.get(sha);
  if (!content || content.length === 0 || content.includes(0)) return [];
  return content.toString('utf8').replace(/\n$/, '').split('\n');
}

import type { FileDifference } from './diff.ts';
import { lineChanges, type LineChange } from './line-changes.ts';
import type { GitObjects } from './objects.ts';

export interface Patch {
  readonly additions: number;
  readonly deletions: number;
  /** In the unified form without file names; undefined where GitHub gives none. */
  readonly text: string | undefined;
  /** Lines of the new file that the text shows, which can be commented on. */
  readonly lines: ReadonlySet<number>;
}

const around = 3;
/** GitHub leaves out the patch of larger files. */
const largestBytes = 1024 * 1024;

/** What a change does to the lines of a file; nothing for binary and large ones. */
export function patchOf(objects: GitObjects, { before, after }: FileDifference): Patch {
  const [old, young] = [linesOf(objects, before?.sha), linesOf(objects, after?.sha)];
  if (old === null || young === null) {
    return { additions: 0, deletions: 0, text: undefined, lines: new Set() };
  }
  const changes = numbered(lineChanges(old, young));
  const count = (kind: LineChange['kind']) => changes.filter((one) => one.kind === kind).length;
  const hunks = hunksOf(changes);
  const shown = hunks.flat().filter(({ kind }) => kind !== 'removed');
  return {
    additions: count('added'),
    deletions: count('removed'),
    text: hunks.length > 0 ? hunks.map(hunkText).join('\n') : undefined,
    lines: new Set(shown.map(({ young: line }) => line)),
  };
}

interface NumberedChange extends LineChange {
  /** Of the next line in the old and in the new file, from 1. */
  readonly old: number;
  readonly young: number;
}

function numbered(changes: readonly LineChange[]): readonly NumberedChange[] {
  let [old, young] = [1, 1];
  return changes.map((change) => {
    const placed = { ...change, old, young };
    if (change.kind !== 'added') old += 1;
    if (change.kind !== 'removed') young += 1;
    return placed;
  });
}

/** Runs of changes with three lines around them; those that touch are one. */
function hunksOf(changes: readonly NumberedChange[]): NumberedChange[][] {
  const isShown = changes.map(() => false);
  changes.forEach(({ kind }, index) => {
    if (kind !== 'kept') isShown.fill(true, Math.max(0, index - around), index + around + 1);
  });
  const hunks: NumberedChange[][] = [];
  changes.forEach((change, index) => {
    if (!isShown[index]) return;
    if (!isShown[index - 1]) hunks.push([]);
    hunks.at(-1)?.push(change);
  });
  return hunks;
}

function hunkText(hunk: readonly NumberedChange[]): string {
  const old = hunk.filter(({ kind }) => kind !== 'added').length;
  const young = hunk.filter(({ kind }) => kind !== 'removed').length;
  const first = hunk[0];
  const signs = { kept: ' ', added: '+', removed: '-' } as const;
  const range = `-${span(first?.old, old)} +${span(first?.young, young)}`;
  return [`@@ ${range} @@`, ...hunk.map(({ kind, text }) => `${signs[kind]}${text}`)].join('\n');
}

/** First line and count; a count of one is left out, of none the line before is named. */
function span(line = 1, count: number): string {
  if (count === 1) return String(line);
  return `${count === 0 ? line - 1 : line},${count}`;
}

function linesOf(objects: GitObjects, sha: string | undefined): readonly string[] | null {
  if (sha === undefined) return [];
  const content = objects.blobs.get(sha);
  if (!content || content.length > largestBytes || content.includes(0)) return null;
  if (content.length === 0) return [];
  return content.toString('utf8').replace(/\n$/, '').split('\n');
}

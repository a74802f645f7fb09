import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { git, type GitPlace } from '../git.ts';
import type { Conflict } from './merge-version.ts';

/** What somebody has said of files that were changed by both. */
export interface Resolutions {
  /** Paths that stay as they are here. */
  readonly keep: readonly string[];
  /** Paths that become what the new version has. */
  readonly take: readonly string[];
  /** Folder of files that were mended by hand. */
  readonly resolved: string | undefined;
}

/**
 * Does with conflicts what was said.
 * @returns those of which nothing was said
 * @throws Failure USAGE for a path that is no conflict, FILE_INVALID for a file with marks left in it
 */
export async function resolveConflicts(
  worktree: GitPlace,
  conflicts: readonly Conflict[],
  { keep, take, resolved }: Resolutions,
): Promise<readonly Conflict[]> {
  const paths = new Set(conflicts.map(({ path }) => path));
  const unknown = [...keep, ...take].filter((path) => !paths.has(path));
  if (unknown.length > 0) {
    throw new Failure(
      'USAGE',
      `Expected files that were changed by both, found ${unknown.join(', ')}`,
      {
        hint:
          paths.size === 0
            ? 'There is none: leave --keep and --take out.'
            : `They are: ${[...paths].join(', ')}`,
      },
    );
  }
  const left: Conflict[] = [];
  for (const conflict of conflicts) {
    const { path, kind } = conflict;
    if (keep.includes(path))
      await choose(worktree, path, kind === 'taken away here' ? null : '--ours');
    else if (take.includes(path)) {
      await choose(worktree, path, kind === 'taken away there' ? null : '--theirs');
    } else if (!(await takeMended(worktree, path, resolved))) left.push(conflict);
  }
  return left;
}

async function choose(
  worktree: GitPlace,
  path: string,
  side: '--ours' | '--theirs' | null,
): Promise<void> {
  if (side === null) return void (await git(worktree, 'rm', '--quiet', '--force', '--', path));
  await git(worktree, 'checkout', side, '--', path);
  await git(worktree, 'add', '--', path);
}

async function takeMended(
  worktree: GitPlace,
  path: string,
  folder: string | undefined,
): Promise<boolean> {
  if (folder === undefined) return false;
  // what was not mended is still a conflict
  const content = await readFile(resolveInside(folder, path)).catch(() => null);
  if (content === null) return false;
  const line = content.toString('latin1').split('\n').findIndex(isMark) + 1;
  if (line > 0) {
    throw new Failure(
      'FILE_INVALID',
      `${join(folder, path)}:${line}: expected no mark of a conflict`,
      {
        hint: 'Leave of each marked part what shall stand there, and take the marks away.',
      },
    );
  }
  await mkdir(dirname(join(worktree.folder, path)), { recursive: true });
  await writeFile(join(worktree.folder, path), content);
  await git(worktree, 'add', '--', path);
  return true;
}

function isMark(line: string): boolean {
  return /^(<{7}|>{7}|\|{7}) /.test(line);
}

/**
 * Puts what Git made of conflicts, with its marks, where somebody can mend it.
 * @returns files that were there already, and stay as they are
 */
export async function layOutConflicts(
  worktree: GitPlace,
  conflicts: readonly Conflict[],
  folder: string,
): Promise<readonly string[]> {
  const there: string[] = [];
  for (const { path } of conflicts) {
    const content = await readFile(join(worktree.folder, path)).catch(() => null);
    if (content === null) continue;
    const target = resolveInside(folder, path);
    await mkdir(dirname(target), { recursive: true });
    try {
      await writeFile(target, content, { flag: 'wx' });
    } catch {
      // somebody may be mending it
      there.push(path);
    }
  }
  return there;
}

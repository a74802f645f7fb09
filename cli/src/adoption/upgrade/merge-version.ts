import { join } from 'node:path';
import { askGit, git, type GitPlace } from '../git.ts';
import { ownedPaths, scaffoldAuthor } from './owned.ts';

export interface MergeOrder {
  /** A checkout of the marketplace that nobody works in. */
  readonly worktree: GitPlace;
  /** Folder for what Git writes meanwhile. */
  readonly temporary: string;
  /** Commits: the marketplace, the version it was made of, the version it goes to. */
  readonly here: string;
  readonly base: string;
  readonly target: string;
}

/** A file that was changed both here and in the new version. */
export interface Conflict {
  readonly path: string;
  readonly kind: 'changed by both' | 'taken away there' | 'taken away here' | 'added by both';
}

export interface Merged {
  /** Files of Orangery that were changed here, and keep those changes. */
  readonly kept: readonly string[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Brings a new version into a worktree. What belongs to the marketplace is the same on all three sides and so
 * cannot be touched; the rest is merged line by line, against the version that it was made of.
 */
export async function mergeVersion(order: MergeOrder): Promise<Merged> {
  const { worktree, here, base, target } = order;
  const scaffold = { ...worktree, more: scaffoldAuthor };
  const owned = await ownedEntries(worktree, here);
  const baseTree = await withOwned(order, base, owned);
  const targetTree = await withOwned(order, target, owned);
  const commit = (tree: string, ...parents: string[]): Promise<string> =>
    git(scaffold, 'commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-m', 'upgrade');
  const root = await commit(baseTree);
  const ours = await commit(`${here}^{tree}`, root);
  const theirs = await commit(targetTree, root);
  await git(worktree, 'reset', '--quiet', '--hard', ours);
  const settings = ['merge.conflictStyle=diff3', 'merge.renames=true', 'rerere.enabled=false'];
  const merge = ['merge', '--no-commit', '--no-ff', '--quiet', '--no-verify-signatures', theirs];
  const done = await askGit(scaffold, ...settings.flatMap((one) => ['-c', one]), ...merge);
  const conflicts = await listConflicts(worktree);
  // with neither a merge nor a conflict Git has said why, which is worth hearing
  if (done === null && conflicts.length === 0) await git(scaffold, ...merge);
  return { kept: await listKept(worktree, baseTree, ours), conflicts };
}

/** Lines of `git ls-tree` of what belongs to the marketplace. */
async function ownedEntries(place: GitPlace, commit: string): Promise<readonly string[]> {
  const text = await git(place, 'ls-tree', '-r', '-z', commit, '--', ...ownedPaths);
  return text.split('\0').filter((line) => line !== '');
}

/** The tree of a version, with what belongs to the marketplace as it is there. */
async function withOwned(
  { worktree, temporary }: MergeOrder,
  version: string,
  owned: readonly string[],
): Promise<string> {
  const place = { ...worktree, more: { GIT_INDEX_FILE: join(temporary, 'index') } };
  await git(place, 'read-tree', '--reset', version);
  const quiet = ['--cached', '-r', '--force', '--quiet', '--ignore-unmatch'];
  await git(place, 'rm', ...quiet, '--', ...ownedPaths);
  for (const some of chunksOf(owned, 200)) {
    const entries = some.flatMap((line) => {
      const [, mode, sha, path] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line)!;
      return ['--cacheinfo', `${mode},${sha},${path}`];
    });
    await git(place, 'update-index', '--add', ...entries);
  }
  return (await git(place, 'write-tree')).trim();
}

/** No program takes arguments without end. */
function chunksOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

async function listConflicts(place: GitPlace): Promise<readonly Conflict[]> {
  const text = await git(place, 'ls-files', '--unmerged', '-z');
  const stages = new Map<string, Set<string>>();
  for (const line of text.split('\0').filter((one) => one !== '')) {
    const [, stage, path] = /^\d+ [0-9a-f]+ (\d)\t([^]*)$/.exec(line)!;
    stages.set(path!, (stages.get(path!) ?? new Set()).add(stage!));
  }
  return [...stages].map(([path, found]) => ({ path, kind: kindOf(found) }));
}

function kindOf(stages: ReadonlySet<string>): Conflict['kind'] {
  if (!stages.has('3')) return 'taken away there';
  if (!stages.has('2')) return 'taken away here';
  return stages.has('1') ? 'changed by both' : 'added by both';
}

async function listKept(place: GitPlace, base: string, ours: string): Promise<readonly string[]> {
  const text = await git(place, 'diff-tree', '-r', '-z', '--name-only', '--no-renames', base, ours);
  return text.split('\0').filter((path) => path !== '');
}

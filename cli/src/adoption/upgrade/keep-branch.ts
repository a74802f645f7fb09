import { Failure } from '@orangery/schemas';
import { askGit, git, type GitPlace } from '../git.ts';
import { isAncestor } from './find-base.ts';
import type { Upgrade } from './make-upgrade.ts';

/** What became of the branch. */
export type KeptBranch =
  | { readonly kind: 'made'; readonly commit: string }
  /** A branch of an earlier run that says the same. */
  | { readonly kind: 'same'; readonly commit: string };

/**
 * Keeps a branch with an upgrade: one that holds it already stays, an older one of ours is replaced.
 * @throws Failure USAGE when somebody has worked on the branch
 */
export async function keepBranch(
  place: GitPlace,
  branch: string,
  { here, target, commit }: Upgrade & { readonly commit: string },
): Promise<KeptBranch> {
  const name = `refs/heads/${branch}`;
  const before = (await askGit(place, 'rev-parse', '--verify', '--quiet', name))?.trim();
  if (before === undefined) {
    await git(place, 'update-ref', name, commit, '');
    return { kind: 'made', commit };
  }
  const [first, second] = (await git(place, 'rev-parse', `${before}^@`)).split('\n');
  const isOurs = second === target && (await isAncestor(place, first!, here));
  if (!isOurs) throw taken(branch);
  const [was, is] = await Promise.all([treeOf(place, before), treeOf(place, commit)]);
  if (first === here && was === is) return { kind: 'same', commit: before };
  const used = await git(place, 'worktree', 'list', '--porcelain');
  if (used.includes(`branch ${name}\n`)) throw taken(branch);
  await git(place, 'update-ref', name, commit, before);
  return { kind: 'made', commit };
}

async function treeOf(place: GitPlace, commit: string): Promise<string> {
  return (await git(place, 'rev-parse', `${commit}^{tree}`)).trim();
}

function taken(branch: string): Failure {
  return new Failure(
    'USAGE',
    `${branch}: expected no such branch, or one that nobody has worked on`,
    {
      hint: `Merge it, or take it away and upgrade again: git branch --delete --force ${branch}`,
    },
  );
}

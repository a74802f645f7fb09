import type { FileChange, PullRequest } from '../../../../actions/github/entities.ts';
import { blobSha, type ModelForge, type ModelPull, type ModelRepository } from './model-state.ts';

/** Where the branch of a pull request lies: forks are repositories of their own. */
export function headOf(forge: ModelForge, pull: ModelPull): string {
  if (pull.finalHead !== undefined) return pull.finalHead;
  return forge.repositories.get(pull.headRepository)!.branches.get(pull.headBranch)!;
}

/** The tip of the branch that a pull request goes to; of `main` when that is gone. */
function baseOf({ branches }: ModelRepository, { baseBranch = 'main' }: ModelPull): string {
  return branches.get(baseBranch) ?? branches.get('main')!;
}

/** A commit wherever it lies: forks share their objects. */
export function findCommit(forge: ModelForge, sha: string) {
  for (const repository of forge.repositories.values()) {
    const found = repository.commits.get(sha);
    if (found !== undefined) return found;
  }
  return null;
}

/** The newest commit that both have. */
export function mergeBase(forge: ModelForge, one: string, other: string): string | null {
  const seen = new Set<string>();
  for (let sha: string | null = one; sha !== null; sha = findCommit(forge, sha)?.parent ?? null) {
    seen.add(sha);
  }
  for (let sha: string | null = other; sha !== null; sha = findCommit(forge, sha)?.parent ?? null) {
    if (seen.has(sha)) return sha;
  }
  return null;
}

/** What changed from one commit to another; renames are a removal and an addition. */
export function changedFiles(forge: ModelForge, from: string | null, to: string): FileChange[] {
  const before = from === null ? new Map() : findCommit(forge, from)!.tree;
  const after = findCommit(forge, to)!.tree;
  const changes: FileChange[] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old === undefined) changes.push({ path, status: 'added' });
    else if (old.mode !== file.mode || blobSha(old.content) !== blobSha(file.content)) {
      changes.push({ path, status: 'modified' });
    }
  }
  for (const path of before.keys()) {
    if (!after.has(path)) changes.push({ path, status: 'removed' });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function filesOf(
  forge: ModelForge,
  repository: ModelRepository,
  pull: ModelPull,
): FileChange[] {
  const head = headOf(forge, pull);
  const base = mergeBase(forge, baseOf(repository, pull), head);
  return changedFiles(forge, base, head);
}

export function pullOf(
  forge: ModelForge,
  repository: ModelRepository,
  pull: ModelPull,
): PullRequest {
  const { headBranch, headRepository, finalHead, baseBranch = 'main', ...rest } = pull;
  void finalHead;
  return {
    ...rest,
    head: { sha: headOf(forge, pull), branch: headBranch, repository: headRepository },
    base: { sha: baseOf(repository, pull), branch: baseBranch },
    changedFiles: filesOf(forge, repository, pull).length,
  };
}

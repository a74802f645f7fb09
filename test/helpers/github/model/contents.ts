import { Failure } from '@orangery/schemas';
import type { TreeEntry } from '../../../../actions/github/entities.ts';
import { changedFiles, findCommit, headOf, mergeBase } from './history.ts';
import { blobSha, type ModelForge, type ModelRepository } from './model-state.ts';
import type { Part } from './part.ts';

export function accounts(
  forge: ModelForge,
  { isPrivate }: ModelRepository,
): Part<'getRepository' | 'findAccount' | 'getAccount' | 'isTeamMember'> {
  return {
    getRepository: async () => ({ isPrivate, defaultBranch: 'main' }),
    findAccount: async (login) => {
      return [...forge.accounts.values()].find((account) => account.login === login) ?? null;
    },
    getAccount: async (id) => forge.accounts.get(id) ?? null,
    isTeamMember: async (team, login) => {
      const account = [...forge.accounts.values()].find((one) => one.login === login);
      return account !== undefined && forge.teams.get(team)?.has(account.id) === true;
    },
  };
}

export function contents(
  forge: ModelForge,
  repository: ModelRepository,
): Part<'readText' | 'readBlob' | 'listTree' | 'listCommits' | 'createCommit'> {
  return {
    readText: async (path, commit) => {
      return findCommit(forge, commit)?.tree.get(path)?.content.toString('utf8') ?? null;
    },
    readBlob: async (sha) => {
      const content = forge.blobs.get(sha);
      if (content !== undefined) return content;
      throw new Failure('GITHUB_FAILED', `The model: no blob ${sha}`);
    },
    listTree: async (commit, folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries: TreeEntry[] = [];
      for (const [path, { mode, content }] of findCommit(forge, commit)?.tree ?? []) {
        if (!path.startsWith(prefix)) continue;
        const type = mode === '160000' ? 'commit' : 'blob';
        entries.push({ path, mode, type, sha: blobSha(content), sizeBytes: content.length });
      }
      return entries;
    },
    listCommits: async (path) => {
      const found: string[] = [];
      let sha: string | null = repository.branches.get('main') ?? null;
      while (sha !== null) {
        const commit = findCommit(forge, sha)!;
        const changed = changedFiles(forge, commit.parent, sha);
        if (changed.some((change) => change.path === path)) found.push(sha);
        sha = commit.parent;
      }
      return found;
    },
    createCommit: async ({ parent, message, files }) => {
      return forge.commit(repository, parent, files, message);
    },
  };
}

export function branches(
  forge: ModelForge,
  repository: ModelRepository,
): Part<'getBranch' | 'createBranch' | 'moveBranch' | 'deleteBranch'> {
  return {
    getBranch: async (branch) => repository.branches.get(branch) ?? null,
    createBranch: async (branch, commit) => {
      if (repository.branches.has(branch)) return false;
      repository.branches.set(branch, commit);
      return true;
    },
    moveBranch: async (branch, commit) => {
      const now = repository.branches.get(branch);
      if (now === undefined || mergeBase(forge, now, commit) !== now) return false;
      repository.branches.set(branch, commit);
      return true;
    },
    deleteBranch: async (branch) => {
      for (const pull of repository.pulls.values()) {
        if (pull.headBranch === branch && pull.headRepository === repository.name) {
          pull.finalHead ??= headOf(forge, pull);
          pull.state = 'closed';
        }
      }
      repository.branches.delete(branch);
    },
  };
}

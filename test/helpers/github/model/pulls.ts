import type { Account } from '../../../../actions/github/entities.ts';
import { changedFiles, filesOf, findCommit, headOf, mergeBase, pullOf } from './history.ts';
import type { ModelForge, ModelRepository } from './model-state.ts';
import type { Part } from './part.ts';

export function pulls(
  forge: ModelForge,
  repository: ModelRepository,
  as: Account,
): Part<
  | 'getPullRequest'
  | 'listPullRequests'
  | 'listFiles'
  | 'openPullRequest'
  | 'updatePullRequest'
  | 'markReady'
  | 'mergePullRequest'
  | 'createReview'
> {
  const all = repository.pulls;
  return {
    getPullRequest: async (number) => {
      const pull = all.get(number);
      return pull === undefined ? null : pullOf(forge, repository, pull);
    },
    listPullRequests: async () => {
      const open = [...all.values()].filter(({ state }) => state === 'open');
      return open.map((pull) => ({ ...pullOf(forge, repository, pull), changedFiles: null }));
    },
    listFiles: async (number) => filesOf(forge, repository, all.get(number)!).slice(0, 3000),
    openPullRequest: async ({ branch, title, body, isDraft }) => {
      const number = openPull(forge, repository, { branch, title, body, isDraft, author: as });
      return pullOf(forge, repository, all.get(number)!);
    },
    updatePullRequest: async (number, change) => {
      const pull = all.get(number)!;
      if (change.state === 'closed') pull.finalHead ??= headOf(forge, pull);
      Object.assign(pull, change);
    },
    markReady: async (nodeId) => {
      for (const pull of all.values()) if (pull.nodeId === nodeId) pull.isDraft = false;
    },
    mergePullRequest: async (number, head, title) => {
      const pull = all.get(number)!;
      const found = headOf(forge, pull);
      if (found !== head || pull.isDraft || pull.state === 'closed') return false;
      return mergeInto(forge, repository, { number, head, title });
    },
    createReview: async () => {},
  };
}

/** Opens a pull request, of a fork too. */
export function openPull(
  forge: ModelForge,
  repository: ModelRepository,
  order: {
    readonly branch: string;
    readonly from?: string;
    readonly baseBranch?: string;
    readonly title: string;
    readonly body: string;
    readonly isDraft: boolean;
    readonly author: Account;
  },
): number {
  const number = forge.id();
  const { branch, from = repository.name, baseBranch, ...rest } = order;
  const shared = { ...rest, number, createdAt: forge.time() };
  repository.pulls.set(number, {
    ...{ ...shared, nodeId: `PR_${number}`, state: 'open', isMerged: false },
    ...{ headBranch: branch, headRepository: from },
    ...(baseBranch !== undefined && { baseBranch }),
  });
  const { title, body, author, createdAt } = shared;
  repository.issues.set(number, {
    ...{ number, title, body, author, createdAt },
    ...{ state: 'open', labels: [], isPullRequest: true },
  });
  return number;
}

function mergeInto(
  forge: ModelForge,
  repository: ModelRepository,
  { number, head, title }: { number: number; head: string; title: string },
): boolean {
  const pull = repository.pulls.get(number)!;
  const target = pull.baseBranch ?? 'main';
  const main = repository.branches.get(target)!;
  const base = mergeBase(forge, main, head);
  const tree = findCommit(forge, head)!.tree;
  const own = changedFiles(forge, base, head);
  const theirs = new Set(changedFiles(forge, base, main).map(({ path }) => path));
  if (own.some(({ path }) => theirs.has(path))) return false;
  const files = Object.fromEntries(own.map(({ path }) => [path, tree.get(path) ?? null]));
  repository.branches.set(target, forge.commit(repository, main, files, title));
  Object.assign(pull, { state: 'closed', isMerged: true, finalHead: head });
  repository.merges.push({ number, head });
  return true;
}

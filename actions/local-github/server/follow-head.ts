import { askForObject } from './ask-emulate.ts';
import { emitPullRequest } from './emit-pull-request.ts';
import { branchSha } from './find.ts';
import { putCommit } from './git/objects.ts';
import { mergeTrees } from './git/merge.ts';
import type { Principal } from './principal.ts';
import type { PullRequestRecord } from './pull-request.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

interface Moved {
  readonly principal: Principal;
  readonly repository: Repository;
  readonly reference: string;
  readonly to: string | null;
}

/** Open pull requests, of forks too, follow the branch they come from; without it they are closed. */
export async function followHead(state: State, moved: Moved): Promise<void> {
  const branch = moved.reference.replace('refs/heads/', '');
  for (const base of state.repositories.values()) {
    for (const record of base.pullRequests.values()) {
      if (record.state !== 'open') continue;
      const isHead =
        record.head.repository === moved.repository.id && record.head.branch === branch;
      const isBase = base === moved.repository && record.base.branch === branch;
      if (isHead) await follow(state, { ...moved, base, record });
      else if (isBase && moved.to !== null) mergeForTest(base, record);
    }
  }
}

/** Makes the commit that `refs/pull/<number>/merge` points to. */
export function mergeForTest(base: Repository, record: PullRequestRecord): void {
  const tip = branchSha(base, record.base.branch);
  const tree = tip === null ? null : mergeTrees(base.objects, tip, record.headSha);
  const head = base.objects.commits.get(record.headSha);
  record.testMergeSha =
    tree === null || tip === null || !head
      ? null
      : putCommit(base.objects, {
          tree,
          parents: [tip, record.headSha],
          message: `Merge ${record.headSha} into ${tip}`,
          author: head.author,
          committer: head.committer,
        });
  const references: [string, string | null][] = [
    ['head', record.headSha],
    ['merge', record.testMergeSha],
  ];
  for (const [name, sha] of references) {
    const reference = `refs/pull/${record.number}/${name}`;
    if (sha === null) base.references.delete(reference);
    else base.references.set(reference, sha);
  }
}

async function follow(
  state: State,
  order: Moved & { readonly base: Repository; readonly record: PullRequestRecord },
): Promise<void> {
  const { base, record, to, principal } = order;
  const path = `/issues/${record.number}`;
  const question = { path, repository: base, account: record.author };
  if (to === null) {
    record.state = 'closed';
    await askForObject(state, { ...question, method: 'PATCH', body: { state: 'closed' } });
    await emitPullRequest(state, { principal, base, record, action: 'closed' });
    return;
  }
  const before = record.headSha;
  if (before === to) return;
  record.headSha = to;
  record.baseSha = branchSha(base, record.base.branch) ?? record.baseSha;
  mergeForTest(base, record);
  const action = 'synchronize';
  await emitPullRequest(state, { principal, base, record, action, extra: { before, after: to } });
}

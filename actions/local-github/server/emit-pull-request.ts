import { emit } from './emit.ts';
import { pullRequestJson } from './pull-request-json.ts';
import type { Principal } from './principal.ts';
import type { PullRequestRecord } from './pull-request.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

interface Told {
  readonly principal: Principal;
  readonly base: Repository;
  readonly record: PullRequestRecord;
  readonly action: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/**
 * Tells what happened to a pull request. Its workflows are those of the test merge, so a fork's own
 * copies run; where the two do not merge, GitHub starts none (but when it is closed).
 */
export async function emitPullRequest(state: State, told: Told): Promise<void> {
  const { principal, base, record, action, extra } = told;
  const sha = record.testMergeSha ?? (action === 'closed' ? record.headSha : null);
  if (sha === null) return;
  const pullRequest = await pullRequestJson(state, base, record);
  emit(
    state,
    { principal, repository: base },
    {
      name: 'pull_request',
      action,
      ref: `refs/pull/${record.number}/merge`,
      sha: record.merged?.sha ?? sha,
      payload: { number: record.number, pull_request: pullRequest, ...extra },
    },
  );
}

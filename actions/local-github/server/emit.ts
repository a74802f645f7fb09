import type { ForgeEvent } from '../forge.ts';
import { accountJson } from './account.ts';
import { accountById, branchSha, fullNameOf } from './find.ts';
import { accountOf, type Principal } from './principal.ts';
import { repositoryJson } from './repository-json.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** What happened, in the form of GitHub's webhook. */
export interface Happened {
  readonly name: string;
  readonly action?: string;
  /** The default branch, when absent. */
  readonly ref?: string;
  readonly sha?: string;
  readonly workflow?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Events that also a job's own token causes. */
const alwaysTold = new Set([
  'workflow_dispatch',
  'repository_dispatch',
  'workflow_run',
  'schedule',
]);

/** Tells those who listen, unless a job's own token did it or it happened in a fork. */
export function emit(
  state: State,
  { principal, repository }: { principal: Principal; repository: Repository },
  happened: Happened,
): void {
  if (principal.kind === 'job' && !alwaysTold.has(happened.name)) return;
  // Actions are off in a fork until its owner turns them on.
  if (repository.parent) return;
  const sha = happened.sha ?? branchSha(repository, repository.defaultBranch);
  if (sha === null) return;
  const actor = accountById(state, accountOf(principal) ?? state.organisation.account.id);
  const event: ForgeEvent = {
    name: happened.name,
    ...(happened.action !== undefined && { action: happened.action }),
    repository: fullNameOf(state, repository),
    ref: happened.ref ?? `refs/heads/${repository.defaultBranch}`,
    sha,
    workflowSha: sha,
    ...(happened.workflow !== undefined && { workflow: happened.workflow }),
    actor: { login: actor.login, id: actor.id },
    payload: {
      ...(happened.action !== undefined && { action: happened.action }),
      ...happened.payload,
      repository: repositoryJson(state, repository),
      organization: accountJson(state.organisation.account, state.url),
      sender: accountJson(actor, state.url),
      ...(principal.kind === 'app' && { installation: { id: state.app.installation } }),
    },
  };
  for (const listener of state.listeners) listener(event);
}

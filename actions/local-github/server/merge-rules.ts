import { HttpError } from './http-error.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { Principal } from './principal.ts';
import type { PullRequestRecord } from './pull-request.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, roleIn } from './role.ts';
import { mayBypass, rulesFor } from './ruleset.ts';
import type { State } from './state.ts';

interface Merge {
  readonly principal: Principal;
  readonly repository: Repository;
  readonly record: PullRequestRecord;
}

/** 405 where a ruleset asks for checks or approvals that the head does not have. */
export function enforceMergeRules(state: State, merge: Merge): void {
  const { principal, repository, record } = merge;
  const reference = `refs/heads/${record.base.branch}`;
  const change = { reference, kind: 'update', isForced: false, isMerge: true } as const;
  const missing = rulesFor(state, repository, reference)
    .filter(({ ruleset }) => !mayBypass(state, { principal, repository, ruleset, change }))
    .flatMap(({ rule }) => [
      ...missingChecks(state, merge, rule),
      ...missingApprovals(state, merge, rule),
    ]);
  if (missing.length === 0) return;
  throw new HttpError(405, `Repository rule violations found\n\n${missing.join('\n')}`);
}

/** A check is a job of a run for the head; its name is the context. */
function missingChecks(state: State, { repository, record }: Merge, rule: JsonObject): string[] {
  if (rule.type !== 'required_status_checks') return [];
  const jobs = [...state.runs.values()]
    .filter(({ repository: of, headSha }) => of === repository.id && headSha === record.headSha)
    .flatMap((run) => [...run.jobs.values()]);
  const passed = jobs.filter(
    ({ conclusion }) => conclusion === 'success' || conclusion === 'skipped',
  );
  return contextsOf(rule)
    .filter((context) => !passed.some(({ name }) => name === context))
    .map((context) => `Required status check "${context}" is expected.`);
}

function contextsOf({ parameters }: JsonObject): readonly string[] {
  const checks = isJsonObject(parameters) ? parameters.required_status_checks : undefined;
  if (!Array.isArray(checks)) return [];
  return checks.filter(isJsonObject).map(({ context }) => String(context));
}

/** Of those who may write, by what each said last. */
function missingApprovals(state: State, { repository, record }: Merge, rule: JsonObject): string[] {
  if (rule.type !== 'pull_request' || !isJsonObject(rule.parameters)) return [];
  const wanted = Number(rule.parameters.required_approving_review_count ?? 0);
  const said = new Map(
    repository.reviews
      .filter((review) => review.pullRequest === record.number && review.state !== 'COMMENTED')
      .map((review) => [review.author, review.state]),
  );
  const approvals = [...said].filter(
    ([author, verdict]) =>
      verdict === 'APPROVED' && isAtLeast(roleIn(state, author, repository), 'write'),
  );
  if (approvals.length >= wanted) return [];
  return [`At least ${wanted} approving review is required by reviewers with write access.`];
}
